/** A new augmentation as a package: `npm run new:augmentation -- NAME [--standalone DIR]`. */
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { newAugmentation } from './newAugmentation';

const usage = 'npm run new:augmentation -- NAME [--standalone DIR], NAME in words such as mains-hum';

try {
  const { values, positionals } = parseArgs({ options: { standalone: { type: 'string' } }, allowPositionals: true });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new Error('one name was expected');
  const { standalone } = values;
  const made = newAugmentation({ name, ...(standalone === undefined ? {} : { standalone: resolve(standalone) }) });
  const folder = relative(process.cwd(), made.folder);
  const next =
    standalone === undefined
      ? `npm install && npm test -w ${made.package}; CONTRIBUTING says what else belongs to it`
      : `cd ${folder} && npm install && npm test`;
  console.log(`${made.package} with ${made.name} lies in ${folder}\nNext: ${next}`);
} catch (error) {
  console.error(`${(error as Error).message}\nUsage: ${usage}`);
  process.exitCode = 1;
}
