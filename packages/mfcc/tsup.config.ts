import { library } from '../../tools/build/library';

// What `#engine` of package.json's 'imports' means in browsers is built by tsup.browser.config.ts.
export default library({ entry: ['src/index.ts', 'src/engine.node.ts'], external: ['#engine'] });
