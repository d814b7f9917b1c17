// npm run conformance: TensorFlow.js' suite in Node, on `cpu` and on `simd` (with `-- --threads N`, `-- --relaxed`).
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SuiteResult } from './results';
import { run } from './run';

const child = fileURLToPath(new URL('./nodeChild.cjs', import.meta.url));

await run(`conformance, Node ${process.versions.node}`, 'node', async (bundle, backendName, options) => {
  // Some specs print; that belongs beside the bundle, not between our lines.
  const log = join(dirname(bundle), `${backendName}.log`);
  const output = openSync(log, 'w');
  const runner = fork(child, [bundle, backendName, JSON.stringify(options)], {
    stdio: ['ignore', output, output, 'ipc'],
    execArgv: [],
  });
  let result: SuiteResult | undefined;
  runner.on('message', (message) => {
    result = message as SuiteResult;
  });
  const [code, signal] = await once(runner, 'exit');
  if (!result || code !== 0) {
    throw new Error(`conformance: the run on ${backendName} ended with ${signal ?? code} before its end; see ${log}`);
  }
  return result;
});
