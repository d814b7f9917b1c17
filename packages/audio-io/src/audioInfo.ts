import type { FormatName } from './decodedAudio';

/** What the headers of a file say. */
export interface AudioInfo {
  readonly format: FormatName;
  /** In Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits a sample; undefined for lossy formats. */
  readonly bitDepth: number | undefined;
  /** Samples a channel; undefined where the headers do not say. */
  readonly samples: number | undefined;
  /** In seconds; an estimate, with a warning, where a lossy file does not say; undefined where nothing tells. */
  readonly duration: number | undefined;
  readonly warnings: readonly string[];
}
