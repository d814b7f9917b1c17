import { library } from '../../tools/build/library';

export default library();
