import type { AudioClip } from '@ser/dsp';

interface WavParts {
  readonly format?: number;
  readonly channels?: number;
  readonly bytesPerSample?: number;
  /** A chunk of this many bytes stands before the data. */
  readonly extra?: number;
}

/** A WAV file of 16-bit samples, or one whose header says something else. */
export function wavOf({ samples, sampleRate }: AudioClip, parts: WavParts = {}): Uint8Array {
  const { format = 1, channels = 1, bytesPerSample = 2, extra } = parts;
  const dataBytes = 2 * samples.length;
  const extraBytes = extra === undefined ? 0 : 8 + extra + (extra % 2);
  const bytes = new Uint8Array(44 + extraBytes + dataBytes);
  const view = new DataView(bytes.buffer);
  const tag = (at: number, name: string) =>
    bytes.set(
      [...name].map((letter) => letter.charCodeAt(0)),
      at,
    );
  tag(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, format, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * bytesPerSample, true);
  view.setUint16(32, channels * bytesPerSample, true);
  view.setUint16(34, 8 * bytesPerSample, true);
  if (extra !== undefined) {
    tag(36, 'LIST');
    view.setUint32(40, extra, true);
  }
  tag(36 + extraBytes, 'data');
  view.setUint32(40 + extraBytes, dataBytes, true);
  for (const [index, sample] of samples.entries()) {
    view.setInt16(44 + extraBytes + 2 * index, Math.round(32_767 * sample), true);
  }
  return bytes;
}
