import { formatCount } from '../limits';
import { fourCC } from '../wav/parseWav';
import { isSameStream, type Mp3FrameHeader, readMp3Header } from './frameHeader';

/** The frames of an MP3 file, counted by their headers: its sound has no checksums. */
export interface Mp3Frames {
  readonly count: number;
  /** Byte behind the last whole frame. */
  readonly end: number;
  /** Byte of a frame that the file's end cuts off. */
  readonly cutAt: number | undefined;
  readonly warnings: string[];
}

/** @param from byte of the first frame of audio */
export function walkFrames(bytes: Uint8Array, from: number, first: Mp3FrameHeader): Mp3Frames {
  const warnings: string[] = [];
  let count = 0;
  let at = from;
  let end = from;
  while (at < bytes.length) {
    const header = readMp3Header(bytes, at);
    if (header && isSameStream(header, first)) {
      if (at + header.length > bytes.length) return { count, end, cutAt: at, warnings };
      count++;
      at += header.length;
      end = at;
      continue;
    }
    const next = nextFrame(bytes, at, first);
    if (next === undefined) {
      if (!isTag(bytes, at)) {
        warnings.push(`${formatCount(bytes.length - at)} bytes at byte ${at} are no MP3 frame; dropped`);
      }
      break;
    }
    warnings.push(`${formatCount(next - at)} bytes at byte ${at}, between two MP3 frames, are none; dropped`);
    at = next;
  }
  return { count, end, cutAt: undefined, warnings };
}

/** Two frames in a row, so that it is none by chance. */
function nextFrame(bytes: Uint8Array, from: number, first: Mp3FrameHeader): number | undefined {
  for (let at = bytes.indexOf(0xff, from + 1); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const header = readMp3Header(bytes, at);
    if (header === undefined || !isSameStream(header, first)) continue;
    const next = readMp3Header(bytes, at + header.length);
    if (next && isSameStream(next, first)) return at;
  }
  return undefined;
}

/** ID3v1, APE and Lyrics3 tags, and zeros to fill up. */
function isTag(bytes: Uint8Array, at: number): boolean {
  const mark = fourCC(bytes, at);
  return mark.startsWith('TAG') || mark === 'APET' || mark === 'LYRI' || bytes.subarray(at).every((byte) => byte === 0);
}
