import { comparisonTable, emotionCounts, htmlReport, markdownTable } from '@ser/report';
import { parseHTML } from 'linkedom';
import { codeOf, expectInert, hostile } from './markup';

const svg = emotionCounts({ counts: [{ label: 'angry', count: 3 }], title: 'Counts' });
const table = {
  caption: 'Two',
  columns: ['network', { label: 'accuracy, %', digits: 1 }],
  rows: [
    ['CNN', 64.27],
    ['LSTM', null],
  ],
};

describe('comparisonTable', () => {
  it('writes the same cells as HTML with headers and as Markdown', () => {
    const { html, markdown } = comparisonTable(table);
    expect(html).toContain('<th scope="col" class="number">accuracy, %</th>');
    expect(html).toContain('<th scope="row">CNN</th><td class="number">64.3</td>');
    expect(markdown).toBe('Two\n\n| network | accuracy, % |\n| --- | ---: |\n| CNN | 64.3 |\n| LSTM | \u2013 |\n');
    expect(markdown).toBe(markdownTable(table));
  });

  it('takes rows as objects by key, in any order', () => {
    const columns = [
      { label: 'Network', key: 'network' },
      { label: 'n', key: 'n' },
    ];
    expect(markdownTable({ columns, rows: [{ n: 1234, network: 'CNN' }] })).toContain('| CNN | 1,234 |');
    expect(codeOf(() => markdownTable({ columns, rows: [{ nn: 1 }] }))).toBe('LABEL_MISMATCH');
  });

  it('refuses rows of another length, NaN and no columns', () => {
    expect(codeOf(() => comparisonTable({ columns: ['a'], rows: [[1, 2]] }))).toBe('SIZE_MISMATCH');
    expect(codeOf(() => comparisonTable({ columns: ['a'], rows: [[Number.NaN]] }))).toBe('NOT_FINITE');
    expect(codeOf(() => comparisonTable({ columns: [], rows: [] }))).toBe('EMPTY');
  });

  it('lets no cell end its row or become markup', () => {
    const { html, markdown } = comparisonTable({
      columns: [hostile],
      rows: [[`${hostile}|a\\|b\nc`]],
      caption: hostile,
    });
    expectInert(html);
    expect(markdown).not.toContain('<script');
    expect(markdown).toContain('\\|a\\\\\\|b c |\n');
  });
});

describe('htmlReport', () => {
  const page = (heading = 'Results') =>
    htmlReport({
      title: 'Run',
      banner: 'synthetic corpus',
      sections: [
        {
          heading,
          paragraphs: ['Text'],
          tables: [table],
          figures: [{ svg, number: 1, caption: 'Clips', id: 'figure-1' }],
        },
        { heading: 'Two', list: ['one'], figures: [{ svg, caption: 'Pair', alt: 'new "alt"', reference: { svg } }] },
        { heading: '3 & last', html: '<p id="own">trusted</p>' },
      ],
      footer: 'End',
    });

  it('is one file that asks for nothing from outside and gives the same bytes again', () => {
    expect(page()).toBe(page());
    expect(page().replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|@import|<link|<script|url\(| src=/,
    );
    expect(page()).toContain("default-src 'none'");
  });

  it('has one h1, a main landmark, linked sections, and a name on each figure', () => {
    const { document } = parseHTML(page());
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(document.querySelectorAll('main')).toHaveLength(1);
    expect(document.documentElement.getAttribute('lang')).toBe('en-GB');
    const targets = Array.from(document.querySelectorAll('a[href^="#"]'), (a) => a.getAttribute('href')!.slice(1));
    expect(targets).toEqual(['content', 'results', 'two', 'section-3-last']);
    for (const target of targets) expect(document.getElementById(target)).not.toBeNull();
    const names = Array.from(document.querySelectorAll('figure svg'), (drawing) => drawing.getAttribute('aria-label'));
    expect(names).toEqual([expect.stringMatching(/^Counts\./), expect.stringMatching(/^Counts\./), 'new "alt"']);
    expect(document.querySelector('figcaption')?.textContent).toContain('Figure 1. Clips');
    expect(document.querySelector('.banner')?.textContent).toBe('synthetic corpus');
  });

  it('shows every hostile text as text', () => {
    expectInert(
      htmlReport({
        title: hostile,
        subtitle: hostile,
        banner: hostile,
        footer: hostile,
        lang: hostile,
        sections: [
          {
            heading: hostile,
            paragraphs: [hostile],
            list: [hostile],
            tables: [{ columns: [hostile], rows: [[hostile]], caption: hostile }],
            figures: [
              {
                svg,
                alt: hostile,
                caption: hostile,
                label: hostile,
                number: hostile,
                reference: { svg, label: hostile, alt: hostile },
              },
            ],
          },
        ],
      }),
    );
  });

  it('refuses equal or unusable anchors, empty pages and figures that are no SVG', () => {
    const section = { heading: 'A' };
    expect(codeOf(() => htmlReport({ title: 'T', sections: [section, section] }))).toBe('DUPLICATE');
    expect(codeOf(() => htmlReport({ title: 'T', sections: [{ ...section, id: 'a b' }] }))).toBe('INVALID_OPTION');
    expect(codeOf(() => htmlReport({ title: 'T', sections: [] }))).toBe('EMPTY');
    expect(codeOf(() => htmlReport({ title: ' ', sections: [section] }))).toBe('EMPTY');
    const figures = [{ svg: '<img>', caption: '' }];
    expect(codeOf(() => htmlReport({ title: 'T', sections: [{ ...section, figures }] }))).toBe('INVALID_OPTION');
  });
});
