import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ravdess } from '../../src';
import { type ObtainProgress, unpackRavdess } from '../../src/node';
import { folderOf } from '../fixtures/folderOf';
import { type ZipEntry, zipOf } from '../fixtures/zipOf';

// The system's own functions, in a form that a test may replace.
jest.mock('node:fs/promises', () => ({ ...jest.requireActual('node:fs/promises') }));
const files = jest.requireMock<typeof import('node:fs/promises')>('node:fs/promises');
afterEach(() => jest.restoreAllMocks());

const CLIP = '03-01-05-01-02-01-12';
const clip = `Actor_12/${CLIP}.wav`;
const host = hostname().replace(/[^A-Za-z0-9]/g, '_');

/** A folder with this zip in it, and where to unpack it. */
function placeOf(zip: Uint8Array): { folder: string; zip: string; target: string } {
  const folder = folderOf(['clips.zip', zip]);
  return { folder, zip: join(folder, 'clips.zip'), target: join(folder, 'ravdess') };
}

async function refusal(zip: Uint8Array, options = {}): Promise<{ code: string; message: string }> {
  const place = placeOf(zip);
  const error = await unpackRavdess(place.zip, place.target, options).then(
    () => ({ code: 'none', message: '' }),
    ({ code, message }) => ({ code, message }),
  );
  // Nothing is left of it, whatever it was.
  expect(readdirSync(place.folder)).toEqual(['clips.zip']);
  return error;
}

describe('unpackRavdess', () => {
  it('unpacks the speech clips by actor, byte for byte, and nothing else', async () => {
    const { folder, zip, target } = placeOf(
      zipOf(
        { name: 'Actor_12/', content: new Uint8Array(0), mode: 0o040755 },
        clip,
        { name: 'some/where/03-01-01-01-01-01-01.WAV', stored: true },
        'Actor_03/03-02-01-01-01-01-03.wav', // a song
        'Actor_03/01-01-01-01-01-01-03.mp4',
        '__MACOSX/Actor_12/._03-01-05-01-02-01-12.wav',
        'README.txt',
      ),
    );
    const seen: ObtainProgress[] = [];
    const unpacked = await unpackRavdess(zip, target, { onProgress: (progress) => seen.push(progress) });
    expect(unpacked).toEqual({ folder: target, clips: 2, others: 4 });
    expect(readdirSync(target, { recursive: true }).map(String).sort()).toEqual([
      'Actor_01',
      join('Actor_01', '03-01-01-01-01-01-01.wav'),
      'Actor_12',
      join('Actor_12', `${CLIP}.wav`),
    ]);
    expect(readFileSync(join(target, clip), 'utf8')).toBe(`content of ${clip}`);
    expect((await ravdess(target)).rows.map(({ id }) => id)).toEqual(['03-01-01-01-01-01-01', CLIP]);
    const [first, last] = [`content of some/where/03-01-01-01-01-01-01.WAV`.length, `content of ${clip}`.length];
    expect(seen).toEqual([
      { step: 'unpack', doneBytes: first, totalBytes: first + last },
      { step: 'unpack', doneBytes: first + last, totalBytes: first + last },
    ]);
    expect(readdirSync(folder).sort()).toEqual(['clips.zip', 'ravdess']);
  });

  it('takes a clip once that lies in two folders with one content, as a known copy of the corpus has it', async () => {
    const content = Buffer.from('same');
    const { zip, target } = placeOf(zipOf({ name: clip, content }, { name: `again/${clip}`, content }));
    expect(await unpackRavdess(zip, target)).toMatchObject({ clips: 1 });
  });

  it.each<[string, ZipEntry, RegExp]>([
    ['a path upwards', { name: `../${clip}` }, /"\.\.\/Actor_12.*" leads out of its folder/],
    ['a path upwards within', { name: `a/../../${clip}` }, /leads out/],
    ['a path upwards with backslashes', { name: `a\\..\\..\\${CLIP}.wav` }, /leads out/],
    ['an absolute path', { name: `/tmp/${CLIP}.wav` }, /leads out/],
    ['an absolute path of Windows', { name: `C:\\${CLIP}.wav` }, /leads out/],
    ['a NUL in a path', { name: `a\0/${CLIP}.wav` }, /leads out/],
    ['a link', { name: clip, content: Buffer.from('/etc/passwd'), mode: 0o120777 }, /is a link, not a file/],
    ['a link beside the clips', { name: 'Actor_12', content: Buffer.from('/tmp'), mode: 0o120777 }, /is a link/],
    ['an encrypted clip', { name: clip, flags: 1 }, /is encrypted/],
    ['a clip that says to be huge', { name: clip, saysBytes: 2 ** 30 }, /says to have 1,073,741,824 bytes; at most/],
    ['a clip that is huge', { name: clip, content: Buffer.alloc(2 ** 25) }, /says to have 33,554,432 bytes; at most/],
  ])('refuses a zip with %s', async (_, entry, expected) => {
    const { code, message } = await refusal(zipOf('Actor_01/03-01-01-01-01-01-01.wav', entry));
    expect({ code, message }).toEqual({ code: 'UNSAFE_ARCHIVE', message: expect.stringMatching(expected) });
    expect(message).toMatch(/^unpackRavdess: ".*clips\.zip" is refused: /);
  });

  it('refuses a name that is in the zip twice, and a clip with two contents', async () => {
    expect(await refusal(zipOf(clip, clip))).toMatchObject({
      code: 'UNSAFE_ARCHIVE',
      message: expect.stringMatching(/is in it twice/),
    });
    expect(await refusal(zipOf(clip, `again/${clip}`))).toMatchObject({
      code: 'UNSAFE_ARCHIVE',
      message: expect.stringMatching(/one clip with two contents/),
    });
  });

  it('refuses more bytes in all, or more files, than a corpus has', async () => {
    expect(await refusal(zipOf(clip), { maxTotalBytes: 10 })).toMatchObject({
      code: 'UNSAFE_ARCHIVE',
      message: expect.stringMatching(/44 bytes in all; at most 10/),
    });
    const many = Array.from({ length: 20_001 }, (_, index) => `${index}.txt`);
    expect(await refusal(zipOf(...many))).toMatchObject({
      code: 'UNSAFE_ARCHIVE',
      message: expect.stringMatching(/more than 20000 files/),
    });
  });

  it.each<[string, ZipEntry, RegExp]>([
    ['a wrong checksum', { name: clip, saysCrc: 1 }, /CRC32/],
    ['more in it than it says', { name: clip, content: Buffer.alloc(5e6), saysBytes: 10 }, /size/],
    ['less in it than it says', { name: clip, saysBytes: 1000 }, /CRC32|size/],
    ['less in it than it says, stored', { name: clip, stored: true, saysBytes: 1000 }, /size/],
  ])('says which clip is damaged when it has %s', async (_, entry, reason) => {
    const { code, message } = await refusal(zipOf('Actor_01/03-01-01-01-01-01-01.wav', entry));
    expect(code).toBe('DAMAGED_ARCHIVE');
    expect(message).toMatch(reason);
    expect(message).toMatch(/is damaged at "Actor_12\/03-01-05-01-02-01-12\.wav": .*\. Fetch it again$/);
  });

  it('refuses entries that share their bytes, as bombs do that stay below each single limit', async () => {
    const content = Buffer.alloc(1000);
    const shared = { name: clip, content, saysOffset: 0 };
    expect(await refusal(zipOf({ name: 'Actor_01/03-01-01-01-01-01-01.wav', content }, shared))).toMatchObject({
      code: 'DAMAGED_ARCHIVE',
      message: expect.stringMatching(/Overlapping entry/),
    });
  });

  it('finds a zip damaged that is cut off, wherever the cut is, and one with a byte changed', async () => {
    const whole = zipOf('Actor_01/03-01-01-01-01-01-01.wav', { name: clip, content: Buffer.alloc(2000, 'ab') });
    for (const length of [4, 40, 100, 180, whole.length - 20, whole.length - 1]) {
      expect(await refusal(whole.subarray(0, length))).toMatchObject({
        code: 'DAMAGED_ARCHIVE',
        message: expect.stringMatching(/cut off or damaged/),
      });
    }
    const changed = Buffer.from(whole);
    changed[70] = changed[70]! ^ 0xff; // in the first clip's data
    expect(await refusal(changed)).toMatchObject({ code: 'DAMAGED_ARCHIVE' });
  });

  it('does not read a list into memory that is larger than any corpus has', async () => {
    const bytes = Buffer.alloc(40_000_000);
    bytes.write('PK\x03\x04');
    bytes.write('PK\x05\x06', bytes.length - 22, 'latin1');
    bytes.writeUInt16LE(1, bytes.length - 14);
    bytes.writeUInt16LE(1, bytes.length - 12);
    bytes.writeUInt32LE(bytes.length - 26, bytes.length - 10);
    bytes.writeUInt32LE(4, bytes.length - 6);
    expect(await refusal(bytes)).toMatchObject({
      code: 'DAMAGED_ARCHIVE',
      message: expect.stringMatching(/its list of files cannot be read \(a list of 39999974 bytes\)/),
    });
  });

  it('says so when the file is no zip, is empty, is not there or is a folder', async () => {
    expect(await refusal(Buffer.from('<html>not found</html>'))).toMatchObject({
      code: 'NOT_ARCHIVE',
      message: expect.stringMatching(/is no zip: a zip starts with the letters PK, this with the bytes 3c68746d/),
    });
    expect(await refusal(Buffer.alloc(0))).toMatchObject({
      code: 'NOT_ARCHIVE',
      message: expect.stringMatching(/nothing/),
    });
    const folder = folderOf();
    for (const path of [join(folder, 'none.zip'), folder]) {
      await expect(unpackRavdess(path, join(folder, 'x'))).rejects.toMatchObject({ code: 'UNREADABLE' });
    }
  });

  it('says what was expected when no speech clip is inside', async () => {
    expect(await refusal(zipOf('a.txt', 'Actor_03/03-02-01-01-01-01-03.wav'))).toMatchObject({
      code: 'NO_CLIPS',
      message: expect.stringMatching(
        /no speech clip of RAVDESS, but 2 other files; expected are .*Audio_Speech_Actors_01-24\.zip/,
      ),
    });
  });

  it('leaves a folder alone that holds something, and takes an empty one', async () => {
    const { zip, folder } = placeOf(zipOf(clip));
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine', 'notes'), 'x');
    for (const taken of ['mine', join('mine', 'notes')]) {
      await expect(unpackRavdess(zip, join(folder, taken))).rejects.toMatchObject({ code: 'EXISTS' });
    }
    expect(readFileSync(join(folder, 'mine', 'notes'), 'utf8')).toBe('x');
    mkdirSync(join(folder, 'empty'));
    expect(await unpackRavdess(zip, join(folder, 'empty'))).toMatchObject({ clips: 1 });
  });

  it('lets one of two calls at a time make the folder, and the other say that it exists', async () => {
    const { zip, target, folder } = placeOf(zipOf(clip));
    const ends = await Promise.allSettled([unpackRavdess(zip, target), unpackRavdess(zip, target)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'EXISTS' } });
    expect(readdirSync(folder).sort()).toEqual(['clips.zip', 'ravdess']);
  });

  it('stops at the signal and leaves nothing', async () => {
    const { zip, target, folder } = placeOf(zipOf(clip, 'Actor_01/03-01-01-01-01-01-01.wav'));
    const stop = new AbortController();
    const running = unpackRavdess(zip, target, { signal: stop.signal, onProgress: () => stop.abort() });
    const error = await running.catch((reason) => reason);
    expect(error).toMatchObject({ code: 'ABORTED' });
    expect(error.cause).toBe(stop.signal.reason);
    await expect(unpackRavdess(zip, target, { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(readdirSync(folder)).toEqual(['clips.zip']);
  });

  it("passes on what the caller's onProgress throws", async () => {
    const { zip, target, folder } = placeOf(zipOf(clip));
    const mine = new Error('mine');
    const onProgress = () => {
      throw mine;
    };
    await expect(unpackRavdess(zip, target, { onProgress })).rejects.toBe(mine);
    expect(readdirSync(folder)).toEqual(['clips.zip']);
  });

  it('asks for room first, and says when the disk is full all the same or may not be written', async () => {
    const statfs = jest.spyOn(files, 'statfs').mockResolvedValue({ bavail: 1, bsize: 10 } as never);
    expect(await refusal(zipOf(clip))).toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringMatching(/writing ".*ravdess" needs 1 MB; the disk has 0 MB left/),
    });
    statfs.mockRejectedValue(Object.assign(new Error('no statfs'), { code: 'ENOSYS' }));
    for (const [system, code] of [
      ['ENOSPC', 'NO_SPACE'],
      ['EDQUOT', 'NO_SPACE'],
      ['EIO', 'NOT_WRITTEN'],
    ] as const) {
      const open = files.open;
      const spy = jest.spyOn(files, 'open').mockImplementation(async (...args) => {
        if (args[1] !== 'wx') return open(...args);
        throw Object.assign(new Error(system), { code: system, errno: -1 });
      });
      expect(await refusal(zipOf(clip))).toMatchObject({ code });
      spy.mockRestore();
    }
  });

  (process.getuid?.() === 0 ? it.skip : it)('says when the folder may not be written', async () => {
    const { zip, folder } = placeOf(zipOf(clip));
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    await expect(unpackRavdess(zip, join(locked, 'x'))).rejects.toMatchObject({ code: 'NOT_WRITTEN' });
    chmodSync(locked, 0o700);
  });

  it('redoes it after a kill and takes away what the killed process left, but nothing of one that runs', async () => {
    const { zip, target, folder } = placeOf(zipOf(clip));
    const child = await killed();
    const left = `ravdess.unpacking-${host}-${child.pid}-x`;
    const running = `ravdess.unpacking-${host}-${process.pid}-x`;
    const elsewhere = 'ravdess.unpacking-otherhost-1-x';
    const longAgo = 'ravdess.unpacking-otherhost-2-x';
    for (const name of [left, running, elsewhere, longAgo])
      mkdirSync(join(folder, name, 'Actor_12'), { recursive: true });
    utimesSync(join(folder, longAgo), 1, 1);
    expect(await unpackRavdess(zip, target)).toMatchObject({ clips: 1 });
    expect(readdirSync(folder).sort()).toEqual(['clips.zip', 'ravdess', elsewhere, running].sort());
  });

  it('never shows a folder that is not whole, killed in the middle', async () => {
    const names = Array.from(
      { length: 60 },
      (_, index) => `03-01-08-0${1 + (index % 2)}-01-01-${String(1 + (index % 24)).padStart(2, '0')}.wav`,
    );
    const { zip, target, folder } = placeOf(zipOf(...new Set(names)));
    const program = join(__dirname, '..', 'programs', 'unpackForever.ts');
    const child = spawn(process.execPath, ['--conditions=@ser/source', '--import', 'tsx', program, zip, target], {
      cwd: join(__dirname, '../../../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((done) => child.stdout.once('data', done)); // some clips are written
    child.kill('SIGKILL');
    await new Promise((done) => child.once('close', done));
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(folder).some((name) => name.startsWith('ravdess.unpacking-'))).toBe(true);
    const { clips } = await unpackRavdess(zip, target);
    expect(clips).toBe(24);
    expect(readdirSync(folder).sort()).toEqual(['clips.zip', 'ravdess']);
  });

  it.each([
    ['zipPath', ['', 'x'], {}],
    ['folder', ['x', 7], {}],
    ['maxClipBytes', ['x', 'y'], { maxClipBytes: 0 }],
    ['maxTotalBytes', ['x', 'y'], { maxTotalBytes: Number.NaN }],
  ])('refuses a bad %s', async (name, [zip, folder], options) => {
    await expect(unpackRavdess(zip as string, folder as string, options)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(`unpackRavdess: ${name} is `),
    });
  });
});

/** A process that ended. */
async function killed(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((done) => child.once('close', done));
  return child;
}
