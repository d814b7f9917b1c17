import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { crc8, crc16 } from '../../src/flac/crc';
import { utf8Number } from './encodeFlac';

export const RATE = 48_000;
/** Two hours. */
export const LENGTH = 7_200 * RATE;
const BLOCK = 4_096;

/** A sample of the long files, of 16 bits: noise in places, steps elsewhere. */
export function sampleAt(index: number): number {
  const block = Math.floor(index / BLOCK);
  return isNoisy(block) ? noise(index) : noise(block * 977);
}

/** So that the bit rate varies a thousandfold. */
function isNoisy(block: number): boolean {
  return block % 20 === 0 || (block > 40_000 && block < 40_500);
}

function noise(index: number): number {
  return (Math.imul(index ^ (index >>> 13), 0x9e3779b1) >> 16) | 0;
}

/** A WAV file of two hours of which only the stretches asked for are written: the rest is a hole in the file. */
export function writeLongWav(path: string, stretches: readonly (readonly [number, number])[]): void {
  const file = openSync(path, 'w');
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 2 * LENGTH, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(2 * RATE, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(2 * LENGTH, 40);
  writeSync(file, header);
  ftruncateSync(file, 44 + 2 * LENGTH);
  for (const [from, to] of stretches) {
    const samples = Int16Array.from({ length: to - from }, (_, i) => sampleAt(from + i));
    writeSync(file, samples, 0, samples.byteLength, 44 + 2 * from);
  }
  closeSync(file);
}

/** FLAC files of two hours, with and without a seek table: frames of one value, or of plain samples where there is noise. */
export function writeLongFlacs(path: string, tabledPath: string): void {
  const points: { sample: number; at: number }[] = [];
  const frames: Buffer[] = [];
  let at = 0;
  for (let block = 0; block * BLOCK < LENGTH; block++) {
    if (block % 100 === 0) points.push({ sample: block * BLOCK, at });
    const frame = makeFrame(block);
    frames.push(frame);
    at += frame.length;
  }
  const audio = Buffer.concat(frames);
  writeFileSync(path, Buffer.concat([Buffer.from('fLaC'), streamInfo(true), audio]));
  writeFileSync(tabledPath, Buffer.concat([Buffer.from('fLaC'), streamInfo(false), seekTable(points), audio]));
}

function streamInfo(isLast: boolean): Buffer {
  const block = Buffer.alloc(4 + 34);
  block.writeUInt32BE((isLast ? 0x80000000 : 0) + 34, 0);
  block.writeUInt16BE(BLOCK, 4);
  block.writeUInt16BE(BLOCK, 6);
  block.writeUInt32BE(RATE * 4096 + (15 << 4), 14);
  block.writeUInt32BE(LENGTH, 18);
  return block;
}

function seekTable(points: readonly { sample: number; at: number }[]): Buffer {
  const block = Buffer.alloc(4 + 18 * points.length);
  block.writeUInt32BE(0x83000000 + 18 * points.length, 0);
  points.forEach(({ sample, at }, i) => {
    block.writeBigUInt64BE(BigInt(sample), 4 + 18 * i);
    block.writeBigUInt64BE(BigInt(at), 12 + 18 * i);
    block.writeUInt16BE(BLOCK, 20 + 18 * i);
  });
  return block;
}

function makeFrame(block: number): Buffer {
  const from = block * BLOCK;
  const count = Math.min(BLOCK, LENGTH - from);
  const body = isNoisy(block) ? Buffer.alloc(1 + 2 * count) : Buffer.alloc(3);
  if (isNoisy(block)) {
    body[0] = 2;
    for (let i = 0; i < count; i++) body.writeInt16BE(sampleAt(from + i), 1 + 2 * i);
  } else {
    body.writeInt16BE(sampleAt(from), 1);
  }
  // Sync, a size of 16 bits that follows, 48 kHz, one channel, 16 bits, and the number of the block.
  const head = [0xff, 0xf8, 0x7a, 0x08, ...utf8Number(block), (count - 1) >> 8, (count - 1) & 255];
  const frame = Buffer.concat([Buffer.from(head), Buffer.from([crc8(Uint8Array.from(head), 0, head.length)]), body]);
  const check = crc16(frame, 0, frame.length);
  return Buffer.concat([frame, Buffer.from([check >> 8, check & 255])]);
}
