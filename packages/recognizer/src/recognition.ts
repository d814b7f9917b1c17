/** What a recognizer says of a clip. */
export interface Recognition {
  /** The most probable label; the first of equals. */
  readonly label: string;
  /** A probability a label; they sum to 1 within rounding. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** The probability of `label` as the network gives it: how far to trust it, the card says. */
  readonly confidence: number;
}

/** What a recognizer says of a stretch of longer audio. */
export interface Segment extends Recognition {
  /** In seconds from the beginning of the audio. */
  readonly start: number;
  readonly end: number;
}
