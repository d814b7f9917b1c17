import { createInterface } from 'node:readline';
import type { Answers, Request, Timed } from '../protocol';

/** What a calculator computes; a result is arrays, or objects that hold some. */
export type Calculations = Readonly<Record<string, (() => unknown) | undefined>>;

/** Answers the requests on standard input, a line each, until it ends. */
export async function answerRequests(title: string, calculations: Calculations): Promise<void> {
  const print = (answer: Partial<Answers>) => console.log(JSON.stringify(answer));
  print({ title });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      print(await answerTo(JSON.parse(line) as Request, calculations));
    } catch (error) {
      print({ error: String(error) });
    }
  }
}

async function answerTo(request: Request, calculations: Calculations): Promise<Partial<Answers>> {
  const what = 'check' in request ? request.check : request.time;
  const run = calculations[what];
  if (run === undefined) throw new Error(`no calculation is called ${what}`);
  if ('time' in request) return { timed: await timesOf(run, request.ms) };
  return {
    arrays: arraysIn(await run()).map((array) =>
      Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64'),
    ),
  };
}

async function timesOf(run: () => unknown, ms: number): Promise<Timed> {
  const times: number[] = [];
  const before = process.cpuUsage();
  let processor = 0;
  do {
    const began = performance.now();
    const result = run();
    // A wait for what is there already would add to the shortest cases.
    if (result instanceof Promise) await result;
    times.push(performance.now() - began);
    const { user, system } = process.cpuUsage(before);
    processor = (user + system) / 1000;
  } while (processor < ms);
  return { times, processor: processor / times.length };
}

/** The arrays of a clip, a matrix, a pitch track, a list of them, in order. */
function arraysIn(result: unknown): Float32Array[] {
  if (result instanceof Float32Array) return [result];
  return typeof result === 'object' && result !== null ? Object.values(result).flatMap(arraysIn) : [];
}
