import { library } from '../../tools/build/library';

export default library({ entry: ['src/index.ts', 'src/testing/index.ts'] });
