import { jestConfig } from '../../jest.base.mjs';

// The package checks stage a copy of package.json, which Jest would take for a second package of this name.
export default jestConfig({ modulePathIgnorePatterns: ['<rootDir>/.stage', '<rootDir>/dist'] });
