import { auditLeaks, protocolFolds } from '../../src';
import { thrownCode } from '../support/thrownCode';

const twoDigits = (number: number) => String(number).padStart(2, '0');
/** RAVDESS' 24 actors with two clips each, one a statement. */
const rows = Array.from({ length: 48 }, (_, row) => {
  const speaker = twoDigits(Math.floor(row / 2) + 1);
  return { clipId: `03-01-05-01-${twoDigits((row % 2) + 1)}-02-${speaker}`, speaker };
});
const testedSpeakers = (test: Uint32Array) => [...new Set(Array.from(test, (row) => rows[row]!.speaker))].join(' ');

describe('protocolFolds', () => {
  it.each([
    ['emobox6', ['01 11 20 21', '04 10 12 14', '08 09 19 23', '03 05 07 24', '02 15 16 18', '06 13 17 22']],
    ['lunaJimenez5', ['02 05 14 15 16', '03 06 07 13 18', '10 11 12 19 20', '08 17 21 23 24', '01 04 09 22']],
    ['loso', Array.from({ length: 24 }, (_, actor) => twoDigits(actor + 1))],
  ] as const)('%s tests each actor once, in the published order', (name, actors) => {
    const folds = protocolFolds(name, rows);
    expect(folds.map(({ test }) => testedSpeakers(test))).toEqual(actors);
    expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(rows.map((_, row) => row));
    for (const fold of folds) expect(auditLeaks(rows, fold).verdict).toBe('clean');
    expect(folds[0]!.name).toBe(name === 'loso' ? 'speaker 01' : `speakers ${actors[0].replaceAll(' ', ', ')}`);
  });

  it('textIndependent tests each statement on a model that never heard it', () => {
    const folds = protocolFolds('textIndependent', rows);
    expect(folds.map(({ name }) => name)).toEqual(['statement 01', 'statement 02']);
    expect([...folds[0]!.test]).toEqual(rows.flatMap((_, row) => (row % 2 === 0 ? [row] : [])));
    expect([...folds[0]!.train]).toEqual([...folds[1]!.test]);
    const own = protocolFolds(
      'textIndependent',
      [
        { speaker: 'a', text: 1 },
        { speaker: 'b', text: 2 },
        { speaker: 'a', text: 1 },
      ],
      {
        statement: ({ text }) => text,
      },
    );
    expect(own.map(({ test }) => [...test])).toEqual([[0, 2], [1]]);
    expect(thrownCode(() => protocolFolds('textIndependent', [{}, {}], { statement: () => 'kids' }))).toBe(
      'INVALID_SPLIT',
    );
  });

  it('refuses a corpus that lacks an actor or has another, and unknown names', () => {
    expect(thrownCode(() => protocolFolds('emobox6', rows.slice(2)))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => protocolFolds('lunaJimenez5', [...rows, { speaker: '25' }]))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => protocolFolds('loso', [{ speaker: '01' }, { speaker: '01' }]))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => protocolFolds('loso', [{ speaker: '01' }, {}]))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => protocolFolds('emobox5' as 'emobox6', rows))).toBe('INVALID_OPTION');
    expect(thrownCode(() => protocolFolds('toString' as 'emobox6', rows))).toBe('INVALID_OPTION');
    expect(thrownCode(() => protocolFolds('textIndependent', [{ clipId: 'a.wav', speaker: '01' }]))).toBe(
      'INVALID_OPTION',
    );
  });
});
