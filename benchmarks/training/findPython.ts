import { spawnSync } from 'node:child_process';

/** An interpreter that has all modules: SER_PYTHON, or `python3`, or `python`. Throws a sentence when none has. */
export function findPython(...modules: string[]): string {
  const looking = `import importlib.util, sys; sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))`;
  const candidates = [process.env.SER_PYTHON, 'python3', 'python'].filter((path) => path !== undefined);
  const found = candidates.find((path) => {
    return spawnSync(path, ['-c', looking, ...modules]).status === 0;
  });
  if (found !== undefined) return found;
  throw new Error(
    `no Python with ${modules.join(' and ')} (looked at SER_PYTHON, python3, python); name one in SER_PYTHON`,
  );
}

/** The installed version of a Python package. */
export function pythonVersion(python: string, distribution: string): string {
  const { stdout } = spawnSync(
    python,
    ['-c', `from importlib.metadata import version; print(version('${distribution}'))`],
    {
      encoding: 'utf8',
    },
  );
  return stdout.trim();
}
