import { requireInteger, requireSize } from './checks';
import { DspError } from './errors';
import { cosineSum, type Parameter, WINDOW_ALIASES, WINDOWS, type WindowFunction } from './windows/windowFunctions';

/** Windows by scipy's names, aliases included (`rectangular` is `boxcar`). */
export type WindowName = keyof typeof WINDOWS | keyof typeof WINDOW_ALIASES;

/** A window: its name, its name with parameters in scipy's order (null: the default), or the beta of a Kaiser window. */
export type WindowSpec = WindowName | readonly [WindowName, ...(number | null)[]] | number;

/** Options of `getWindow`. */
export interface WindowOptions {
  /** True (default): for spectra, the window repeats after `length` samples. False: symmetric, for filters. */
  readonly fftbins?: boolean;
  /** The same by another name; `fftbins` goes first. */
  readonly periodic?: boolean;
}

/**
 * The weights of a window.
 *
 * Without parameters: barthann, bartlett, blackman, blackmanharris, bohman, boxcar, cosine, exponential, flattop, hamming, hann,
 * lanczos, nuttall, parzen, taylor, triang, tukey. With: `['exponential', center, tau]`, `['gaussian', std]`,
 * `['general_gaussian', p, sig]`, `['general_hamming', alpha]`, `['kaiser', beta]`, `['taylor', nbar, sll, norm]`,
 * `['tukey', alpha]`; center, std and sig in samples, sll in dB.
 *
 * @param window its name, its name with parameters, or a number: the beta of a Kaiser window
 * @param length number of samples, at least 1
 * @returns `length` weights
 * @throws DspError `INVALID_OPTION` for an unknown name, for parameters out of their range, missing or too many, or for a
 *   length below 1
 * @example
 * getWindow('hann', 4); // [0, 0.5, 1, 0.5]
 * getWindow(['tukey', 0.25], 400, { fftbins: false });
 * @see scipy.signal.get_window 1.17, within 2e-15
 */
export function getWindow(window: WindowSpec, length: number, options: WindowOptions = {}): Float64Array {
  const { periodic = true, fftbins = periodic } = options;
  requireInteger('getWindow', 'length', length, 1);
  requireSize('getWindow', `length=${length}`, length);
  const { name, definition, parameters } = parseSpec(window);
  const weights = new Float64Array(length).fill(1);
  if (length === 1) return weights;
  const { weights: shape = cosineSum, terms = parameters } = definition;
  const weight = shape(fftbins ? length + 1 : length, ...terms);
  for (let i = 0; i < length; i++) {
    weights[i] = weight(i);
    if (!Number.isFinite(weights[i])) {
      throw new DspError(
        'INVALID_OPTION',
        `getWindow: weight ${i} of '${name}' with the parameters ${parameters.join(', ')} is ${weights[i]}; ` +
          'expected parameters that give finite weights',
      );
    }
  }
  return weights;
}

function parseSpec(window: WindowSpec): { name: string; definition: WindowFunction; parameters: number[] } {
  const spec = typeof window === 'number' ? (['kaiser', window] as const) : window;
  const [given, ...values] = typeof spec === 'string' ? ([spec] as const) : spec;
  const name: string = Object.hasOwn(WINDOW_ALIASES, given)
    ? WINDOW_ALIASES[given as keyof typeof WINDOW_ALIASES]
    : given;
  if (!Object.hasOwn(WINDOWS, name)) {
    throw new DspError(
      'INVALID_OPTION',
      `getWindow: name='${String(given)}'; expected one of ${Object.keys(WINDOWS).join(', ')}`,
    );
  }
  const definition: WindowFunction = WINDOWS[name as keyof typeof WINDOWS];
  const known = definition.parameters ?? [];
  if (values.length > known.length) {
    const accepted = known.map((parameter) => parameter.name).join(', ') || 'none';
    throw new DspError(
      'INVALID_OPTION',
      `getWindow: '${name}' has ${values.length} parameters; expected at most ${known.length} (${accepted})`,
    );
  }
  const parameters = known.map((parameter, index) => checked(name, parameter, values[index]));
  return { name, definition, parameters };
}

/** NaN stands for what the window says itself. */
function checked(window: string, parameter: Parameter, given: number | null | undefined): number {
  const {
    name,
    byDefault,
    above,
    least = Number.NEGATIVE_INFINITY,
    most = Number.POSITIVE_INFINITY,
    isWhole,
  } = parameter;
  const value = given ?? byDefault;
  if (value === null) return Number.NaN;
  if (
    typeof value !== 'number' ||
    !Number.isFinite(value) ||
    !(value >= least && value <= most) ||
    (above !== undefined && value <= above) ||
    (isWhole && !Number.isInteger(value))
  ) {
    const bounds = [
      above === undefined ? '' : ` above ${above}`,
      least > Number.NEGATIVE_INFINITY ? ` from ${least} to ${most}` : '',
    ].join('');
    throw new DspError(
      'INVALID_OPTION',
      `getWindow: ${name}=${value} of '${window}'; expected a ${isWhole ? 'whole' : 'finite'} number${bounds}`,
    );
  }
  return value;
}
