import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { SyntheticOptions } from '@ser/corpora';

const example = join(__dirname, '..', '..');

export interface Ended {
  /** null when a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface KillAt {
  /** Sent as soon as standard error holds this... */
  readonly line: RegExp;
  /** ...and this is sent. */
  readonly signal: NodeJS.Signals;
}

/** Runs a program as `npm start` does, from the repository's root: `file` lies in this example. */
export function run(file: string, options: readonly string[], killAt?: KillAt): Promise<Ended> {
  const argv = ['--conditions=@ser/source', '--import', 'tsx', join(example, file), ...options];
  const child = spawn(process.execPath, argv, {
    cwd: join(example, '..', '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr, sent] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    stdout += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
    if (killAt === undefined || sent || !killAt.line.test(stderr)) return;
    sent = true;
    child.kill(killAt.signal);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** A folder for `--data`: made-up voices as WAV files, named as RAVDESS names its clips. */
export async function writeCorpus(folder: string, options: SyntheticOptions): Promise<void> {
  const { status, stderr } = await run('test/support/writeCorpus.ts', [folder, JSON.stringify(options)]);
  if (status !== 0) throw new Error(`writeCorpus failed: ${stderr}`);
}
