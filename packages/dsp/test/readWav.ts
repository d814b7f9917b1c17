/**
 * Averages the channels of a 16-bit PCM WAV: only what the published RAVDESS files need. This floor knows no file
 * formats, and @ser/audio-io stands on it, so the tests read their clips themselves.
 */
export function readWav(bytes: Uint8Array): { samples: Float32Array; sampleRate: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let channels = 1;
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = String.fromCharCode(...bytes.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    if (id === 'fmt ') {
      channels = view.getUint16(at + 10, true);
      sampleRate = view.getUint32(at + 12, true);
    }
    if (id === 'data') {
      const samples = new Float32Array(size / 2 / channels);
      for (let i = 0; i < samples.length; i++) {
        let sum = 0;
        for (let c = 0; c < channels; c++) sum += view.getInt16(at + 8 + 2 * (i * channels + c), true) / 32768;
        samples[i] = sum / channels;
      }
      return { samples, sampleRate };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('readWav: no data chunk');
}
