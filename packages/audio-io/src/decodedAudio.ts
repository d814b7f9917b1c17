/** Formats by the name of their coding: Ogg holds `vorbis`, `opus` or `flac`, M4A and ADTS hold `aac`. */
export type FormatName = 'wav' | 'flac' | 'mp3' | 'vorbis' | 'opus' | 'aac';

/** What `decode` returns: every channel, at the file's own rate. */
export interface DecodedAudio {
  /** One array a channel, all of one length, in [-1, 1] (float and lossy files may exceed it). */
  readonly channels: Float32Array[];
  /** In Hz. */
  readonly sampleRate: number;
  readonly format: FormatName;
  /** Bits a sample in the file; undefined for lossy formats, which have none. */
  readonly bitDepth: number | undefined;
  /** What was wrong with the file and put right, one sentence each. */
  readonly warnings: string[];
}
