import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serveFolder } from './serveFolder';

/**
 * Outputs of the model in a folder, served over HTTP, in a process of its own that has TensorFlow.js' CPU backend and
 * none of our packages; its inputs are sin(1.3 index), [2, ...].
 */
export async function openPlain(folder: string): Promise<{ backend: string; y: number[] }> {
  const { url, close } = await serveFolder(folder);
  try {
    const program = join(__dirname, '..', 'programs', 'predictPlain.cjs');
    const { stdout } = await promisify(execFile)(process.execPath, [program, `${url}/model.json`]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!);
  } finally {
    await close();
  }
}
