export { type DownloadRavdessOptions, downloadRavdess } from './obtain/downloadRavdess';
export type { ObtainProgress } from './obtain/progress';
export { type UnpackedRavdess, type UnpackRavdessOptions, unpackRavdess } from './obtain/unpackRavdess';
export { type VerifiedRavdess, verifyRavdess } from './obtain/verifyRavdess';
