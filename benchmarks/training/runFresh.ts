import { spawn } from 'node:child_process';
import type { Outcome } from './tasks';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program in a process of its own and returns the outcome it prints last; rejects with one sentence why not. */
export function runFresh({ program, args, env }: Command, limitSeconds: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limitSeconds * 1000);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (late) reject(new Error(`not done within ${limitSeconds} s`));
      else if (status !== 0) reject(new Error(reasonIn(err || out) || `ended by ${signal ?? `status ${status}`}`));
      else resolve(JSON.parse(out.trim().split('\n').at(-1) ?? '') as Outcome);
    });
  });
}

/** The sentence of an error among the lines a failed program leaves, without paths of this machine. */
export function reasonIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const line =
    lines.find((candidate) => /^(Uncaught )?\w*(Error|Exception)\b.*: /.test(candidate)) ?? lines.findLast(Boolean);
  const plain = (line ?? '').replace(/(?:file:\/\/)?\/[\w@.+-]+(?:\/[\w@.+-]+)+/g, '…').replace(/\|/g, '/');
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain;
}
