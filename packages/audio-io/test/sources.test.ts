import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ReadableStream as WebStream } from 'node:stream/web';
import { pathToFileURL } from 'node:url';
import { type ByteSource, decode, encodeWav, load, probe } from '../src';
import { errorOf } from './support/errorOf';
import { serveFile } from './support/rangeServer';

const samples = Float32Array.from({ length: 4410 }, (_, i) => ((i * 37) % 2000) / 2000 - 0.5);
const bytes = encodeWav({ samples, sampleRate: 44100 }, { bitDepth: '32f' });
const folder = mkdtempSync(join(tmpdir(), 'ser-audio-io-'));
const path = join(folder, 'clip.wav');
writeFileSync(path, bytes);
afterAll(() => rmSync(folder, { recursive: true }));

async function* pieces(size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const copy = () => bytes.slice();
const sources: [string, () => ByteSource][] = [
  ['a path', () => path],
  ['a file URL', () => pathToFileURL(path)],
  ['an ArrayBuffer', () => copy().buffer],
  ['a Uint8Array that is a part of its memory', () => new Uint8Array([9, ...bytes, 9]).subarray(1, 1 + bytes.length)],
  ['a Buffer', () => Buffer.from(bytes)],
  ['a DataView', () => new DataView(copy().buffer)],
  ['an Int8Array', () => new Int8Array(copy().buffer)],
  ['a Uint16Array', () => new Uint16Array(copy().buffer)],
  ['a SharedArrayBuffer', () => shared()],
  ['a Blob', () => new Blob([bytes])],
  ['a File', () => new File([bytes], 'clip.wav')],
  ['a Node Readable of a file', () => createReadStream(path, { highWaterMark: 777 })],
  ['a Node Readable', () => Readable.from(pieces())],
  ['a web ReadableStream', () => new Blob([bytes]).stream() as ReadableStream<Uint8Array>],
  ['a web stream that is no async iterable', () => withoutIterator(new Blob([bytes]).stream())],
  ['an async iterable of Uint8Arrays', () => pieces(1)],
  ['an async iterable of ArrayBuffers', () => buffers() as unknown as AsyncIterable<Uint8Array>],
];

function shared(): ArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer as unknown as ArrayBuffer;
}

function withoutIterator(stream: unknown): ReadableStream<Uint8Array> {
  const { getReader } = stream as ReadableStream<Uint8Array>;
  return { getReader: getReader.bind(stream) } as unknown as ReadableStream<Uint8Array>;
}

async function* buffers() {
  for await (const piece of pieces()) yield piece.slice().buffer;
}

describe.each(sources)('%s', (_, source) => {
  it('is loaded, in part too, and probed', async () => {
    expect((await load(source(), { sampleRate: null })).samples).toEqual(samples);
    const part = await load(source(), { sampleRate: null, offset: 0.01, duration: 0.05 });
    expect(part.samples).toEqual(samples.subarray(441, 441 + 2205));
    expect(await probe(source())).toMatchObject({ format: 'wav', samples: 4410 });
  });
});

it('decode takes bytes of every kind', async () => {
  for (const input of [
    bytes,
    copy().buffer,
    Buffer.from(bytes),
    new DataView(copy().buffer),
    new Uint16Array(copy().buffer),
  ])
    expect((await decode(input)).channels[0]).toEqual(samples);
});

describe('a URL', () => {
  it('is fetched by one request when all of it is wanted', async () => {
    const server = await serveFile(path);
    expect((await load(new URL(server.url), { sampleRate: null })).samples).toEqual(samples);
    expect(server.requests).toEqual(['whole']);
    server.close();
  });

  it.each([
    ['answers no ranges', { status: 200 }],
    ['does not say what range it answers', { status: 206 }],
    [
      'packs what it answers',
      { status: 206, 'Content-Encoding': 'identity', 'Content-Range': `bytes 0-9/${bytes.length}` },
    ],
  ])('is fetched whole when the server %s', async (_, { status, ...headers }) => {
    const server = await serveFile(path, (request, response) => {
      if (request.headers.range === undefined) return false;
      response.writeHead(status, headers as Record<string, string>);
      response.end(status === 200 ? bytes : bytes.subarray(0, 10));
      return true;
    });
    const part = await load(server.url, { sampleRate: null, duration: 0.05 });
    expect(part.samples).toEqual(samples.subarray(0, 2205));
    server.close();
  });

  it('says the status, and names the URL', async () => {
    const server = await serveFile(path, (_, response) => {
      response.writeHead(404).end();
      return true;
    });
    const error = await errorOf(() => load(server.url));
    expect([error.code, error.message]).toEqual([
      'UNREADABLE',
      `${server.url} could not be read: status 404 Not Found`,
    ]);
    server.close();
  });

  it('says that a web page came instead of audio', async () => {
    for (const page of ['<!DOCTYPE html><html>', '\n <html lang="en">', '\ufeff<!doctype HTML>']) {
      const error = await errorOf(() => load(`data:text/html,${encodeURIComponent(page)}`));
      expect([error.code, error.message]).toEqual(['UNKNOWN_FORMAT', expect.stringContaining('web page (HTML)')]);
    }
  });

  it.each([
    ['another version', '"2"', ''],
    ['another length', '"1"', '7'],
  ])('says that the file changed between two ranges: %s', async (_, etag, size) => {
    const big = join(folder, 'big.wav');
    const content = encodeWav({ samples: new Float32Array(600_000), sampleRate: 44100 });
    writeFileSync(big, content);
    let answers = 0;
    const server = await serveFile(big, (request, response) => {
      if (answers++ === 0) return false;
      const range = `${request.headers.range!.replace('=', ' ')}/${size || content.length}`;
      response.writeHead(206, { 'Content-Range': range, ETag: etag });
      response.end();
      return true;
    });
    const error = await errorOf(() => load(server.url, { offset: 5, duration: 1 }));
    expect([error.code, error.message]).toEqual([
      'UNREADABLE',
      expect.stringContaining('it changed while it was read'),
    ]);
    server.close();
  });

  it('stops at maxBytes, whatever the server says', async () => {
    const server = await serveFile(path, (_, response) => {
      const more = () => void (response.destroyed || response.write(Buffer.alloc(10_000), more));
      more();
      return true;
    });
    const error = await errorOf(() => load(server.url, { maxBytes: 1_000_000 }));
    expect([error.code, error.message]).toEqual(['TOO_LARGE', expect.stringContaining('1,000,000 bytes, the limit')]);
    server.close();
  });
});

describe('a stream', () => {
  it('is left when it grows beyond maxBytes', async () => {
    let isLeft = false;
    async function* endless() {
      try {
        for (;;) yield new Uint8Array(50_000);
      } finally {
        isLeft = true;
      }
    }
    const error = await errorOf(() => load(endless(), { maxBytes: 200_000 }));
    expect([error.code, isLeft]).toEqual(['TOO_LARGE', true]);
  });

  it('that yields something else than bytes, fails, or ends early is said so', async () => {
    const text = await errorOf(() => load(Readable.from(['RIFF'])));
    expect([text.code, text.message]).toEqual(['INVALID_ARGUMENT', expect.stringContaining('yields [object String]')]);
    const broken = new WebStream({
      pull() {
        throw new Error('cable pulled');
      },
    });
    const failed = await errorOf(() => load(broken as unknown as ReadableStream));
    expect([failed.code, failed.message]).toEqual(['UNREADABLE', 'the stream could not be read: cable pulled']);
    expect((await errorOf(() => load(Readable.from([])))).code).toBe('EMPTY');
  });
});

describe('signal', () => {
  const reason = new Error('the user left');

  it('that is raised already stops every source', async () => {
    for (const source of [path, bytes, Readable.from(pieces()), `data:audio/wav,x`]) {
      const error = await errorOf(() => load(source, { signal: AbortSignal.abort(reason) }));
      expect([error.code, error.cause]).toEqual(['ABORTED', reason]);
      expect((await errorOf(() => probe(source, { signal: AbortSignal.abort(reason) }))).code).toBe('ABORTED');
    }
  });

  it.each(['that never yields', 'that never answers'])('stops a source %s', async (what) => {
    const controller = new AbortController();
    const server = await serveFile(path, () => true);
    const silent: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    };
    const loading = errorOf(() => load(what.endsWith('yields') ? silent : server.url, { signal: controller.signal }));
    setTimeout(() => controller.abort(reason), 20);
    const error = await loading;
    expect([error.code, error.cause]).toEqual(['ABORTED', reason]);
    server.close();
  });
});

describe('what is no source', () => {
  it.each([
    [new Float32Array(10), /Float array: samples, not the bytes of a file/],
    [7, /source is \[object Number\]; a path, URL/],
    [{}, /source is \[object Object\]/],
    [[1, 2], /source is \[object Array\]/],
    [undefined, /source is \[object Undefined\]/],
  ])('%p is refused', async (source, message) => {
    for (const run of [() => load(source as string), () => probe(source as string)]) {
      const error = await errorOf(run);
      expect([error.code, error.message]).toEqual(['INVALID_ARGUMENT', expect.stringMatching(message)]);
    }
  });

  it('limits that are none are refused', async () => {
    for (const maxBytes of [0, 65_535, 2 ** 31 + 1, Number.NaN]) {
      expect((await errorOf(() => load(bytes, { maxBytes }))).message).toContain('65,536 to 2,147,483,648 expected');
    }
  });
});

it('errors begin with the name of the file', async () => {
  const broken = join(folder, 'broken.wav');
  writeFileSync(broken, bytes.subarray(0, 30));
  const error = await errorOf(() => load(broken));
  expect(error).toMatchObject({ code: 'MALFORMED', source: broken, byteOffset: 20 });
  expect(error.message.startsWith(`${broken}: fmt chunk at byte 12`)).toBe(true);
  const file = await errorOf(() => probe(new File([bytes.subarray(0, 30)], 'mine.wav')));
  expect(file.message.startsWith('mine.wav: ')).toBe(true);
});
