import { library } from '../../tools/build/library';

// Two more entries, chosen by the 'imports' of package.json: linkedom must never enter a page bundle.
export default library({
  entry: ['src/index.ts', 'src/document.node.ts', 'src/document.browser.ts'],
  external: ['#document'],
  shims: true,
});
