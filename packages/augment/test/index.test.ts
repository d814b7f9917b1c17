import * as conformance from '../src/conformance';
import * as augment from '../src/index';

it('exports exactly the documented names', () => {
  expect(Object.keys(augment).sort()).toEqual([
    'AugmentError',
    'compose',
    'defineAugmentation',
    'fromSpec',
    'noise',
    'pitchShift',
    'shift',
    'timeStretch',
  ]);
  expect(Object.keys(conformance)).toEqual(['checkAugmentation']);
});
