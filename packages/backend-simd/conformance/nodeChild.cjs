// Loads the bundled suite, runs it on one backend and hands its result to the parent. CommonJS, as the bundle is.
const [bundle, backendName, options] = process.argv.slice(2);
require(bundle);
globalThis
  .runSuite(backendName, JSON.parse(options))
  .then((result) => process.send(result, () => process.disconnect()));
