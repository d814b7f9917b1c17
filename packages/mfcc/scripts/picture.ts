// Writes docs/vowel.png: log-mel bands and MFCCs of the generated vowel. npm run picture -w @ser/mfcc
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { logMel, type Matrix, mfcc } from '@ser/mfcc';
import { SAMPLE_RATE, syntheticSignal } from '../../../tools/golden/signals';

const WIDTH = 760;
const GAP = 12;
const clip = { samples: syntheticSignal('vowel'), sampleRate: SAMPLE_RATE };
const frames = { nFft: 1024, hopLength: 128 };
const bands = logMel(clip, { ...frames, nMels: 96, ref: 'max', topDb: 60 });
const cepstrum = mfcc(clip, { ...frames, nMfcc: 20 });

/** From dark blue by green to yellow, t from 0 to 1 (viridis' corners). */
const STOPS = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const;
function colour(t: number): number[] {
  const place = Math.min(Math.max(t, 0), 1) * (STOPS.length - 1);
  const stop = Math.min(Math.floor(place), STOPS.length - 2);
  return STOPS[stop]!.map((from, i) => Math.round(from + (place - stop) * (STOPS[stop + 1]![i]! - from)));
}

/** Frames to the right, columns upward, each `scale` pixels high; the values from 0 to 1. */
function draw({ data, rows, cols }: Matrix, scale: number, level: (value: number, col: number) => number): number[][] {
  return Array.from({ length: cols * scale }, (_, y) => {
    const col = cols - 1 - Math.floor(y / scale);
    return Array.from({ length: WIDTH }, (_, x) => {
      const row = Math.floor((x * rows) / WIDTH);
      return colour(level(data[row * cols + col]!, col));
    }).flat();
  });
}

/** Each coefficient on a scale of its own: the first would hide the others. */
const ranges = Array.from({ length: cepstrum.cols }, (_, col) => {
  const column = cepstrum.data.filter((_, i) => i % cepstrum.cols === col);
  return { least: Math.min(...column), most: Math.max(...column) };
});
const lines = [
  ...draw(bands, 3, (decibels) => 1 + decibels / 60),
  ...Array.from({ length: GAP }, () => new Array<number>(3 * WIDTH).fill(255)),
  ...draw(cepstrum, 8, (value, col) => (value - ranges[col]!.least) / (ranges[col]!.most - ranges[col]!.least)),
];

function chunk(type: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
const header = Buffer.alloc(13);
header.writeUInt32BE(WIDTH, 0);
header.writeUInt32BE(lines.length, 4);
// Eight bits, red, green and blue.
header.set([8, 2, 0, 0, 0], 8);
const pixels = deflateSync(Buffer.from(lines.flatMap((line) => [0, ...line])), { level: 9 });
writeFileSync(
  join(import.meta.dirname, '../docs/vowel.png'),
  Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
