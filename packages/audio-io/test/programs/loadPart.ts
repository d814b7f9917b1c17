// node ... loadPart.ts PATH: loads 2.6 s out of the middle, and tells by how much the process grew and what it read.
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from '../../src';

const read = (file: string, name: string) =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(file, 'utf8'))![1]);

const options = { sampleRate: null, offset: 3_600.5, duration: 2.6 } as const;
// Linux forgets the greatest size so far when 5 is written here.
writeFileSync('/proc/self/clear_refs', '5');
const [sizeBefore, bytesBefore] = [read('/proc/self/status', 'VmHWM'), read('/proc/self/io', 'rchar')];
const { samples } = await load(process.argv[2]!, options);
const [sizeAfter, bytesAfter] = [read('/proc/self/status', 'VmHWM'), read('/proc/self/io', 'rchar')];
const grown = (sizeAfter - sizeBefore) * 1024;
console.log(JSON.stringify({ samples: samples.length, grown, bytesRead: bytesAfter - bytesBefore }));
