import { besselI0 } from '../besselI0';
import { cos, sin } from '../trigonometry';
import { taylor } from './taylor';

/** A window of `points` samples, first and last alike; its weight at sample n. */
type Weights = (points: number, ...parameters: number[]) => (n: number) => number;

export interface Parameter {
  readonly name: string;
  /** Null stands for what the window says itself; undefined makes the parameter a must. */
  readonly byDefault?: number | null;
  readonly above?: number;
  readonly least?: number;
  readonly most?: number;
  readonly isWhole?: boolean;
}

/** Plain data and functions, so that a bundler leaves the windows out where nothing needs them. */
export interface WindowFunction {
  /** Default: a sum of cosines. */
  readonly weights?: Weights;
  /** Of a sum of cosines. */
  readonly terms?: readonly number[];
  /** In scipy's order. Default none. */
  readonly parameters?: readonly Parameter[];
}

/** Beyond it I0 leaves float64. */
const MOST_BETA = 700;

/** a0 - a1 cos(t) + a2 cos(2 t) - ..., t = 2 pi n / (points - 1). */
export const cosineSum: Weights = (points, ...terms) => {
  const period = points - 1;
  return (n) => {
    let weight = 0;
    for (let k = 0; k < terms.length; k++) {
      const term = terms[k]! * cos((2 * Math.PI * k * n) / period);
      weight += k % 2 === 0 ? term : -term;
    }
    return weight;
  };
};

/** Distance of a sample from the middle. */
const fromMiddle = (points: number, n: number) => Math.abs(n - (points - 1) / 2);

/** By scipy's names and formulas (scipy.signal.windows 1.17). */
export const WINDOWS = {
  barthann: {
    weights: (points) => (n) => {
      const distance = Math.abs(n / (points - 1) - 0.5);
      return 0.62 - 0.48 * distance + 0.38 * cos(2 * Math.PI * distance);
    },
  },
  bartlett: {
    weights: (points) => (n) => (n <= (points - 1) / 2 ? (2 * n) / (points - 1) : 2 - (2 * n) / (points - 1)),
  },
  blackman: { terms: [0.42, 0.5, 0.08] },
  blackmanharris: { terms: [0.35875, 0.48829, 0.14128, 0.01168] },
  bohman: {
    weights: (points) => (n) => {
      if (n === 0 || n === points - 1) return 0;
      const distance = Math.abs((2 * n) / (points - 1) - 1);
      return (1 - distance) * cos(Math.PI * distance) + sin(Math.PI * distance) / Math.PI;
    },
  },
  boxcar: { weights: () => () => 1 },
  cosine: { weights: (points) => (n) => sin((Math.PI / points) * (n + 0.5)) },
  exponential: {
    weights: (points, center, tau) => {
      const middle = Number.isNaN(center) ? (points - 1) / 2 : center!;
      return (n) => Math.exp(-Math.abs(n - middle) / tau!);
    },
    parameters: [
      { name: 'center', byDefault: null },
      { name: 'tau', byDefault: 1, above: 0 },
    ],
  },
  flattop: { terms: [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368] },
  gaussian: {
    weights: (points, std) => (n) => Math.exp(-(fromMiddle(points, n) ** 2) / (2 * std! * std!)),
    parameters: [{ name: 'std', above: 0 }],
  },
  general_gaussian: {
    weights: (points, p, sig) => (n) => Math.exp(-0.5 * (fromMiddle(points, n) / sig!) ** (2 * p!)),
    parameters: [
      { name: 'p', above: 0 },
      { name: 'sig', above: 0 },
    ],
  },
  general_hamming: {
    weights: (points, alpha) => cosineSum(points, alpha!, 1 - alpha!),
    parameters: [{ name: 'alpha' }],
  },
  hamming: { terms: [0.54, 0.46] },
  hann: { terms: [0.5, 0.5] },
  kaiser: {
    weights: (points, beta) => {
      const middle = (points - 1) / 2;
      const peak = besselI0(beta!);
      return (n) => besselI0(beta! * Math.sqrt(1 - ((n - middle) / middle) ** 2)) / peak;
    },
    parameters: [{ name: 'beta', least: -MOST_BETA, most: MOST_BETA }],
  },
  lanczos: {
    weights: (points) => (n) => {
      const angle = (Math.PI * 2 * fromMiddle(points, n)) / (points - 1);
      return angle === 0 ? 1 : sin(angle) / angle;
    },
  },
  nuttall: { terms: [0.3635819, 0.4891775, 0.1365995, 0.0106411] },
  parzen: {
    weights: (points) => (n) => {
      const distance = fromMiddle(points, n);
      const share = distance / (points / 2);
      return distance <= (points - 1) / 4 ? 1 - 6 * share ** 2 + 6 * share ** 3 : 2 * (1 - share) ** 3;
    },
  },
  taylor: {
    weights: taylor,
    parameters: [
      { name: 'nbar', byDefault: 4, least: 1, most: 100, isWhole: true },
      { name: 'sll', byDefault: 30, least: 0, most: 300 },
      { name: 'norm', byDefault: 1, least: 0, most: 1, isWhole: true },
    ],
  },
  triang: {
    weights: (points) => (n) => {
      const fromEnd = n < points / 2 ? n : points - 1 - n;
      return points % 2 === 0 ? (2 * fromEnd + 1) / points : (2 * fromEnd + 2) / (points + 1);
    },
  },
  tukey: {
    weights: (points, alpha) => {
      if (alpha! <= 0) return () => 1;
      if (alpha! >= 1) return cosineSum(points, 0.5, 0.5);
      const width = Math.floor((alpha! * (points - 1)) / 2);
      return (n) => {
        if (n <= width) return 0.5 * (1 + cos(Math.PI * (-1 + (2 * n) / alpha! / (points - 1))));
        if (n < points - width - 1) return 1;
        return 0.5 * (1 + cos(Math.PI * (-2 / alpha! + 1 + (2 * n) / alpha! / (points - 1))));
      };
    },
    parameters: [{ name: 'alpha', byDefault: 0.5 }],
  },
} as const satisfies Record<string, WindowFunction>;

/** scipy's other names for them. */
export const WINDOW_ALIASES = {
  brthan: 'barthann',
  bth: 'barthann',
  bart: 'bartlett',
  brt: 'bartlett',
  black: 'blackman',
  blk: 'blackman',
  blackharr: 'blackmanharris',
  bkh: 'blackmanharris',
  bman: 'bohman',
  bmn: 'bohman',
  box: 'boxcar',
  ones: 'boxcar',
  rect: 'boxcar',
  rectangular: 'boxcar',
  halfcosine: 'cosine',
  poisson: 'exponential',
  flat: 'flattop',
  flt: 'flattop',
  gauss: 'gaussian',
  gss: 'gaussian',
  'general gaussian': 'general_gaussian',
  'general gauss': 'general_gaussian',
  general_gauss: 'general_gaussian',
  ggs: 'general_gaussian',
  'general hamming': 'general_hamming',
  hamm: 'hamming',
  ham: 'hamming',
  han: 'hann',
  ksr: 'kaiser',
  sinc: 'lanczos',
  nutl: 'nuttall',
  nut: 'nuttall',
  parz: 'parzen',
  par: 'parzen',
  taylorwin: 'taylor',
  triangle: 'triang',
  tri: 'triang',
  tuk: 'tukey',
} as const satisfies Record<string, keyof typeof WINDOWS>;
