/** One number of one peer, or why there is none. `what` is such as `train:cnn4`, `multiply:2`, `infer`, `scaling:lstm:8`. */
export type Row = Measured | Missing;

export interface Measured {
  readonly what: string;
  readonly peer: string;
  /** Milliseconds; GFLOP/s for `multiply`. */
  readonly median: number;
  /** 10th and 90th percentile. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly peakBytes: number;
  readonly weights?: string;
  readonly note?: string;
}

export interface Missing {
  readonly what: string;
  readonly peer: string;
  readonly why: string;
}

/** What the benchmark writes as JSON, and all its Markdown is made of. */
export interface Results {
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  readonly threads: number;
  readonly batch: number;
  readonly quick: boolean;
  /** Load average over one minute before and after: a busy machine measures something else. */
  readonly load: readonly [number, number];
  /** Each check that passed, as a sentence. */
  readonly checks: readonly string[];
  /** GFLOP/s of one thread that only multiplies and adds in registers, 128 bits at a time. */
  readonly peak: number;
  readonly peers: readonly { readonly name: string; readonly title: string }[];
  readonly rows: readonly Row[];
}

export function measured(results: Results, what: string, peer: string): Measured | undefined {
  const row = results.rows.find((candidate) => candidate.what === what && candidate.peer === peer);
  return row !== undefined && 'median' in row ? row : undefined;
}

/** Median and spread. */
export function summarize(values: readonly number[]): Pick<Measured, 'median' | 'low' | 'high' | 'count'> {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => {
    const place = (sorted.length - 1) * part;
    const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), low: at(0.1), high: at(0.9), count: values.length };
}
