import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

it("the README's example runs as it stands", () => {
  const folder = join(__dirname, '..');
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(folder, 'README.md'), 'utf8'))!;
  expect(code!.trim().split('\n').length).toBeLessThanOrEqual(12);
  // Beside the package's own tests, so that its imports are found as a user's would be.
  const file = join(__dirname, `readme-${process.pid}.example.ts`);
  writeFileSync(file, code!);
  try {
    const flags = ['--conditions=@ser/source', '--import', 'tsx'];
    const printed = execFileSync(process.execPath, [...flags, file], { cwd: folder, encoding: 'utf8' });
    expect(printed).toMatch(/^\[ 162 \] 16 \[ .*'calm'.* \]\n[0-9a-f]{64}\n$/s);
  } finally {
    rmSync(file);
  }
});
