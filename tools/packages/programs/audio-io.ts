import assert from 'node:assert/strict';
import { decode, encodeWav, load } from '@ser/audio-io';

async function main(): Promise<void> {
  const samples = Float32Array.from({ length: 48000 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 440 * n) / 48000));
  const bytes = encodeWav({ samples, sampleRate: 48000 }, { bitDepth: 16 });
  const { channels, sampleRate, format } = await decode(bytes);
  assert.equal(format, 'wav');
  assert.equal(sampleRate, 48000);
  assert.ok(Math.abs((channels[0]?.[100] ?? Number.NaN) - (samples[100] ?? 0)) < 1e-4);
  const clip = await load(bytes, { offset: 0.25, duration: 0.5 });
  assert.equal(clip.sampleRate, 22050);
  assert.equal(clip.samples.length, 11025);
  await assert.rejects(decode(new Uint8Array(10)), (error: { code?: unknown }) => typeof error.code === 'string');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
