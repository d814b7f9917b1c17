import { library } from '../../tools/build/library';

// The published schema lies beside the code.
export default library({ entry: ['src/index.ts', 'src/testing/index.ts'], publicDir: 'schema' });
