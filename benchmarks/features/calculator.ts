import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Command, reasonIn } from '../training/runFresh';
import type { Answers, Request, Timed } from './protocol';

/** A process that computes the cases, ours or a peer's; it waits between two requests. */
export interface Calculator {
  readonly title: string;
  arrays(what: string): Promise<Float32Array[]>;
  /** As many runs as `ms` of processor time have room for. */
  time(what: string, ms: number): Promise<Timed>;
  end(): void;
}

/** Starts one, `input` as JSON its last argument; rejects with a sentence when it does not come up. */
export async function startCalculator({ program, args, env }: Command, input: object): Promise<Calculator> {
  const child = spawn(program, [...args, JSON.stringify(input)], { env: { ...process.env, ...env } });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('close', (status) => reject(new Error(reasonIn(complaint) || `ended by status ${status}`)));
  });
  // A request to one that has ended: `close` says why.
  child.stdin.on('error', () => undefined);
  // Between requests nobody waits for it.
  failed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function answer<Key extends keyof Answers>(key: Key): Promise<Answers[Key]> {
    const next = lines.next().then(({ value, done }) => (done ? failed : String(value)));
    const answer = JSON.parse(await Promise.race([next, failed])) as Partial<Answers>;
    const value = answer[key];
    if (value === undefined) throw new Error(reasonIn(answer.error ?? `no ${key} in its answer`));
    return value;
  }
  const send = (request: Request) => child.stdin.write(`${JSON.stringify(request)}\n`);

  return {
    title: await answer('title'),
    async arrays(what) {
      send({ check: what });
      return (await answer('arrays')).map(
        (text) => new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer),
      );
    },
    time(what, ms) {
      send({ time: what, ms });
      return answer('timed');
    },
    end: () => child.stdin.end(),
  };
}
