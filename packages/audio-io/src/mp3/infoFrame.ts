import { fourCC } from '../wav/parseWav';
import type { Mp3FrameHeader } from './frameHeader';

/** What an encoder says of the whole file in its first frame, which holds no audio. */
export interface InfoFrame {
  /** Frames of audio; undefined where it does not say. */
  readonly frames: number | undefined;
  /** Samples a channel that the encoder put before the audio and behind it. */
  readonly delay: number;
  readonly padding: number;
}

/**
 * The Xing, Info or VBRI header in the frame at byte `at`; undefined where there is none.
 * @see "LAME Tag rev 1" (gabriel.mp3-tech.org) for delay and padding
 */
export function readInfoFrame(bytes: Uint8Array, at: number, header: Mp3FrameHeader): InfoFrame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(bytes.length, at + header.length);
  const word = (position: number) => (position + 4 <= end ? view.getUint32(position) : 0);
  if (fourCC(bytes, at + 36) === 'VBRI') return { frames: word(at + 36 + 14) || undefined, delay: 0, padding: 0 };
  // Encoders disagree on whether the checksum moves it.
  const starts = [at + header.sideInfoEnd, at + header.sideInfoEnd - 2].filter((start) =>
    ['Xing', 'Info'].includes(fourCC(bytes, start)),
  );
  if (starts[0] === undefined) return undefined;
  const start = starts[0];
  const flags = word(start + 4);
  let position = start + 8;
  const frames = flags & 1 ? word(position) : 0;
  position += flags & 1 ? 4 : 0;
  position += flags & 2 ? 4 : 0;
  position += flags & 4 ? 100 : 0;
  position += flags & 8 ? 4 : 0;
  // The name of the encoder (9 bytes), 12 more, then 12 bits each.
  const hasLame = position + 24 <= end && /^[A-Za-z]{4}/.test(fourCC(bytes, position));
  const gaps = hasLame ? word(position + 21) : 0;
  return { frames: frames || undefined, delay: gaps >>> 20, padding: (gaps >>> 8) & 0xfff };
}
