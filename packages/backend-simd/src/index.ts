export { SimdBackend, type SimdBackendOptions } from './backend';
export { BackendError, type BackendErrorCode } from './errors';
export { registerSimdBackend, SIMD_BACKEND, useSimdBackend } from './useSimdBackend';
