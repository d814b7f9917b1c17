import '@tensorflow/tfjs-backend-cpu';
import * as api from '../src';
import * as node from '../src/node';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual(['RecognizerError', 'decodeBundle', 'encodeBundle', 'loadBundle']);
  expect(Object.keys(node)).toEqual(['saveBundle']);
});
