import type { AudioInfo } from './audioInfo';
import type { DecodedAudio } from './decodedAudio';
import type { ByteReader } from './sources/byteReader';

/** Where a part lies that is asked for in seconds: samples `start` to `end - 1` of `length` at `sampleRate`. */
export type Stretch = (sampleRate: number, length: number) => { readonly start: number; readonly end: number };

/** What this package knows of one file format. `start` is the byte behind any ID3v2 tags. */
export interface AudioFormat {
  /** Whether the file is of this format, by its first bytes behind any ID3v2 tags. */
  detect(head: Uint8Array): boolean;
  /** Reads headers only. */
  probe(reader: ByteReader, start: number): Promise<AudioInfo>;
  decode(bytes: Uint8Array, start: number): Promise<DecodedAudio>;
  /** Decodes all and hands over the samples of a stretch, which are good until `use` returns. For who copies them anyway. */
  decodePart?<T>(
    bytes: Uint8Array,
    start: number,
    stretch: Stretch,
    use: (channels: Float32Array[], sampleRate: number) => T,
  ): T;
  /** Reads and decodes only what lies in the stretch; undefined where the file cannot be entered in the middle. */
  decodeStretch?(reader: ByteReader, start: number, stretch: Stretch): Promise<DecodedAudio | undefined>;
}
