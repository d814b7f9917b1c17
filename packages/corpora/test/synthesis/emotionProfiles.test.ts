import { measureVoice, quantile, type VoiceMeasures } from '../../../../tools/spectrograms/measureVoice';
import { type Emotion, renderSynthetic, synthetic } from '../../src';

type Intensity = 'normal' | 'strong';
type Reading = `${Emotion} ${Intensity}`;

/** Means over two men and two women of what is measured of the audio; pitch, level and duration against their own neutral. */
function measureReadings(): Record<Reading, VoiceMeasures> & { readonly neutralHertz: readonly number[] } {
  const { rows } = synthetic({ seed: 0, speakers: 4, statements: [1], repetitions: [1] });
  const clips = rows.map((row) => ({
    row,
    voice: measureVoice(renderSynthetic({ seed: 0, id: row.id })),
  }));
  const neutral = new Map(
    clips.filter(({ row }) => row.label === 'neutral').map(({ row, voice }) => [row.speaker, voice]),
  );
  const readings = new Map<string, VoiceMeasures[]>();
  for (const { row, voice } of clips) {
    const own = neutral.get(row.speaker)!;
    const key = `${row.label} ${row.intensity}`;
    const against = {
      ...voice,
      f0: 12 * Math.log2(voice.f0 / own.f0),
      level: voice.level - own.level,
      duration: voice.duration / own.duration,
    };
    readings.set(key, [...(readings.get(key) ?? []), against]);
  }
  const means = [...readings].map(([key, list]) => {
    const names = Object.keys(list[0]!) as (keyof VoiceMeasures)[];
    return [
      key,
      Object.fromEntries(names.map((name) => [name, list.reduce((sum, one) => sum + one[name], 0) / list.length])),
    ];
  });
  return { ...Object.fromEntries(means), neutralHertz: [...neutral.values()].map(({ f0 }) => f0) };
}

describe('the emotions, measured of their audio', () => {
  let measured: ReturnType<typeof measureReadings>;
  beforeAll(() => {
    measured = measureReadings();
  });
  const of = (name: keyof VoiceMeasures, ...readings: Reading[]) => readings.map((reading) => measured[reading][name]);
  /** Every value of the first list exceeds every one of the second, by at least `gap`. */
  const expectAbove = (high: readonly number[], low: readonly number[], gap: number) =>
    expect(Math.min(...high) - Math.max(...low)).toBeGreaterThan(gap);

  it('speak high in happiness, anger, fear and surprise, low in calm, sadness and disgust (Juslin & Laukka 2003)', () => {
    const high = of('f0', 'happy normal', 'angry normal', 'fearful normal', 'surprised normal');
    expectAbove(high, of('f0', 'neutral normal'), 1.5);
    expectAbove(of('f0', 'neutral normal'), of('f0', 'calm normal', 'sad normal', 'disgust normal'), 0.2);
    const highest = of('f0', 'happy strong', 'angry strong', 'fearful strong');
    expectAbove(highest, of('f0', 'sad strong'), 2);
  });

  it('raise pitch further in the strong reading, despair against sadness included (Banse & Scherer 1996)', () => {
    for (const emotion of ['happy', 'sad', 'angry', 'fearful', 'surprised'] as const) {
      expectAbove(of('f0', `${emotion} strong`), of('f0', `${emotion} normal`), 1.5);
    }
  });

  it('move pitch widely in happiness, anger, disgust and surprise, narrowly in calm, sadness and fear', () => {
    const wide = of('f0Range', 'happy normal', 'angry normal', 'disgust normal', 'surprised normal');
    expectAbove(wide, of('f0Range', 'calm normal', 'sad normal', 'fearful normal'), 1);
  });

  it('end surprise, and surprise alone, on a rise (Murray & Arnott 1993)', () => {
    const others = (Object.keys(measured) as (Reading | 'neutralHertz')[]).filter(
      (key): key is Reading => key !== 'neutralHertz' && !key.startsWith('surprised'),
    );
    expectAbove(of('f0End', 'surprised normal', 'surprised strong'), of('f0End', ...others), 0.8);
  });

  it('are loud in anger, then panic and elation, then surprise, and soft in calm and sadness (Scherer 2003)', () => {
    expectAbove(of('level', 'angry strong'), of('level', 'fearful strong', 'happy strong'), 3);
    expectAbove(of('level', 'fearful strong', 'happy strong'), of('level', 'surprised strong', 'angry normal'), 1);
    expectAbove(of('level', 'surprised normal', 'happy normal'), of('level', 'neutral normal'), 2);
    expectAbove(of('level', 'neutral normal'), of('level', 'calm normal', 'sad normal'), 1);
    for (const emotion of ['happy', 'sad', 'angry', 'fearful', 'disgust', 'surprised'] as const) {
      expectAbove(of('level', `${emotion} strong`), of('level', `${emotion} normal`), 2);
    }
  });

  it('have much energy above 1 kHz in anger and elation, little in calm, sadness and anxiety, but not in panic', () => {
    const bright = of('alphaRatio', 'angry normal', 'angry strong', 'happy strong', 'fearful strong');
    expectAbove(bright, of('alphaRatio', 'neutral normal'), 0.5);
    expectAbove(
      of('alphaRatio', 'neutral normal'),
      of('alphaRatio', 'calm normal', 'sad normal', 'fearful normal'),
      0.5,
    );
    expectAbove(of('alphaRatio', 'calm normal'), of('alphaRatio', 'sad normal'), 0);
  });

  it('speak slowly in calm, sadness and disgust, fast in anger, fear and surprise', () => {
    expectAbove(of('duration', 'calm normal', 'sad normal', 'disgust normal'), of('duration', 'neutral normal'), 0.05);
    const fast = of('duration', 'angry strong', 'fearful normal', 'fearful strong', 'surprised strong');
    expectAbove(of('duration', 'neutral normal'), fast, 0.02);
  });

  it('pause in sadness, and begin sounds softly; anger hardly pauses and begins them abruptly (Juslin & Laukka 2003)', () => {
    expectAbove(of('pauses', 'sad normal', 'sad strong'), of('pauses', 'neutral normal', 'angry normal'), 0.02);
    expectAbove(of('attack', 'angry strong'), of('attack', 'neutral normal', 'sad normal', 'calm normal'), 1);
    expectAbove(of('levelSd', 'angry strong'), of('levelSd', 'sad normal', 'calm normal'), 1);
  });

  it('are rough in disgust and anger, clear in calm', () => {
    expectAbove(of('hnr', 'neutral normal'), of('hnr', 'disgust normal', 'disgust strong', 'angry strong'), 1);
    expectAbove(of('hnr', 'calm normal'), of('hnr', 'neutral normal'), 0);
  });

  it('are spoken by men below 150 Hz and women above 160 Hz', () => {
    const [one, two, three, four] = measured.neutralHertz;
    expect(Math.max(one!, three!)).toBeLessThan(150);
    expect(Math.min(two!, four!)).toBeGreaterThan(160);
  });
});

describe('measureVoice', () => {
  const tone = (partials: readonly (readonly [number, number])[]) => {
    const samples = new Float32Array(48000);
    // Half a second of silence around half a second of sound, as a clip has it.
    for (let i = 12000; i < 36000; i++) {
      for (const [hertz, amplitude] of partials)
        samples[i] = samples[i]! + amplitude * Math.sin((2 * Math.PI * hertz * i) / 48000);
    }
    return measureVoice({ samples, sampleRate: 48000 });
  };

  it('finds pitch, level and alpha ratio of known tones', () => {
    const voice = tone([220, 440, 660, 2200].map((hertz) => [hertz, hertz === 2200 ? 0.01 : 0.1] as const));
    expect(Math.abs(voice.f0 / 220 - 1)).toBeLessThan(1e-3);
    expect(Math.abs(voice.f0Range)).toBeLessThan(0.05);
    expect(Math.abs(voice.alphaRatio - 10 * Math.log10(0.01 ** 2 / (3 * 0.1 ** 2)))).toBeLessThan(0.2);
    expect(Math.abs(voice.level - 10 * Math.log10((3 * 0.1 ** 2 + 0.01 ** 2) / 2))).toBeLessThan(0.6);
    expect(Math.abs(voice.duration - 0.5)).toBeLessThan(0.05);
  });

  it('refuses a clip without a voice', () => {
    expect(() => measureVoice({ samples: new Float32Array(48000), sampleRate: 48000 })).toThrow(/no frame/);
  });

  it('interpolates quantiles as numpy does', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3], 0.25)).toBe(1.5);
  });
});
