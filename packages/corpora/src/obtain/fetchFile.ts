import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CorpusError } from '../errors';
import { requireSpace, writeError } from './disk';
import { throwIfAborted } from './progress';

export interface FetchFileRequest {
  readonly url: string;
  /** Of the file to be made; what is known of it lies in `PATH.json` beside it. Its folder must exist. */
  readonly path: string;
  /** Folder of `path`, asked for free space. */
  readonly folder: string;
  /** Absent: what the server says. */
  readonly bytes: number | undefined;
  readonly fetch: typeof fetch;
  /** Seconds before each further try; the count starts again when a try brought new bytes. */
  readonly waits: readonly number[];
  /** A connection that brings nothing for so long is given up. */
  readonly idleSeconds: number;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (doneBytes: number, totalBytes: number | undefined) => void;
  readonly caller: string;
}

/** Why a try failed that may succeed another time. */
interface Problem {
  readonly reason: string;
  /** What the server asks for. */
  readonly waitSeconds?: number;
}

/** Of which file on the server the partial one is a part. */
interface PartialState {
  readonly url: string;
  readonly bytes: number | undefined;
  /** A strong ETag or the date of the last change, for If-Range. */
  readonly validator: string | undefined;
}

/** Where no length is known. */
const MOST_BYTES = 2 ** 31;
const LONGEST_WAIT = 120;

/**
 * Fetches a file to disk, going on where an earlier try or call ended: by Range with If-Range, so that parts of two
 * different files never meet. Only its length is checked.
 *
 * @throws {CorpusError} `NOT_FETCHED`, `NO_SPACE`, `NOT_WRITTEN`, `ABORTED`
 */
export async function fetchFile(request: FetchFileRequest): Promise<void> {
  const { path, url, waits, signal, caller } = request;
  let furthest = await sizeOf(path);
  for (let failures = 0; ; failures++) {
    throwIfAborted(signal, caller);
    const problem = await attempt(request);
    if (problem === undefined) return;
    throwIfAborted(signal, caller);
    const reached = await sizeOf(path);
    if (reached > furthest) failures = 0;
    furthest = Math.max(furthest, reached);
    const wait = waits[failures];
    if (wait === undefined) {
      const kept = reached > 0 ? `; ${reached} bytes are kept in "${path}", and the same call goes on from there` : '';
      const text = `${caller}: "${url}" failed ${failures + 1} times in a row: ${problem.reason}${kept}`;
      throw new CorpusError('NOT_FETCHED', text);
    }
    const seconds = Math.min(Math.max(wait, problem.waitSeconds ?? 0), LONGEST_WAIT);
    await sleep(seconds * 1000, undefined, { signal }).catch(() => throwIfAborted(signal, caller));
  }
}

/** Deletes a partial file and what is known of it. */
export async function forgetFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(stateFile(path), { force: true });
}

/** One request. Gives nothing when the file is whole. */
async function attempt(request: FetchFileRequest): Promise<Problem | undefined> {
  const { url, path, signal, caller } = request;
  const state = await readState(request);
  const size = await sizeOf(path);
  if (state?.bytes !== undefined && size === state.bytes) return undefined;
  // Without a validator nobody can tell whether the rest belongs to the same file.
  const have = state?.validator === undefined ? 0 : size;
  const idle = idleTimer(request.idleSeconds);
  try {
    let response: Response;
    try {
      response = await request.fetch(url, {
        headers: {
          // Lengths and ranges are those of the bytes themselves.
          'accept-encoding': 'identity',
          ...(have > 0 ? { range: `bytes=${have}-`, 'if-range': state!.validator! } : {}),
        },
        signal: signal === undefined ? idle.signal : AbortSignal.any([signal, idle.signal]),
      });
    } catch (error) {
      return { reason: reasonOf(error, idle.signal) };
    }
    const part = response.status === 206 ? contentRange(response) : undefined;
    if (response.status === 200 || (part !== undefined && part.start === have && isSameFile(response, part, state))) {
      return await receive(
        request,
        response,
        have > 0 && part !== undefined ? { have, state: state! } : undefined,
        idle,
      );
    }
    await response.body?.cancel().catch(() => undefined);
    if (response.status === 206 || response.status === 416) {
      // All of it was here, and the server had not said so.
      if (response.status === 416 && response.headers.get('content-range') === `bytes */${have}`) return undefined;
      await forgetFile(path);
      return { reason: `it answered ${response.status} with a part that does not fit the ${have} bytes at hand` };
    }
    const answer = `${response.status} ${response.statusText}`.trim();
    if (![408, 425, 429].includes(response.status) && response.status < 500) {
      const cure = 'Look at the address in a browser; a zip fetched by hand is read by unpackRavdess';
      throw new CorpusError('NOT_FETCHED', `${caller}: "${url}" answered ${answer}. ${cure}`);
    }
    const after = Number(response.headers.get('retry-after') ?? 0);
    return { reason: `it answered ${answer}`, waitSeconds: Number.isFinite(after) ? after : 0 };
  } finally {
    idle.stop();
  }
}

/** Writes a response's body behind what is at hand, or from the start. */
async function receive(
  request: FetchFileRequest,
  response: Response,
  resumed: { have: number; state: PartialState } | undefined,
  idle: IdleTimer,
): Promise<Problem | undefined> {
  const { url, path, caller } = request;
  const todo = `${caller}: writing "${path}"`;
  const length = response.headers.get('content-length');
  const announced = resumed ? resumed.state.bytes : length === null ? undefined : Number(length);
  if (request.bytes !== undefined && announced !== undefined && announced !== request.bytes) {
    await response.body?.cancel().catch(() => undefined);
    const text = `${caller}: "${url}" offers ${announced} bytes where ${request.bytes} are expected: it is another file, or a page`;
    throw new CorpusError('NOT_FETCHED', text);
  }
  const total = announced ?? request.bytes;
  let at = resumed?.have ?? 0;
  await requireSpace(request.folder, (total ?? 0) - at, todo);
  const file = await writing(todo, () => open(path, resumed ? 'r+' : 'w'));
  try {
    if (!resumed) {
      const state: PartialState = { url, bytes: announced, validator: validatorOf(response) };
      await writing(todo, () => writeFile(stateFile(path), JSON.stringify(state)));
    }
    const reader = response.body?.getReader();
    for (;;) {
      let chunk: Uint8Array | undefined;
      try {
        chunk = (await reader?.read())?.value;
      } catch (error) {
        return { reason: `${reasonOf(error, idle.signal)} at byte ${at}` };
      }
      if (chunk === undefined) break;
      idle.touch();
      if (at + chunk.length > (total ?? MOST_BYTES)) {
        await reader?.cancel().catch(() => undefined);
        await forgetFile(path);
        return { reason: `it sent more than ${total ?? MOST_BYTES} bytes` };
      }
      const [bytes, from] = [chunk, at];
      await writing(todo, () => writeAll(file, bytes, from));
      at += chunk.length;
      request.onBytes(at, total);
    }
  } finally {
    await file.close();
  }
  return total !== undefined && at < total ? { reason: `the connection ended at byte ${at} of ${total}` } : undefined;
}

async function writing<T>(todo: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw writeError(error, todo);
  }
}

/** At a position and not at the end, so that two processes that fetch one file write the same bytes to the same places. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

function stateFile(path: string): string {
  return `${path}.json`;
}

/** Nothing when the file is of another address, or when the note of it is damaged: then it is fetched from the start. */
async function readState({ path, url }: FetchFileRequest): Promise<PartialState | undefined> {
  try {
    const state = JSON.parse(await readFile(stateFile(path), 'utf8')) as PartialState;
    return state.url === url ? state : undefined;
  } catch {
    return undefined;
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path)
    .then(({ size }) => size)
    .catch(() => 0);
}

/** RFC 9110, 13.1.5: If-Range takes no weak ETag. */
function validatorOf({ headers }: Response): string | undefined {
  const etag = headers.get('etag');
  if (etag !== null && !etag.startsWith('W/')) return etag;
  return headers.get('last-modified') ?? undefined;
}

function contentRange({ headers }: Response): { start: number; total: number | undefined } | undefined {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  return match ? { start: Number(match[1]), total: match[2] === '*' ? undefined : Number(match[2]) } : undefined;
}

/** Some servers answer with a part whatever If-Range says. */
function isSameFile(response: Response, part: { total: number | undefined }, state: PartialState | undefined): boolean {
  if (part.total !== undefined && state?.bytes !== undefined && part.total !== state.bytes) return false;
  const validator = validatorOf(response);
  return validator === undefined || validator === state?.validator;
}

function reasonOf(error: unknown, idle: AbortSignal): string {
  if (idle.aborted) return (idle.reason as Error).message;
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? `${message} (${cause.message})` : message;
}

interface IdleTimer {
  readonly signal: AbortSignal;
  touch(): void;
  stop(): void;
}

function idleTimer(seconds: number): IdleTimer {
  const controller = new AbortController();
  const end = () => controller.abort(new Error(`nothing came for ${seconds} s`));
  let timer = setTimeout(end, seconds * 1000);
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(timer);
      timer = setTimeout(end, seconds * 1000);
    },
    stop: () => clearTimeout(timer),
  };
}
