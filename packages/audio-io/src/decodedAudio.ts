/** What `decode` returns: every channel, at the file's own rate. */
export interface DecodedAudio {
  /** One array a channel, all of one length, in [-1, 1] (float files may exceed it). */
  readonly channels: Float32Array[];
  /** In Hz. */
  readonly sampleRate: number;
  readonly format: 'wav' | 'flac';
  /** Bits a sample in the file. */
  readonly bitDepth: number;
  /** What was wrong with the file and put right, one sentence each. */
  readonly warnings: string[];
}
