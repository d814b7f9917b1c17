/**
 * Records the losses of our own `fit` in packages/train/test/golden/fitCurves.json, so that a change of them is seen:
 *     node --conditions=@ser/source --import tsx tools/golden/fitCurves.ts
 * The one file there that no independent tool made. That the numbers are right is what lossCurves.json and tools/parity show.
 */
import { writeFileSync } from 'node:fs';
import { useSimdBackend } from '@ser/backend-simd';
import { fitCurve, fitCurveNames } from '../../packages/train/test/support/fitCurves';

await useSimdBackend({ threads: 1 });
const curves: Record<string, number[]> = {};
for (const name of fitCurveNames) curves[name] = await fitCurve(name);
writeFileSync(
  new URL('../../packages/train/test/golden/fitCurves.json', import.meta.url),
  `${JSON.stringify(curves, null, 1)}\n`,
);
