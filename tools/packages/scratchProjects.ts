/** What a user of one package installs beside it, for the program in programs/NAME.ts. */
export interface ScratchProject {
  readonly folder: string;
  /** Other packages of ours that the program imports by name. */
  readonly alongside: readonly string[];
  /** Libraries of others that the program uses and the package does not ask for. */
  readonly libraries: readonly string[];
}

const alongside: Record<string, readonly string[]> = {
  augment: ['@ser/random'],
  dataset: ['@ser/augment', '@ser/corpora', '@ser/features'],
  models: ['@ser/backend-simd'],
  recognizer: ['@ser/backend-simd', '@ser/features'],
  train: ['@ser/models', '@ser/backend-simd'],
};

const libraries: Record<string, readonly string[]> = {
  'backend-simd': ['@tensorflow/tfjs-layers@^4.22.0'],
};

export function scratchProject(folder: string): ScratchProject {
  return {
    folder,
    alongside: alongside[folder.replace(/^augment-.*/, 'augment')] ?? [],
    libraries: libraries[folder] ?? [],
  };
}
