import { readdirSync, readFileSync } from 'node:fs';

const { packages: floors, withoutTensorFlow } = JSON.parse(
  readFileSync(new URL('./tools/ci/floors.json', import.meta.url), 'utf8'),
);

const folders = readdirSync(new URL('./packages', import.meta.url));
// Augmentations of contributors stand on @ser/augment, each for itself.
for (const folder of folders.filter((name) => name.startsWith('augment-'))) {
  floors[folder] = floors.augment + 1;
  withoutTensorFlow.push(folder);
}

// A package that is not in the table would be free to import anything, so it is an error at once.
for (const folder of folders) {
  if (!(folder in floors)) throw new Error(`packages/${folder} has no floor: add it to tools/ci/floors.json`);
}

const names = Object.keys(floors);
const either = (list) => `(${list.join('|')})`;

/** One rule a package: it may not import a package of its own floor or of a higher one, nor an example. */
const floorRules = names.map((name) => {
  const forbidden = names.filter((other) => other !== name && floors[other] >= floors[name]);
  return {
    name: `floor-${floors[name]}-${name}`,
    comment: `@ser/${name} is on floor ${floors[name]}: it imports lower floors only, never sideways or upward.`,
    severity: 'error',
    // Tests may look sideways (a backend is proved on the layers that stand on it); what we ship may not.
    from: { path: `^packages/${name}/`, pathNot: '^packages/[^/]+/(test|bench)/' },
    to: { path: ['^examples/', ...(forbidden.length > 0 ? [`^packages/${either(forbidden)}/`] : [])] },
  };
});

export default {
  forbidden: [
    ...floorRules,
    {
      name: 'through-the-front-door',
      comment: 'A sibling is imported by its name (@ser/NAME), not by a path into its folder.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle of modules has no order to be read in, and breaks at load time when it is bundled.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-tensorflow-below',
      comment: 'Whoever imports MFCCs must not get TensorFlow with them.',
      severity: 'error',
      from: { path: `^packages/${either(withoutTensorFlow)}/(src|test)/` },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'declared-dependencies-only',
      comment: 'What a shipped file imports stands in its package.json, or an importer gets "Cannot find package".',
      severity: 'error',
      from: { path: '^(packages|examples)/[^/]+/src/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['npm', 'npm-peer', 'type-only'],
      },
    },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing.',
      severity: 'error',
      // Generated files (the WebAssembly binary) exist after the first build only.
      from: { pathNot: '^packages/backend-simd/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(packages|examples)/[^/]+/(dist|generated|assembly|test-results|coverage|\\.stage|test/golden)/',
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // Without the private condition a sibling resolves into its dist, which no rule above looks at.
      conditionNames: ['@ser/source', 'import', 'node', 'default'],
      extensions: ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
