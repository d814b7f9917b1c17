import { useSimdBackend } from '@ser/backend-simd';
import { loadBundle } from '@ser/recognizer';
import { tone } from '../support/tones';

/** What the test asks a page for: the probabilities of some clips, whole and as a stream. */
async function recognize(url: string): Promise<number[][]> {
  await useSimdBackend();
  const recognizer = await loadBundle(url);
  const results = [];
  for (const label of ['low', 'middle', 'high'] as const) {
    results.push(await recognizer.recognize(tone(label, 3, 22_050, 40)));
    results.push(...(await recognizer.timeline(tone(label, 4, 44_100, 41))));
  }
  recognizer.dispose();
  return results.map(({ probabilities }) => Object.values(probabilities));
}

Object.assign(globalThis, { recognize });
