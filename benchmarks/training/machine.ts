import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { version_core } from '@tensorflow/tfjs-core';

export function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${gigabytes} GB, ${process.platform} ${process.arch}`;
}

export function describeVersions(): string {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  return `Node ${process.versions.node}, TensorFlow.js ${version_core}, commit ${commit}`;
}

export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;
