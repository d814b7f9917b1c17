import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DownloadRavdessOptions, downloadRavdess, type ObtainProgress } from '../../src/node';
import { type Answer, answer, breakAt, etag, fileServer, sendAndBreak, well } from '../fixtures/fileServer';
import { folderOf } from '../fixtures/folderOf';
import { zipOf } from '../fixtures/zipOf';

// The system's own functions, in a form that a test may replace.
jest.mock('node:fs/promises', () => ({ ...jest.requireActual('node:fs/promises') }));
const files = jest.requireMock<typeof import('node:fs/promises')>('node:fs/promises');
afterEach(() => jest.restoreAllMocks());

const clip = 'Actor_12/03-01-05-01-02-01-12.wav';
/** Stored, so that every byte counts. */
const content = Uint8Array.from({ length: 100_000 }, (_, index) => (index * index) % 251);
const zip = zipOf({ name: clip, content, stored: true });
const quick = { consent: true, waits: [0, 0, 0] } as const;

/** What downloading from a server with these answers gave, asked for, and left on disk. */
async function download(answers: Answer[], options: Partial<DownloadRavdessOptions> = {}, folder = folderOf()) {
  const server = await fileServer(zip, ...answers);
  const { url, md5, asked } = server;
  const target = join(folder, 'ravdess');
  const onProgress = (progress: ObtainProgress) => {
    if (progress.step === 'download') server.received = progress.doneBytes;
    options.onProgress?.(progress);
  };
  const result = await downloadRavdess(target, { ...quick, url, md5, ...options, onProgress }).catch((error) => error);
  const left = readdirSync(folder).sort();
  return { result, asked, left, folder, target, url, md5 };
}

/** Bytes of a file, 0 where there is none. */
function size(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function expectUnpacked({ result, left, target }: Awaited<ReturnType<typeof download>>): void {
  expect(result).toEqual({ folder: target, clips: 1, others: 0 });
  expect(left).toEqual(['ravdess']);
  expect(readFileSync(join(target, clip)).equals(content)).toBe(true);
}

describe('downloadRavdess', () => {
  it('fetches, checks and unpacks, telling how far it is', async () => {
    const seen: ObtainProgress[] = [];
    const done = await download([], { onProgress: (progress) => seen.push(progress) });
    expectUnpacked(done);
    expect(done.asked).toHaveLength(1);
    expect(done.asked[0]).toMatchObject({ 'accept-encoding': 'identity' });
    expect([...new Set(seen.map(({ step }) => step))]).toEqual(['download', 'check', 'unpack']);
    for (const step of ['download', 'check']) {
      const last = seen.filter((progress) => progress.step === step).at(-1);
      expect(last).toEqual({ step, doneBytes: zip.length, totalBytes: zip.length });
    }
  });

  it('says what the licence is and how to agree to it, and asks nobody without consent', async () => {
    const asks = jest.fn();
    for (const options of [undefined, {}, { consent: false }, { consent: 'yes' }]) {
      const given = (options === undefined ? undefined : { ...options, fetch: asks }) as never;
      await expect(downloadRavdess(join(folderOf(), 'x'), given)).rejects.toMatchObject({
        code: 'NO_CONSENT',
        message: expect.stringMatching(/CC BY-NC-SA 4\.0 \(https:.*nothing commercial.*\{ consent: true \}/),
      });
    }
    expect(asks).not.toHaveBeenCalled();
  });

  it("asks the publisher for the zip that has the publisher's length", async () => {
    const asks = jest.fn(async (..._: unknown[]) => new Response('<html>', { headers: { 'content-length': '6' } }));
    await expect(downloadRavdess(join(folderOf(), 'x'), { consent: true, fetch: asks as never })).rejects.toMatchObject(
      {
        code: 'NOT_FETCHED',
        message: expect.stringMatching(/offers 6 bytes where 208468073 are expected: it is another file, or a page/),
      },
    );
    expect(asks.mock.calls.map(([url]) => url)).toEqual([
      'https://zenodo.org/records/1188976/files/Audio_Speech_Actors_01-24.zip?download=1',
    ]);
  });

  it('goes on where the connection broke, three times, with If-Range', async () => {
    const done = await download([breakAt(20_000), breakAt(50_000), breakAt(70_001)]);
    expectUnpacked(done);
    expect(done.asked.map(({ range }) => range)).toEqual([undefined, 'bytes=20000-', 'bytes=50000-', 'bytes=70001-']);
    expect(done.asked.slice(1).map((headers) => headers['if-range'])).toEqual([etag, etag, etag]);
  });

  it('counts its tries anew when one brought new bytes', async () => {
    const bytes = [1, 2, 3, 4, 5, 6, 7].map((part) => part * 10_000);
    expectUnpacked(await download(bytes.map(breakAt), { waits: [0] }));
  });

  it('goes on in the next call, and with what was whole but not yet checked', async () => {
    const gone = answer(404);
    const first = await download([breakAt(30_000), gone]);
    expect(first.result).toMatchObject({ code: 'NOT_FETCHED' });
    expect(first.left).toEqual(['ravdess.zip.partial', 'ravdess.zip.partial.json']);
    // The same address: the first server answers well from now on.
    const { target, url, md5, asked } = first;
    const unpacked = await downloadRavdess(target, { ...quick, url, md5 });
    expect(unpacked).toMatchObject({ clips: 1 });
    expect(asked.at(-1)).toMatchObject({ range: 'bytes=30000-', 'if-range': etag });

    const folder = folderOf(['ravdess.zip.partial', zip]);
    const state = { url, bytes: zip.length, validator: etag };
    writeFileSync(join(folder, 'ravdess.zip.partial.json'), JSON.stringify(state));
    const before = asked.length;
    expect(await downloadRavdess(join(folder, 'ravdess'), { ...quick, url, md5 })).toMatchObject({ clips: 1 });
    expect(asked).toHaveLength(before);
  });

  it('goes on after a kill in the middle', async () => {
    const silentLater: Answer = (_, response, whole) => {
      response.writeHead(200, { etag, 'content-length': whole.length });
      response.write(whole.subarray(0, 20_000));
    };
    const { url, md5, asked } = await fileServer(zip, silentLater);
    const target = join(folderOf(), 'ravdess');
    const program = join(__dirname, '..', 'programs', 'download.ts');
    const child = spawn(process.execPath, ['--conditions=@ser/source', '--import', 'tsx', program, target, url, md5], {
      cwd: join(__dirname, '../../../..'),
      stdio: 'inherit',
    });
    const ended = new Promise((done) => child.once('close', (_, signal) => done(signal)));
    while (child.exitCode === null && size(`${target}.zip.partial`) < 20_000) await sleep(20);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(existsSync(target)).toBe(false);
    expect(await downloadRavdess(target, { ...quick, url, md5 })).toMatchObject({ clips: 1 });
    expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=20000-']);
  });

  it('starts again when the part at hand is of another address, or its note is damaged or missing', async () => {
    for (const state of [JSON.stringify({ url: 'http://other/', bytes: 1e6, validator: etag }), '{"url":', undefined]) {
      const folder = folderOf(['ravdess.zip.partial', 'other bytes']);
      if (state !== undefined) writeFileSync(join(folder, 'ravdess.zip.partial.json'), state);
      const done = await download([], {}, folder);
      expectUnpacked(done);
      expect(done.asked[0]?.range).toBeUndefined();
    }
  });

  it('starts again when the server has another file by now, whichever way it says so', async () => {
    const rest = zip.length - 20_000;
    const range = (from: number, total = zip.length) => `bytes ${from}-${total - 1}/${total}`;
    for (const changed of [
      answer(200, { etag: '"two"', 'content-length': zip.length }, zip), // as If-Range wants it
      answer(206, { etag: '"two"', 'content-range': range(20_000) }, Buffer.alloc(rest)),
      answer(206, { etag, 'content-range': range(20_000, 50_000) }, Buffer.alloc(30_000)),
      answer(206, { etag, 'content-range': range(10_000) }, zip.subarray(10_000)),
      answer(206, { etag, 'content-range': range(30_000) }, zip.subarray(30_000)),
      answer(206, { etag, 'content-range': range(20_000) }, Buffer.alloc(rest + 1)), // more than it says
      answer(206, { etag }, zip.subarray(20_000)),
      answer(416, { 'content-range': 'bytes */10' }),
    ]) {
      expectUnpacked(await download([breakAt(20_000), changed]));
    }
  });

  it('starts from the first byte where the server ignores Range, or gives nothing to tell its files by', async () => {
    const all = { etag, 'content-length': zip.length };
    expectUnpacked(await download([breakAt(20_000), answer(200, all, zip)]));

    const nameless: Answer = (_, response, whole, received) => {
      response.writeHead(200, { etag: 'W/"weak"', 'content-length': whole.length });
      sendAndBreak(response, whole.subarray(0, 20_000), () => received() >= 20_000);
    };
    const done = await download([nameless]);
    expectUnpacked(done);
    expect(done.asked[1]?.range).toBeUndefined();
  });

  it('uses the date of the last change where there is no strong ETag', async () => {
    const date = 'Wed, 01 Apr 2026 00:00:00 GMT';
    const dated: Answer = (_, response, whole, received) => {
      response.writeHead(200, { etag: 'W/"weak"', 'last-modified': date, 'content-length': whole.length });
      sendAndBreak(response, whole.subarray(0, 20_000), () => received() >= 20_000);
    };
    const { result, asked } = await download([dated]);
    expect(result).toMatchObject({ clips: 1 });
    expect(asked[1]).toMatchObject({ range: 'bytes=20000-', 'if-range': date });
  });

  it('takes a whole file for one when only a 416 says its length', async () => {
    const folder = folderOf(['ravdess.zip.partial', zip]);
    const { url, md5, asked } = await fileServer(zip, answer(416, { 'content-range': `bytes */${zip.length}` }));
    writeFileSync(join(folder, 'ravdess.zip.partial.json'), JSON.stringify({ url, validator: etag }));
    expect(await downloadRavdess(join(folder, 'ravdess'), { ...quick, url, md5 })).toMatchObject({ clips: 1 });
    expect(asked).toHaveLength(1);
  });

  it('gives up on a server that lies about the length, without hanging and without a corpus', async () => {
    // Says more than it has and closes: the part is never whole.
    const more: Answer = (_, response, whole, received) => {
      response.writeHead(200, { etag, 'content-length': whole.length + 10 });
      sendAndBreak(response, whole, () => received() >= whole.length);
    };
    const never = await download([more, more, more, more, more]);
    expect(never.result).toMatchObject({ code: 'NOT_FETCHED', message: expect.stringMatching(/4 times in a row/) });
    // Says less than it has: the cut file's sum is wrong.
    const less = await download([
      (_, response, whole) => {
        response.socket?.write(`HTTP/1.1 200 OK\r\ncontent-length: 50000\r\nconnection: close\r\n\r\n`);
        response.socket?.end(whole);
      },
    ]);
    expect(less.result).toMatchObject({ code: 'WRONG_CHECKSUM' });
    expect([never.target, less.target].some(existsSync)).toBe(false);
  });

  it('takes a body without a length, and notices where it breaks', async () => {
    const chunked: Answer = (_, response, whole) => {
      response.writeHead(200, { etag });
      response.write(whole.subarray(0, 100));
      response.end(whole.subarray(100));
    };
    const broken: Answer = (_, response, whole, received) => {
      response.writeHead(200, { etag });
      sendAndBreak(response, whole.subarray(0, 100), () => received() >= 100);
    };
    expectUnpacked(await download([broken, chunked]));
    // It ends well, but early.
    const range = `bytes 20000-${zip.length - 1}/${zip.length}`;
    const short = answer(206, { etag, 'content-range': range }, zip.subarray(20_000, 30_000));
    const done = await download([breakAt(20_000), short]);
    expectUnpacked(done);
    expect(done.asked[2]?.range).toBe('bytes=30000-');
  });

  it('deletes a file with wrong bytes and says so; the next call fetches the right one', async () => {
    const wrong = Buffer.from(zip);
    wrong[500] = wrong[500]! ^ 1;
    const { result, left, target, url, md5 } = await download([answer(200, { 'content-length': wrong.length }, wrong)]);
    expect(result).toMatchObject({
      code: 'WRONG_CHECKSUM',
      message: expect.stringMatching(new RegExp(`has the md5 [0-9a-f]{32}; ${md5} was expected. The file is deleted`)),
    });
    expect(left).toEqual([]);
    expect(await downloadRavdess(target, { ...quick, url, md5: md5.toUpperCase() })).toMatchObject({ clips: 1 });
  });

  it.each([403, 404, 410])('says at once what a server answered: %d', async (status) => {
    const { result, asked, left } = await download([answer(status)]);
    expect(result).toMatchObject({ code: 'NOT_FETCHED', message: expect.stringMatching(`answered ${status} `) });
    expect(asked).toHaveLength(1);
    expect(left).toEqual([]);
  });

  it('tries again on 503, 429 and 408, as late as the server asks', async () => {
    const started = performance.now();
    const done = await download([answer(503), answer(429, { 'retry-after': 1 }), answer(408)]);
    expectUnpacked(done);
    expect(performance.now() - started).toBeGreaterThan(900);
    const { result, asked } = await download([answer(503), answer(503), answer(503), answer(503)]);
    expect(result).toMatchObject({
      code: 'NOT_FETCHED',
      message: expect.stringMatching(/failed 4 times in a row: it answered 503 Service Unavailable$/),
    });
    expect(asked).toHaveLength(4);
  });

  it('names the reason when nobody answers, and what is kept', async () => {
    const nobody = 'http://127.0.0.1:1/x.zip';
    const { result } = await download([], { url: nobody, waits: [0] });
    expect(result).toMatchObject({
      code: 'NOT_FETCHED',
      message: expect.stringMatching(/2 times in a row: fetch failed/),
    });

    const drops: Answer = (_, response) => void response.destroy();
    const kept = await download([breakAt(20_000), drops, drops], { waits: [0] });
    expect(kept.result.message).toMatch(/20000 bytes are kept in ".*ravdess\.zip\.partial", and the same call goes on/);
  });

  it('gives a silent connection up, before the first byte and after', async () => {
    const silent: Answer = () => undefined;
    const silentLater: Answer = (_, response, whole) => {
      response.writeHead(200, { etag, 'content-length': whole.length });
      response.write(whole.subarray(0, 20_000));
    };
    const done = await download([silent, silentLater], { idleSeconds: 0.3 });
    expectUnpacked(done);
    expect(done.asked[2]?.range).toBe('bytes=20000-');
    const { result } = await download([silent], { idleSeconds: 0.1, waits: [] });
    expect(result.message).toMatch(/1 times in a row: nothing came for 0\.1 s/);
  });

  it('is patient with a slow connection that is not silent', async () => {
    const slow: Answer = (_, response, whole) => {
      response.writeHead(200, { etag, 'content-length': whole.length });
      let at = 0;
      const timer = setInterval(() => {
        response.write(whole.subarray(at, at + 10_000));
        at += 10_000;
        if (at >= whole.length) clearInterval(timer);
      }, 300);
    };
    expectUnpacked(await download([slow], { idleSeconds: 2, waits: [] }));
  });

  it('stops at the signal while it waits, fetches, checks or unpacks, and goes on from there', async () => {
    for (const step of ['download', 'check', 'unpack']) {
      const stop = new AbortController();
      const onProgress = (progress: ObtainProgress) => progress.step === step && stop.abort();
      // Slow, so that the signal meets a connection that is open.
      const slow: Answer = (_, response, whole) => {
        response.writeHead(200, { etag, 'content-length': whole.length });
        response.write(whole.subarray(0, 20_000));
        setTimeout(() => response.end(whole.subarray(20_000)), 300);
      };
      const { result, target, url, md5, left } = await download([slow], {
        signal: stop.signal,
        onProgress: onProgress as never,
      });
      const expected = step === 'unpack' ? ['ravdess'] : ['ravdess.zip.partial', 'ravdess.zip.partial.json'];
      expect({ step, left }).toEqual({ step, left: expected });
      if (step === 'unpack') continue; // its only clip was written already
      expect(result).toMatchObject({ code: 'ABORTED' });
      expect(await downloadRavdess(target, { ...quick, url, md5 })).toMatchObject({ clips: 1 });
    }
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const { result } = await download([answer(503)], { signal: stop.signal, waits: [60] });
    expect(result).toMatchObject({ code: 'ABORTED' });
  });

  it('keeps what it has when the disk is full, and says so', async () => {
    const statfs = jest.spyOn(files, 'statfs').mockResolvedValue({ bavail: 1, bsize: 10 } as never);
    const before = await download([]);
    expect(before.result).toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringMatching(/^downloadRavdess: writing/),
    });
    statfs.mockRestore();

    const open = files.open;
    jest.spyOn(files, 'open').mockImplementation(async (...args) => {
      const file = await open(...args);
      if (!String(args[0]).endsWith('.partial')) return file;
      const write = file.write.bind(file) as (...all: unknown[]) => Promise<{ bytesWritten: number }>;
      file.write = (async (bytes: Uint8Array, from: number, length: number, at: number) => {
        if (at >= 20_000) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        return write(bytes, from, Math.min(length, 20_000 - at), at); // a short write first, as systems do
      }) as never;
      return file;
    });
    const { result, target, url, md5 } = await download([]);
    expect(result).toMatchObject({ code: 'NO_SPACE', message: expect.stringMatching(/the disk is full/) });
    jest.restoreAllMocks();
    const again = await fileServer(zip);
    expect(readFileSync(`${target}.zip.partial`)).toHaveLength(20_000);
    expect(await downloadRavdess(target, { ...quick, url, md5 })).toMatchObject({ clips: 1 });
    expect(again.asked).toHaveLength(0);
  });

  it("passes on what the caller's onProgress throws, without trying again", async () => {
    const mine = new Error('mine');
    const { result, asked } = await download([], {
      onProgress() {
        throw mine;
      },
    });
    expect(result).toBe(mine);
    expect(asked).toHaveLength(1);
  });

  it('asks nobody when the folder is taken', async () => {
    const folder = folderOf('ravdess/mine.txt');
    mkdirSync(join(folder, 'x'));
    const { result, asked } = await download([well], {}, folder);
    expect(result).toMatchObject({ code: 'EXISTS', message: expect.stringMatching(/^downloadRavdess: /) });
    expect(asked).toHaveLength(0);
    const below = await downloadRavdess(join(folder, 'ravdess', 'mine.txt', 'y'), quick).catch((error) => error);
    expect(below).toMatchObject({ code: expect.stringMatching(/^(NOT_WRITTEN|EXISTS)$/) });
  });

  it.each([
    ['url', { url: 'zenodo.org/x.zip' }],
    ['url', { url: 'file:///etc/passwd' }],
    ['md5', { md5: 'abc' }],
    ['waits', { waits: [1, Number.NaN] }],
    ['waits', { waits: 3 }],
    ['idleSeconds', { idleSeconds: 0 }],
  ])('refuses a bad %s: %j', async (name, options) => {
    await expect(downloadRavdess(join(folderOf(), 'x'), { consent: true, ...options } as never)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(`downloadRavdess: ${name} is `),
    });
  });
});
