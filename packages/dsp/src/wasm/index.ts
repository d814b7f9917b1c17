// The subpath `@ser/dsp/wasm`: what the kernels of the packages above are written with.
export {
  assemble,
  type Code,
  type FunctionScope,
  f32x4,
  f64x2,
  i32,
  i64x2,
  type ValueType,
  type Variable,
  type WasmFunction,
  wasmFunction,
  whileTrue,
} from './assembler';
export { createLayout, createScratch, type Kernels, type Scratch } from './scratch';
