import { besselI0 } from './besselI0';
import { sin } from './trigonometry';

// soxr's HQ recipe: the pass band ends at 0.9136 of the lower Nyquist frequency and the stop band begins at it. Half-way lies the
// cut-off; the Kaiser window is as long and as steep as 125 dB take (Kaiser 1974: A / 2.285 = taps times transition).
const CUT_OFF = 0.9568;
const HALF_WIDTH = 96;
const KAISER_BETA = 12.9;

/** The filter's weights for signals of one ratio of rates, as a function of the distance in samples of the input. */
export interface SincHqFilter {
  readonly weight: (distance: number) => number;
  /** Samples on either side of an output that it takes: the one at or before its time and width - 1 before that, `width` after. */
  readonly width: number;
}

/** @param scale min(1, to / from) */
export function sincHqFilter(scale: number): SincHqFilter {
  const { PI, abs, sqrt } = Math;
  const peak = besselI0(KAISER_BETA);
  return {
    weight: (distance) => {
      const position = (abs(distance) * scale) / HALF_WIDTH;
      if (position >= 1) return 0;
      const angle = PI * CUT_OFF * scale * distance;
      const sinc = angle === 0 ? 1 : sin(angle) / angle;
      return (scale * CUT_OFF * sinc * besselI0(KAISER_BETA * sqrt(1 - position * position))) / peak;
    },
    width: Math.ceil(HALF_WIDTH / scale),
  };
}
