import { library } from '../../tools/build/library';

// The worker is a file of its own beside the index, in each format; `shims` gives import.meta.url to the CommonJS build.
export default library({ entry: ['src/index.ts', 'src/worker.ts'], shims: true });
