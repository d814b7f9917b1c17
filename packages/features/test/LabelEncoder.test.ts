import fc from 'fast-check';
import { LabelEncoder } from '../src/index';

describe('LabelEncoder', () => {
  it('numbers the labels in alphabetical order', () => {
    const encoder = new LabelEncoder();
    expect([...encoder.fitTransform(['sad', 'angry', 'sad', 'calm'])]).toEqual([2, 0, 2, 1]);
    expect(encoder.classes).toEqual(['angry', 'calm', 'sad']);
  });

  it('goes there and back for any labels, through JSON too', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (labels) => {
        const encoder = LabelEncoder.fromJSON(JSON.parse(JSON.stringify(new LabelEncoder().fit(labels))));
        expect(encoder.inverseTransform(encoder.transform(labels))).toEqual(labels);
      }),
    );
  });

  it('refuses unknown labels by name, numbers out of range, and use before fit', () => {
    const encoder = new LabelEncoder().fit(['calm', 'sad']);
    expect(() => encoder.transform(['bored'])).toThrow(/'bored' is none of calm, sad/);
    expect(() => encoder.inverseTransform([2])).toThrow(expect.objectContaining({ code: 'UNKNOWN_LABEL' }));
    expect(() => new LabelEncoder().transform(['sad'])).toThrow(expect.objectContaining({ code: 'NOT_FITTED' }));
    expect(() => new LabelEncoder().fit([])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    expect(() => LabelEncoder.fromJSON({ type: 'LabelEncoder', version: 1, classes: ['a', 'a'] })).toThrow(
      expect.objectContaining({ code: 'INVALID_JSON' }),
    );
  });
});
