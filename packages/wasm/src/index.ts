export {
  assemble,
  type Code,
  type FunctionScope,
  f32x4,
  f64,
  f64x2,
  i32,
  i32x4,
  i64,
  i64x2,
  ifElse,
  type ValueType,
  type Variable,
  type WasmFunction,
  wasmFunction,
  whileTrue,
} from './assembler';
export { createLayout, createScratch, type Kernels, lazyScratch, type Scratch } from './scratch';
