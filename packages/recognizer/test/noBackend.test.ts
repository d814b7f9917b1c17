import { loadBundle } from '../src';
import { codeOf } from './support/codeOf';

// No backend is imported here, which is what the one test is about.
it('says that a backend is missing before it reads anything', async () => {
  expect(await codeOf(loadBundle('nowhere'))).toBe('NO_BACKEND');
});
