// Packages published as ESM only; Jest's CommonJS mode must transform them.
const esmOnly = [
  '@noble',
  'pure-rand',
  'import-meta-resolve',
  '@observablehq',
  'd3[^/]*',
  'internmap',
  'delaunator',
  'robust-predicates',
  'isoformat',
  'interval-tree-1d',
  'binary-search-bounds',
  'fast-png',
  'iobuffer',
  'fflate',
  // linkedom's
  'css-select',
  'css-what',
  'domutils',
  'domhandler',
  'domelementtype',
  'boolbase',
  'nth-check',
  'htmlparser2',
  'entities',
  'dom-serializer',
  'cssomnom',
  'uhyphen',
  'html-escaper',
];

export function jestConfig(overrides = {}) {
  return {
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    testEnvironment: 'node',
    // The package checks stage copies of packages there.
    modulePathIgnorePatterns: ['<rootDir>/.stage', '<rootDir>/dist'],
    // Siblings resolve to their sources, so tests need no build.
    testEnvironmentOptions: { customExportConditions: ['@ser/source', 'node', 'require', 'default'] },
    transform: {
      '\\.[cm]?[jt]sx?$': [
        '@swc/jest',
        { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
      ],
    },
    transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
    // turbo runs two packages at a time; one worker each fits two cores.
    maxWorkers: process.env.JEST_WORKERS ?? 1,
    testTimeout: 60_000,
    reporters: ['default', '<rootDir>/../../tools/test/resultsReporter.cjs'],
    ...overrides,
  };
}
