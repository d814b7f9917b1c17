import { library } from '../../tools/build/library';

// Two more entries, chosen by the 'imports' of package.json: browsers get no WebAssembly, whose bytes they would pay for.
export default library({
  entry: ['src/index.ts', 'src/spectra.node.ts', 'src/spectra.browser.ts'],
  external: ['#spectra'],
});
