import { AudioError } from '../errors';
import { isSameStream, type Mp3FrameHeader, readMp3Header } from './frameHeader';
import { type InfoFrame, readInfoFrame } from './infoFrame';

/** The first frame of an MP3 file, and what it says of the rest. */
export interface Mp3Start extends Partial<InfoFrame> {
  readonly header: Mp3FrameHeader;
  /** Byte of the first frame of audio. */
  readonly at: number;
  /** Samples a channel that the encoder was given; undefined where the file does not say. */
  readonly samples: number | undefined;
}

/**
 * @param bytes from byte `offset` of the file on, where the first frame begins
 * @throws {AudioError} `MALFORMED`
 */
export function parseMp3(bytes: Uint8Array, offset: number): Mp3Start {
  const header = readMp3Header(bytes, 0);
  if (header === undefined) {
    throw new AudioError('MALFORMED', `an MP3 frame was expected at byte ${offset}`, { byteOffset: offset });
  }
  const info = readInfoFrame(bytes, 0, header);
  if (info === undefined) return { header, at: offset, samples: undefined };
  const { frames, delay, padding } = info;
  const samples = frames === undefined ? undefined : frames * header.samples - delay - padding;
  if (samples !== undefined && samples < 0) {
    const message = `the Info header at byte ${offset} says ${frames} frames, of which ${delay + padding} samples are padding`;
    throw new AudioError('MALFORMED', message, { byteOffset: offset });
  }
  return { ...info, header, at: offset + header.length, samples };
}

/** Whether an MP3 stream begins: a header, and where there is room for it, a second one behind the frame. */
export function startsMp3(head: Uint8Array): boolean {
  const header = readMp3Header(head, 0);
  if (header === undefined) return false;
  if (head.length < header.length + 4) return true;
  const next = readMp3Header(head, header.length);
  return next !== undefined && isSameStream(header, next);
}
