export { saveBundle } from './saveBundle';
