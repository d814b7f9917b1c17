import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CorpusError } from '../errors';
import { LICENCE, ZIP_MD5 } from '../ravdess';
import { writeError } from './disk';
import { fetchFile, forgetFile } from './fetchFile';
import { requireAbsent } from './makeFolder';
import { type ObtainProgress, throwIfAborted } from './progress';
import { type UnpackedRavdess, unpackRavdess } from './unpackRavdess';

export interface DownloadRavdessOptions {
  /** That you agree to the clips' licence, CC BY-NC-SA 4.0. */
  readonly consent: true;
  /** Of the zip. Default the publisher's, at zenodo.org. */
  readonly url?: string;
  /** Of the zip, 32 hexadecimal digits. Default the publisher's, bc696df654c87fed845eb13823edef8a. */
  readonly md5?: string;
  /** Called for each piece fetched, checked and unpacked. */
  readonly onProgress?: (progress: ObtainProgress) => void;
  /** Stops it; what was fetched stays for the next call. */
  readonly signal?: AbortSignal;
  /** Default the global one. */
  readonly fetch?: typeof fetch;
  /** Seconds before each further try, starting again when one brought new bytes. Default 1, 2, 5, 15, 30, 60. */
  readonly waits?: readonly number[];
  /** Seconds without a byte until a connection is given up. Default 60. */
  readonly idleSeconds?: number;
}

const URL_OF_ZIP = 'https://zenodo.org/records/1188976/files/Audio_Speech_Actors_01-24.zip?download=1';
/** Of the publisher's zip: what has another length need not be fetched to its end. */
const ZIP_BYTES = 208_468_073;

/**
 * Fetches the speech of RAVDESS from its publisher, 208 MB, and unpacks it with {@link unpackRavdess} (0.6 GB).
 *
 * The zip lies in `FOLDER.zip.partial` until it is unpacked. A connection that breaks is resumed, by the next call too,
 * as long as the server has the same file (If-Range); length and MD5 are checked before anything is unpacked. One call at
 * a time for a folder.
 *
 * @param folder to be made; it must not exist, or be empty
 * @throws {CorpusError} `NO_CONSENT`; `NOT_FETCHED` when the server gives no file or another one; `WRONG_CHECKSUM` (the
 * file is then deleted); `EXISTS`, `NO_SPACE`, `NOT_WRITTEN`, `ABORTED`, `INVALID_ARGUMENT`; those of `unpackRavdess`
 * @example
 * const { folder } = await downloadRavdess('data/ravdess', { consent: true }); // to CC BY-NC-SA 4.0
 */
export async function downloadRavdess(folder: string, options: DownloadRavdessOptions): Promise<UnpackedRavdess> {
  const caller = 'downloadRavdess';
  if (options?.consent !== true) {
    const terms = 'use it for nothing commercial, name its authors, share what you make of it under the same terms';
    const text =
      `${caller}: RAVDESS is licensed ${LICENCE} (https://creativecommons.org/licenses/by-nc-sa/4.0/): ${terms}. ` +
      'If you agree, call with { consent: true }';
    throw new CorpusError('NO_CONSENT', text);
  }
  const { url = URL_OF_ZIP, md5 = ZIP_MD5, waits = [1, 2, 5, 15, 30, 60], idleSeconds = 60, signal } = options;
  const expect = (isRight: boolean, name: string, value: unknown, expected: string) => {
    if (isRight) return;
    throw new CorpusError('INVALID_ARGUMENT', `${caller}: ${name} is ${JSON.stringify(value)}; ${expected} expected`);
  };
  const isTime = (value: unknown) => typeof value === 'number' && value >= 0 && value < 1e6;
  expect(typeof folder === 'string' && folder !== '', 'folder', folder, 'a path');
  expect(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), 'url', url, 'an address with http or https');
  expect(/^[0-9a-f]{32}$/i.test(md5), 'md5', md5, '32 hexadecimal digits');
  expect(Array.isArray(waits) && waits.every(isTime), 'waits', waits, 'an array of seconds');
  expect(isTime(idleSeconds) && idleSeconds > 0, 'idleSeconds', idleSeconds, 'seconds above 0');

  const target = resolve(folder);
  const path = `${target}.zip.partial`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await requireAbsent(target, caller);
  } catch (error) {
    throw error instanceof CorpusError ? error : writeError(error, `${caller}: writing "${target}"`);
  }
  await fetchFile({
    url,
    path,
    folder: dirname(target),
    bytes: md5 === ZIP_MD5 ? ZIP_BYTES : undefined,
    fetch: options.fetch ?? fetch,
    waits,
    idleSeconds,
    signal,
    onBytes: (doneBytes, totalBytes) => options.onProgress?.({ step: 'download', doneBytes, totalBytes }),
    caller,
  });
  const found = await md5Of(path, options);
  if (found !== md5.toLowerCase()) {
    await forgetFile(path);
    const text =
      `${caller}: what "${url}" gave has the md5 ${found}; ${md5.toLowerCase()} was expected. The file is deleted: ` +
      'call again, and if it is the same once more, the server has another file';
    throw new CorpusError('WRONG_CHECKSUM', text);
  }
  const unpacked = await unpackRavdess(path, target, { onProgress: options.onProgress, signal });
  await forgetFile(path);
  return unpacked;
}

async function md5Of(path: string, { signal, onProgress }: DownloadRavdessOptions): Promise<string> {
  const totalBytes = (await stat(path)).size;
  const hash = createHash('md5');
  const file = createReadStream(path, { highWaterMark: 2 ** 20 });
  let doneBytes = 0;
  for await (const chunk of file as AsyncIterable<Buffer>) {
    throwIfAborted(signal, 'downloadRavdess');
    hash.update(chunk);
    doneBytes += chunk.length;
    onProgress?.({ step: 'check', doneBytes, totalBytes });
  }
  return hash.digest('hex');
}
