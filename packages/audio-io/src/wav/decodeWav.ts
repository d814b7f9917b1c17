import type { DecodedAudio } from '../decodedAudio';
import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { NEED_MORE_BYTES, parseWav, type WavLayout } from './parseWav';

/** WAV bytes to samples. Integers are divided by 2^(bits-1), as libsndfile does, so full scale negative is -1 exactly. */
export function decodeWav(bytes: Uint8Array): DecodedAudio {
  const layout = parseWav(bytes, bytes.length);
  if (layout === NEED_MORE_BYTES) {
    throw new AudioError('TRUNCATED', `the WAV headers do not end within ${formatCount(bytes.length)} bytes`, {
      byteOffset: bytes.length,
    });
  }
  const { dataOffset, frames, warnings } = layout;
  if (frames === 0) warnings.push('the file holds no sample');
  return decodeSamples(bytes.subarray(dataOffset), layout, 0, frames);
}

/**
 * Some of the samples of a WAV file.
 *
 * @param bytes those of the frames `from` to `to - 1`
 */
export function decodeSamples(bytes: Uint8Array, layout: WavLayout, from: number, to: number): DecodedAudio {
  const { channels, sampleRate, bitDepth, warnings } = layout;
  const frames = to - from;
  if (channels * frames > MAX_SAMPLES) {
    throw new AudioError(
      'TOO_LARGE',
      `${formatCount(channels * frames)} samples; ${formatCount(MAX_SAMPLES)} are decoded at once`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = sampleReader(view, layout);
  const stride = channels * layout.bytesPerSample;
  const output = Array.from({ length: channels }, (_, channel) => {
    const samples = new Float32Array(frames);
    let position = channel * layout.bytesPerSample;
    for (let i = 0; i < frames; i++) {
      samples[i] = read(position);
      position += stride;
    }
    if (layout.encoding === 'float') rejectNonFinite(samples, layout, channel, from);
    return samples;
  });
  return { channels: output, sampleRate, format: 'wav', bitDepth, warnings };
}

function sampleReader(view: DataView, { encoding, bytesPerSample }: WavLayout): (position: number) => number {
  if (encoding === 'float') {
    return bytesPerSample === 4 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  }
  switch (bytesPerSample) {
    case 1: // 8-bit WAV is the one unsigned form
      return (at) => (view.getUint8(at) - 128) / 128;
    case 2:
      return (at) => view.getInt16(at, true) / 32768;
    case 3:
      return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65536) / 8388608;
    default:
      return (at) => view.getInt32(at, true) / 2147483648;
  }
}

/** After the conversion to float32, so that a float64 beyond its range is caught too. */
function rejectNonFinite(samples: Float32Array, layout: WavLayout, channel: number, from: number): void {
  for (let i = 0; i < samples.length; i++) {
    if (Number.isFinite(samples[i])) continue;
    const byteOffset = layout.dataOffset + ((from + i) * layout.channels + channel) * layout.bytesPerSample;
    throw new AudioError(
      'NON_FINITE',
      `sample ${formatCount(from + i)} of channel ${channel} at byte ${byteOffset} is ${samples[i]}`,
      {
        byteOffset,
      },
    );
  }
}
