import { library } from '../../tools/build/library';

// What `#engine` of package.json's 'imports' means in browsers is built by tsup.browser.config.ts.
export default library({
  entry: ['src/index.ts', 'src/engine.node.ts'],
  external: ['#engine'],
  dts: {
    entry: 'src/index.ts',
    compilerOptions: {
      ignoreDeprecations: '6.0',
      customConditions: [],
      paths: { '#engine': ['./src/engine.node.ts'] },
    },
  },
});
