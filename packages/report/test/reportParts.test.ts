import { comparisonTable, htmlReport, type ReportSection } from '@ser/report';
import { parseHTML } from 'linkedom';
import { codeOf, expectInert, hostile } from './markup';
import { wavOf } from './support/wav';

const clip = { samples: new Float32Array(4000), sampleRate: 8000 };
const page = (section: Partial<ReportSection>) =>
  htmlReport({ title: 'T', sections: [{ heading: 'Section', ...section }] });
const select = (html: string, selector: string) => Array.from(parseHTML(html).document.querySelectorAll(selector));
const textOf = (elements: readonly Element[]) => elements.map(({ textContent }) => textContent);

describe('audio', () => {
  it('puts the whole file behind a named player, and its seconds beside the caption', () => {
    const wav = wavOf({ ...clip, samples: clip.samples.map((_, n) => Math.sin(n)) });
    const html = page({ audio: [{ caption: 'meant sad, heard calm', wav }] });
    const [player] = select(html, 'audio');
    expect(player!.getAttribute('aria-label')).toBe('meant sad, heard calm');
    const [, source] = /^data:audio\/wav;base64,(.*)$/.exec(player!.getAttribute('src')!)!;
    expect(Buffer.from(source!, 'base64').equals(wav)).toBe(true);
    expect(textOf(select(html, '.player figcaption'))).toEqual(['meant sad, heard calm 0.5 s']);
  });

  it('knows every length modulo three, chunks before the data, stereo and wide samples', () => {
    const seconds = (wav: Uint8Array) => textOf(select(page({ audio: [{ caption: 'c', wav }] }), '.seconds'))[0];
    for (const extra of [0, 1, 2, 3]) expect(seconds(wavOf(clip, { extra }))).toBe('0.5 s');
    expect(seconds(wavOf(clip, { channels: 2, bytesPerSample: 4, format: 3 }))).toBe('0.1 s');
    const offset = new Uint8Array([0, ...wavOf(clip)]).subarray(1);
    expect(seconds(offset)).toBe('0.5 s');
  });

  it('refuses what no browser would play', () => {
    const code = (wav: unknown) => codeOf(() => page({ audio: [{ caption: 'c', wav: wav as Uint8Array }] }));
    const whole = wavOf(clip);
    for (let length = 0; length < whole.length; length += 7) expect(code(whole.subarray(0, length))).toBe('NOT_A_WAV');
    expect(code(wavOf({ ...clip, samples: new Float32Array(0) }))).toBe('NOT_A_WAV');
    expect(code(wavOf(clip, { format: 85 }))).toBe('NOT_A_WAV');
    expect(code(wavOf({ ...clip, sampleRate: 0 }))).toBe('NOT_A_WAV');
    expect(code(new Uint8Array(100).fill(65))).toBe('NOT_A_WAV');
    expect(code('RIFF')).toBe('NOT_A_WAV');
    expect(codeOf(() => page({ audio: [{ caption: ' ', wav: whole }] }))).toBe('EMPTY');
  });
});

describe('cards', () => {
  const card = {
    title: 'CNN',
    values: [['parameters', 1234567] as const, ['accuracy', null] as const],
    notes: ['Acted.'],
  };

  it('lists names and values in order under a heading of their own', () => {
    const html = page({ cards: [card] });
    expect(textOf(select(html, 'article h3'))).toEqual(['CNN']);
    expect(textOf(select(html, 'dt'))).toEqual(['parameters', 'accuracy']);
    expect(textOf(select(html, 'dd'))).toEqual(['1,234,567', '\u2013']);
    expect(textOf(select(html, 'article li'))).toEqual(['Acted.']);
  });

  it('refuses cards that say nothing and numbers that are none', () => {
    const code = (change: object) => codeOf(() => page({ cards: [{ ...card, ...change }] }));
    expect(code({ title: '' })).toBe('EMPTY');
    expect(code({ values: [], notes: [] })).toBe('EMPTY');
    expect(code({ values: [['', 1]] })).toBe('EMPTY');
    expect(code({ values: [['n', Number.NaN]] })).toBe('NOT_FINITE');
  });
});

describe('commands', () => {
  it('keeps every character, space and line', () => {
    const command = 'a --b "c" <d> && e\n\tf  g\n';
    const html = page({ commands: [command, { command: 'ls', caption: 'Look' }] });
    expect(textOf(select(html, 'pre code'))).toEqual([command, 'ls']);
    expect(select(html, 'pre').map((pre) => pre.getAttribute('aria-label'))).toEqual(['Section, command 1', 'Look']);
  });

  it('refuses an empty one', () => {
    expect(codeOf(() => page({ commands: [' '] }))).toBe('EMPTY');
  });
});

describe('tables', () => {
  it('stand in a region named after their caption, or their place', () => {
    const columns = ['a'];
    const html = page({
      tables: [
        { columns, rows: [['x']], caption: 'Named' },
        { columns, rows: [['y']] },
      ],
    });
    const names = select(html, '[role=region]').map((region) => region.getAttribute('aria-label'));
    expect(names).toEqual(['Named', 'Section, table 2']);
  });

  it('refuse a row without content', () => {
    for (const row of [{}, ['', null], [null, undefined]]) {
      expect(codeOf(() => comparisonTable({ columns: ['a', 'b'], rows: [['x', 1], row] }))).toBe('EMPTY');
    }
  });
});

describe('figures', () => {
  const nameOf = (svg: string, alt?: string) =>
    select(page({ figures: [{ svg, alt, caption: 'Caption "1"' }] }), 'svg').map((drawing) => [
      drawing.getAttribute('role'),
      drawing.getAttribute('aria-label'),
    ]);

  it('are named by alt, else by what the SVG says of itself, else by the caption', () => {
    const foreign =
      '<svg viewBox="0 0 1 1"><title>Title</title><desc>More &amp; more</desc><g><title>x</title></g></svg>';
    expect(nameOf(foreign, 'Alt')).toEqual([['img', 'Alt']]);
    expect(nameOf(foreign)).toEqual([['img', 'Title. More & more']]);
    expect(nameOf('<svg role="graphics-document" aria-label="Own"><title>T</title></svg>')).toEqual([['img', 'Own']]);
    expect(nameOf('<svg><g><title>of a shape</title></g></svg>')).toEqual([['img', 'Caption "1"']]);
  });

  it('may bring a drawing for narrow screens', () => {
    const html = page({ figures: [{ svg: '<svg class="a"/>', narrow: '<svg class="b"/>', caption: 'c' }] });
    expect(select(html, '.wide svg.a, .narrow svg.b')).toHaveLength(2);
    expect(codeOf(() => page({ figures: [{ svg: '<svg/>', narrow: '<b>', caption: 'c' }] }))).toBe('INVALID_OPTION');
  });
});

it('shows every hostile text as text', () => {
  expectInert(
    page({
      heading: hostile,
      audio: [{ caption: hostile, wav: wavOf(clip) }],
      cards: [{ title: hostile, values: [[hostile, hostile]], notes: [hostile] }],
      commands: [hostile, { command: hostile, caption: hostile }],
      tables: [{ columns: [hostile], rows: [[hostile]], caption: hostile }],
      figures: [{ svg: '<svg></svg>', narrow: '<svg></svg>', caption: hostile }],
    }),
  );
});
