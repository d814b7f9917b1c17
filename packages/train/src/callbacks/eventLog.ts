import { mkdir, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallbackState } from '../callback';
import { TrainError } from '../errors';
import { type AppendedFile, appendedFile } from './appendedFile';
import { eventRecord } from './eventRecord';

/** A figure to show. */
export interface ScalarEvent {
  readonly tag: string;
  readonly value: number;
  readonly step: number;
}

/** One event file of TensorBoard's, made by the first event. */
export interface EventLog {
  write(events: readonly ScalarEvent[]): Promise<void>;
  saveState(): Promise<CallbackState>;
  restoreState(state: CallbackState): Promise<void>;
}

/** @param now - milliseconds since 1970 */
export function eventLog(folder: string, now: () => number): EventLog {
  let name: string | undefined;
  let file: AppendedFile | undefined;
  const openFile = (fileName: string): AppendedFile => {
    name = fileName;
    file = appendedFile('tensorBoard', join(folder, fileName), { append: true });
    return file;
  };
  return {
    async write(events) {
      const seconds = now() / 1000;
      const target = file ?? openFile(await reserveName(folder, seconds));
      const records = events.map((event) => eventRecord(seconds, event));
      if ((await target.begin()) === 0) records.unshift(eventRecord(seconds, { fileVersion: 'brain.Event:2' }));
      await target.write(Buffer.concat(records));
    },
    async saveState() {
      return { json: { name: name ?? null, file: (await file?.saveState())?.json ?? null } };
    },
    async restoreState({ json }) {
      const saved = json as { name?: unknown; file?: unknown } | null | undefined;
      if (saved?.name === null) return;
      if (typeof saved?.name !== 'string' || basename(saved.name) !== saved.name) {
        throw new TrainError(
          'CHECKPOINT_MISMATCH',
          `tensorBoard: the state to go on from has name=${JSON.stringify(saved?.name)}; expected a file name as saveState of a tensorBoard gave it. Resume with the same callbacks in the same order`,
        );
      }
      await openFile(saved.name).restoreState({ json: saved.file });
    },
  };
}

/** Makes an empty event file under a name of its own; TensorBoard reads a folder's files in the order of their names. */
async function reserveName(folder: string, seconds: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let index = 0; ; index++) {
    const name = `events.out.tfevents.${String(Math.floor(seconds)).padStart(10, '0')}.${index}.v2`;
    try {
      await (await open(join(folder, name), 'wx')).close();
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
