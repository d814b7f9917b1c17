export { fileSystem } from './fileSystem';
