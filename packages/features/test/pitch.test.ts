import { SAMPLE_RATE, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { estimateTuning, piptrack, pitchTuning, pyin, yin } from '../src/index';
import { betaCdf } from '../src/pitch/betaCdf';

const speech = { fmin: 65.4, fmax: 2093 };
const clipOf = (samples: Float32Array, sampleRate = SAMPLE_RATE) => ({ samples, sampleRate });
const tone = (frequency: number, length = 11025, sampleRate = SAMPLE_RATE) =>
  clipOf(
    Float32Array.from({ length }, (_, n) => 0.5 * Math.sin((2 * Math.PI * frequency * n) / sampleRate)),
    sampleRate,
  );
/** The frames that lie wholly in the clip. */
const inner = (values: Float32Array) => values.subarray(2, -2);

describe('yin', () => {
  it.each([
    [110, 22050],
    [440, 22050],
    [1234.5, 22050],
    [220, 8000],
    [220, 48000],
  ])('finds a tone of %f Hz at %i Hz', (frequency, sampleRate) => {
    const { data, cols } = yin(tone(frequency, sampleRate / 2, sampleRate), speech);
    expect(cols).toBe(1);
    for (const f0 of inner(data)) expect(Math.abs(f0 / frequency - 1)).toBeLessThan(5e-3);
  });

  it('does not depend on loudness', () => {
    const loud = clipOf(syntheticSignal('vowel').slice(0, 8000));
    const soft = clipOf(loud.samples.map((value) => value / 1024));
    expectAllClose(yin(soft, speech).data, yin(loud, speech).data, {
      rtol: 1e-6,
      why: 'a power of two scales exactly',
    });
  });

  it('answers silence by the shortest period, as librosa does', () => {
    const { data } = yin(clipOf(new Float32Array(3000)), speech);
    expect(new Set(data)).toEqual(new Set([Math.fround(SAMPLE_RATE / Math.floor(SAMPLE_RATE / 2093))]));
  });

  it('gives the frames of a long clip that it gives of their part alone', () => {
    const samples = syntheticSignal('vowel');
    const options = { ...speech, center: false };
    const whole = yin(clipOf(samples), options).data;
    const part = yin(clipOf(samples.slice(40 * 512)), options).data;
    expectAllClose(part, whole.slice(40), { rtol: 1e-6, why: 'blocks pair frames differently' });
  });
});

describe('pyin', () => {
  it('tells a tone from the noise around it, and its pitch to a tenth of a semitone', () => {
    const samples = syntheticSignal('burst').slice(0, 4000);
    samples.set(tone(220, 2000).samples);
    const { f0, voicedFlag, voicedProb } = pyin(clipOf(samples), { ...speech, frameLength: 1024 });
    expect([f0.rows, f0.cols, voicedFlag.rows, voicedProb.rows]).toEqual([16, 1, 16, 16]);
    for (let row = 1; row < 6; row++) expect(Math.abs(12 * Math.log2(f0.data[row]! / 220))).toBeLessThanOrEqual(0.1);
    expect(voicedFlag.data.subarray(1, 6).every((flag) => flag === 1)).toBe(true);
    expect(voicedFlag.data.subarray(10).every((flag) => flag === 0)).toBe(true);
    expect(voicedProb.data.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('fills unvoiced frames with 0, with a number of yours, or with its best guess', () => {
    const silence = clipOf(new Float32Array(4000));
    expect(new Set(pyin(silence, speech).f0.data)).toEqual(new Set([0]));
    expect(new Set(pyin(silence, { ...speech, fillNa: -1 }).f0.data)).toEqual(new Set([-1]));
    const guess = pyin(silence, { ...speech, fillNa: null }).f0.data;
    expect(guess.every((f0) => f0 >= Math.fround(65.4) && f0 <= 2093)).toBe(true);
    expect(new Set(pyin(silence, speech).voicedFlag.data)).toEqual(new Set([0]));
  });

  it('gives the same bits twice, and leaves the clip as it was', () => {
    const clip = clipOf(syntheticSignal('short'));
    const before = clip.samples.slice();
    expect(pyin(clip, speech)).toEqual(pyin(clip, speech));
    expect(clip.samples).toEqual(before);
  });
});

describe('what yin and pyin refuse', () => {
  const clip = tone(220, 4000);
  it.each([
    ['no fmin', { fmax: 500 }, /fmin/],
    ['fmin above fmax', { fmin: 500, fmax: 100 }, /fmin < fmax/],
    ['fmax above Nyquist', { fmin: 50, fmax: 20000 }, /Nyquist/],
    ['a period longer than a frame', { fmin: 5, fmax: 500 }, /frameLength/],
    ['a hop of 0', { ...speech, hopLength: 0 }, /hopLength/],
    ['half a sample', { ...speech, frameLength: 1024.5 }, /frameLength/],
    ['an unknown padding', { ...speech, padMode: 'around' as never }, /padMode|mode/],
  ])('%s', (_name, options, message) => {
    for (const track of [yin, pyin]) {
      const act = () => track(clip, options as typeof speech);
      expect(act).toThrow(expect.objectContaining({ name: 'FeatureError', code: 'INVALID_OPTION' }));
      expect(act).toThrow(message);
    }
  });

  it.each([
    [{ resolution: 1 }],
    [{ switchProb: 1.5 }],
    [{ noTroughProb: -0.1 }],
    [{ fillNa: Number.NaN }],
    [{ nThresholds: 0 }],
    [{ betaParameters: [0, 1] as const }],
    [{ boltzmannParameter: 0 }],
    [{ maxTransitionRate: 0 }],
    [{ maxTransitionRate: 1e6 }],
  ])('pyin with %p', (options) => {
    const code = 'INVALID_OPTION';
    expect(() => pyin(clip, { ...speech, ...options })).toThrow(expect.objectContaining({ code }));
  });

  it('yin with a threshold of 0, empty clips, NaN, clips shorter than a frame', () => {
    expect(() => yin(clip, { ...speech, troughThreshold: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
    expect(() => yin(clipOf(new Float32Array(0)), speech)).toThrow(expect.objectContaining({ code: 'EMPTY_CLIP' }));
    const code = 'NON_FINITE_SAMPLES';
    expect(() => pyin(clipOf(Float32Array.of(0, Number.NaN)), speech)).toThrow(expect.objectContaining({ code }));
    expect(() => yin(clipOf(new Float32Array(100)), { ...speech, center: false })).toThrow(
      expect.objectContaining({ code: 'INVALID_CLIP' }),
    );
  });
});

describe('piptrack and pitchTuning', () => {
  it('finds a tone between two bins, and nothing in silence', () => {
    const { pitches, magnitudes } = piptrack(tone(445, 8192));
    const frame = ({ data, cols }: typeof pitches) => data.subarray(8 * cols, 9 * cols);
    const loudest = frame(magnitudes).indexOf(Math.max(...frame(magnitudes)));
    // The parabola is through magnitudes, which is not quite what a Hann window makes of a tone.
    expect(Math.abs(frame(pitches)[loudest]! - 445)).toBeLessThan(1);
    expect(piptrack(clipOf(new Float32Array(3000))).pitches.data.every((pitch) => pitch === 0)).toBe(true);
  });

  it('steps by a quarter of the window where no hop is given', () => {
    const rows = (options: object) => piptrack(tone(440, 1024), options).pitches.rows;
    expect([rows({ nFft: 256 }), rows({ nFft: 256, winLength: 128 }), rows({})]).toEqual([17, 33, 3]);
  });

  it('tunes frequencies given in float64 and in float32 alike, and none to 0', () => {
    const sharp = [440, 660, 880].map((hz) => 440 * 2 ** ((Math.round(12 * Math.log2(hz / 440)) + 0.255) / 12));
    expect(pitchTuning(sharp)).toBeCloseTo(0.25, 12);
    expect(pitchTuning(Float32Array.from(sharp))).toBeCloseTo(0.25, 12);
    expect(pitchTuning([])).toBe(0);
    expect(pitchTuning([0, -3])).toBe(0);
  });

  it('refuses what cannot be', () => {
    const invalid = expect.objectContaining({ code: 'INVALID_OPTION' });
    expect(() => pitchTuning([Number.NaN])).toThrow(invalid);
    expect(() => pitchTuning([440], { resolution: 2 })).toThrow(invalid);
    expect(() => estimateTuning(tone(440), { binsPerOctave: 0 })).toThrow(invalid);
    expect(() => piptrack(tone(440), { ref: Number.NaN })).toThrow(invalid);
    expect(() => piptrack(tone(440), { fmax: 0 })).toThrow(invalid);
  });
});

it('betaCdf: closed forms of whole parameters', () => {
  for (const x of [0, 0.01, 0.3, 0.77, 1]) {
    expectAllClose([betaCdf(x, 1, 1)], [x], { atol: 1e-14, why: 'uniform' });
    // I_x(2, n) = 1 - (1 - x)^n (1 + n x)
    expectAllClose([betaCdf(x, 2, 18)], [1 - (1 - x) ** 18 * (1 + 18 * x)], { atol: 1e-14, why: 'closed form' });
  }
});
