import { spawnSync } from 'node:child_process';

/** The npm that runs this script, as a program and its first arguments: no shell, so the same on every system. */
export function npm(): [string, ...string[]] {
  const script = process.env.npm_execpath;
  return script === undefined ? ['npm'] : [process.execPath, script];
}

interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end and returns what it printed; throws with its whole output when it fails. */
export function run(command: readonly string[], { cwd, env }: RunOptions = {}): string {
  const [program, ...args] = command;
  if (program === undefined) throw new Error('run: the command is empty');
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: env ?? process.env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command.join(' ')}\nended with status ${status}\n${stdout}${stderr}`);
  return stdout;
}
