export { SimdBackend, type SimdBackendOptions } from './backend';
export { BackendError, type BackendErrorCode } from './errors';
export {
  registerSimdBackend,
  SIMD_BACKEND,
  type UseSimdBackendOptions,
  useSimdBackend,
} from './useSimdBackend';
