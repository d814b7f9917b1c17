// Run by compare.py: our features and augmentations of librosa's own waveforms beside librosa's results.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pitchShift, timeStretch } from '@ser/augment';
import { report162, reportMfcc } from '@ser/features';

const folder = process.argv[2] ?? '.';
const sampleRate = 22050;

function read(name: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(join(folder, `${name}.f32`))).buffer);
}

function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): { absolute: number; largest: number; decibels: number } {
  let absolute = 0;
  let largest = 0;
  let signal = 0;
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs((actual[i] ?? Number.NaN) - (expected[i] as number));
    absolute = gap <= absolute ? absolute : gap;
    largest = Math.max(largest, Math.abs(expected[i] as number));
    signal += (expected[i] as number) ** 2;
    error += gap * gap;
  }
  return { absolute, largest, decibels: 10 * Math.log10(signal / error) };
}

const blocks = { zcr: [0, 1], chroma: [1, 13], mfcc: [13, 33], rms: [33, 34], mel: [34, 162] } as const;
const clips: string[] = JSON.parse(readFileSync(join(folder, 'clips.json'), 'utf8'));
const short = (value: number) => value.toExponential(1);
console.log(`| clip | ${Object.keys(blocks).join(' | ')} | MFCC image | stretch | dB | pitch of librosa's stretch | dB |`);
console.log(`|${'---|'.repeat(11)}`);
const worst = new Array<number>(10).fill(0);
for (const id of clips) {
  const samples = read(id);
  const features = report162({ samples, sampleRate });
  const expected = read(`${id}.features`);
  const relative = Object.values(blocks).map(([from, to]) => {
    const { absolute, largest } = difference(features.subarray(from, to), expected.subarray(from, to));
    return absolute / largest;
  });
  const mfcc = read(`${id}.mfcc`);
  const image = difference(reportMfcc({ samples: read(`${id}.image`), sampleRate }).data.subarray(0, mfcc.length), mfcc.subarray(0, 4480));
  const stretched = read(`${id}.timeStretch`);
  const stretch = timeStretch({ rate: 0.8 });
  const ours = stretch.render({ samples, sampleRate }, { rate: 0.8 }).samples;
  const stretchGap = difference(ours, stretched);
  const shifted = pitchShift({ nSteps: 0.7 }).render({ samples: stretched, sampleRate }, { nSteps: 0.7 }).samples;
  const pitchGap = difference(shifted, read(`${id}.stretchThenPitch`));
  const row = [...relative, image.absolute, stretchGap.absolute, stretchGap.decibels, pitchGap.absolute, pitchGap.decibels];
  row.forEach((value, i) => {
    worst[i] = i === 7 || i === 9 ? Math.min(worst[i] || Number.POSITIVE_INFINITY, value) : Math.max(worst[i] as number, value);
  });
  print(id, row);
}
print('worst', worst);

function print(name: string, row: number[]): void {
  const cells = row.map((value, i) => (i === 7 || i === 9 ? value.toFixed(1) : short(value)));
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
