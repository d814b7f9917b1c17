import { type SpectrogramPanel, spectrogramComparison } from '@ser/report';
import { codeOf, expectInert, hostile, parseSvg, rastersOf, textsOf } from './markup';

function tone(hertz: number, sampleRate: number, seconds = 1, amplitude = 0.5) {
  const samples = Float32Array.from(
    { length: seconds * sampleRate },
    (_, n) => amplitude * Math.sin((2 * Math.PI * hertz * n) / sampleRate),
  );
  return { samples, sampleRate };
}

const panels: SpectrogramPanel[] = [
  { label: 'low', clip: tone(1000, 8000) },
  { label: 'long', clip: tone(2000, 48_000, 2, 0.05) },
];

/** Row of the loudest pixel in the middle column, as a share of the height from the bottom. */
function loudestHeight(raster: ReturnType<typeof rastersOf>[number]): number {
  const middle = Math.floor(raster.width / 2);
  const column = Array.from({ length: raster.height }, (_, row) => raster.steps[row * raster.width + middle]!);
  return (raster.height - 0.5 - column.indexOf(Math.max(...column))) / raster.height;
}

const largest = ({ steps }: ReturnType<typeof rastersOf>[number]) => Math.max(...Array.from(steps));

describe('spectrogramComparison', () => {
  it('shows clips of two rates and lengths on the same axes', () => {
    const svg = spectrogramComparison({ panels });
    const rasters = rastersOf(svg);
    // 1 and 2 kHz of the 4 kHz that both reach, to a line of the 150 each picture has.
    expect(loudestHeight(rasters[0]!)).toBeCloseTo(0.25, 1);
    expect(loudestHeight(rasters[1]!)).toBeCloseTo(0.5, 1);
    const images = Array.from(parseSvg(svg).querySelectorAll('image'), (image) => Number(image.getAttribute('width')));
    expect(images[1]).toBeCloseTo(2 * images[0]!, 3);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['low', 'long', '0 dB', '\u221270']));
    expect(textsOf(svg).filter((text) => text === '0 dB')).toHaveLength(1);
  });

  it('measures from the loudest bin of each panel, or of all of them', () => {
    expect(rastersOf(spectrogramComparison({ panels })).map(largest)).toEqual([255, 255]);
    const [loud, quiet] = rastersOf(spectrogramComparison({ panels, loudest: 'all' })).map(largest);
    expect(loud).toBe(255);
    // A tenth of the amplitude is 20 of the 70 dB.
    expect(quiet).toBeGreaterThan(255 * (1 - 22 / 70));
    expect(quiet).toBeLessThan(255 * (1 - 18 / 70));
  });

  it('takes levels made elsewhere, relative to their loudest', () => {
    const levels = { data: new Float32Array([-30, -10, -45, -80, -30, -30]), rows: 2, cols: 3 };
    const panel = { label: 'levels', levels, seconds: 1, fmax: 4000 };
    const [raster] = rastersOf(spectrogramComparison({ panels: [panel, panel], topDb: 70, fmax: 4000 }));
    const step = (level: number) => Math.round(255 * (1 + level / 70));
    // Frames are columns, the highest bin is on top.
    expect(Array.from(raster!.steps)).toEqual([-35, -20, 0, -20, -20, -70].map(step));
  });

  it('draws silence dark and keeps a click of one frame in a long clip', () => {
    const silent = { samples: new Float32Array(8000), sampleRate: 8000 };
    const samples = new Float32Array(8000 * 60);
    samples[240_000] = 1;
    const rasters = rastersOf(
      spectrogramComparison({
        panels: [
          { label: 'silence', clip: silent },
          { label: 'click', clip: { samples, sampleRate: 8000 } },
        ],
      }),
    );
    expect(rasters.map(largest)).toEqual([0, 255]);
  });

  it('sets panels below each other on narrow sheets', () => {
    const heightAt = (width: number) =>
      Number(parseSvg(spectrogramComparison({ panels, width })).getAttribute('height'));
    expect(heightAt(360)).toBeGreaterThan(1.6 * heightAt(720));
  });

  it('stays small: a pixel takes one byte before compression', () => {
    const noise = Float32Array.from({ length: 96_000 }, (_, n) => Math.sin(n * n * 0.7) * Math.cos(n * 13.37));
    const clip = { samples: noise, sampleRate: 48_000 };
    const svg = spectrogramComparison({
      panels: [
        { label: 'a', clip },
        { label: 'b', clip },
      ],
    });
    expect(svg.length).toBeLessThan(190_000);
  });

  it('refuses what cannot be compared', () => {
    const [first] = panels as [SpectrogramPanel];
    const levels = { data: new Float32Array(5), rows: 2, cols: 3 };
    const made = { label: 'made', levels, seconds: 1, fmax: 4000 };
    const withOne = (panel: SpectrogramPanel) => codeOf(() => spectrogramComparison({ panels: [first, panel] }));
    expect(codeOf(() => spectrogramComparison({ panels: [first] }))).toBe('EMPTY');
    expect(withOne({ label: '', clip: { samples: new Float32Array(0), sampleRate: 8000 } })).toBe('EMPTY');
    expect(withOne({ label: '', clip: { samples: new Float32Array([Number.NaN]), sampleRate: 8000 } })).toBe(
      'NOT_FINITE',
    );
    expect(withOne(made)).toBe('SIZE_MISMATCH');
    const bad = { data: new Float32Array([0, 0, 0, Number.NaN, 0, 0]), rows: 2, cols: 3 };
    expect(withOne({ ...made, levels: bad })).toBe('NOT_FINITE');
    const zeros = { data: new Float32Array(6), rows: 2, cols: 3 };
    expect(withOne({ ...made, levels: zeros, seconds: 0 })).toBe('INVALID_OPTION');
    for (const options of [
      { fmax: 4001 },
      { nFft: 1023 },
      { hopLength: 0 },
      { topDb: 0 },
      { columns: 0 },
      { columns: 9 },
      { loudest: 'most' as 'all' },
    ]) {
      expect(codeOf(() => spectrogramComparison({ panels, ...options }))).toBe('INVALID_OPTION');
    }
  });

  it('shows hostile labels as text', () => {
    expectInert(spectrogramComparison({ panels: panels.map((panel) => ({ ...panel, label: hostile })) }));
  });
});
