/** What a user of one package installs beside it, for the program in programs/NAME.ts. */
export interface ScratchProject {
  readonly folder: string;
  /** Other packages of ours that the program imports by name. */
  readonly alongside: readonly string[];
}

const alongside: Record<string, readonly string[]> = {
  augment: ['@ser/random'],
  dataset: ['@ser/augment', '@ser/corpora', '@ser/features'],
  models: ['@ser/backend-simd'],
  train: ['@ser/models', '@ser/backend-simd'],
};

export function scratchProject(folder: string): ScratchProject {
  return { folder, alongside: alongside[folder] ?? [] };
}
