export type { AudioClip, ComplexMatrix, Matrix } from './types';
