// An assembler for the few inner loops that need WebAssembly's vectors: expressions are bytes, made by calling functions in
// the order in which one would write the formula. Made when first used, so that nothing has to be built, fetched or committed.

/** Instructions that leave their result on the stack, or statements that leave nothing. */
export type Code = readonly number[];

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

const TYPE_BYTES: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const VECTOR = 0xfd;

/** LEB128 of a number >= 0. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** LEB128 of an int32. */
function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}

const operation =
  (...opcode: number[]) =>
  (...operands: Code[]): Code => [...operands.flat(), ...opcode];
/** `align` is the logarithm of the natural alignment, a hint only. */
const load =
  (align: number, ...opcode: number[]) =>
  (address: Code, offset = 0): Code => [...address, ...opcode, align, ...unsigned(offset)];
const store =
  (align: number, ...opcode: number[]) =>
  (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...opcode, align, ...unsigned(offset)];
const vector = (opcode: number) => operation(VECTOR, ...unsigned(opcode));

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: load(2, 0x28),
  add: operation(0x6a),
  sub: operation(0x6b),
  mul: operation(0x6c),
  shl: operation(0x74),
  /** To the right, the sign coming in. */
  shiftRight: operation(0x75),
  /** To the right, zeros coming in. */
  shiftRightUnsigned: operation(0x76),
  and: operation(0x71),
  or: operation(0x72),
  xor: operation(0x73),
  eq: operation(0x46),
  lt: operation(0x48),
  gt: operation(0x4a),
  store: store(2, 0x36),
  /** The lower half of an int64. */
  wrap: operation(0xa7),
};

export const i64 = {
  load: load(3, 0x29),
  store: store(3, 0x37),
  /** An unsigned int32. */
  loadInt32: load(2, 0x35),
  extend: operation(0xad),
  add: operation(0x7c),
  shl: operation(0x86),
  shiftRightUnsigned: operation(0x88),
  and: operation(0x83),
  or: operation(0x84),
  xor: operation(0x85),
  rotateLeft: operation(0x89),
  leadingZeros: operation(0x79),
};

export const f64 = {
  const: (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  /** Of an int64. */
  convert: operation(0xb9),
  store: store(3, 0x39),
  add: operation(0xa0),
  sub: operation(0xa1),
  mul: operation(0xa2),
  lt: operation(0x63),
  gt: operation(0x64),
};

export const f64x2 = {
  splat: (value: number): Code => [VECTOR, 12, ...new Uint8Array(Float64Array.of(value, value).buffer)],
  load: load(3, VECTOR, 0),
  /** One number in both lanes. */
  loadSplat: load(3, VECTOR, 10),
  /** One number in the first lane, 0 in the second. */
  loadFirst: load(3, VECTOR, 93),
  /** One number into the second lane of `value`. */
  loadSecond: (address: Code, value: Code): Code => [...address, ...value, VECTOR, 87, 3, 0, 1],
  store: store(3, VECTOR, 11),
  add: vector(0xf0),
  sub: vector(0xf1),
  mul: vector(0xf2),
  /** The first two float32 lanes, widened. */
  promote: operation(VECTOR, 95),
  /** Two float32 numbers that lie side by side, widened. */
  loadFloat32: (address: Code, offset = 0): Code => [...load(2, VECTOR, 93)(address, offset), VECTOR, 95],
  /** Two float32 numbers, of two places, widened. */
  loadFloat32Pair: (first: Code, second: Code, offset = 0): Code => [
    ...second,
    ...first,
    VECTOR,
    92,
    2,
    ...unsigned(offset),
    VECTOR,
    86,
    2,
    ...unsigned(offset),
    1,
    VECTOR,
    95,
  ],
  /** The first lanes of both operands. */
  firstLanes: operation(VECTOR, 13, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
  /** The second lanes of both operands. */
  secondLanes: operation(VECTOR, 13, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
  /** Rounds to float32 and back. */
  fround: (value: Code): Code => [...value, VECTOR, 94, VECTOR, 95],
  div: vector(0xf3),
  /** The larger, or the first operand where either is NaN. */
  max: vector(0xf7),
  abs: vector(0xec),
  neg: vector(0xed),
  sqrt: vector(0xef),
  floor: operation(VECTOR, 0x75),
  /** To int32, towards 0, in the first lanes of four. */
  toInt32: vector(0xfc),
  /** To the nearest whole number, halves to the even one. */
  nearest: vector(0x94),
  // Comparisons give lanes of ones or zeros, which `select`, `and` and `or` take.
  eq: vector(0x47),
  lt: vector(0x49),
  gt: vector(0x4a),
  /** The first operand where the third has ones, else the second. */
  select: vector(82),
  and: vector(0x4e),
  or: vector(0x50),
  /** Ones where the sign bit is set, of zeros too. */
  isNegative: (value: Code): Code => [...value, ...i32.const(63), VECTOR, ...unsigned(0xcc)],
  /** Rounds to float32 and writes the first lane to one place, the second to another. `value` is evaluated twice. */
  storeFloat32Apart: (first: Code, second: Code, value: Code, offset = 0): Code =>
    [first, second].flatMap((address, lane) => [
      ...address,
      ...value,
      VECTOR,
      94,
      VECTOR,
      90,
      2,
      ...unsigned(offset),
      lane,
    ]),
  /** Rounds to float32 and writes both. */
  storeFloat32: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    VECTOR,
    94,
    VECTOR,
    91,
    2,
    ...unsigned(offset),
    0,
  ],
};

/** The bytes of four-byte lanes, as a shuffle names them. */
const laneBytes = (...lanes: number[]) => lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));

export const f32x4 = {
  zero: [VECTOR, 12, ...new Uint8Array(16)] as Code,
  load: load(2, VECTOR, 0),
  store: store(2, VECTOR, 11),
  /** One number in all four lanes. */
  loadSplat: load(2, VECTOR, 9),
  /** One number in the first lane, 0 in the others. */
  loadFirst: load(2, VECTOR, 92),
  /** One number into a lane of `value`. */
  loadLane: (address: Code, value: Code, lane: number): Code => [...address, ...value, VECTOR, 86, 2, 0, lane],
  storeLane: (address: Code, value: Code, lane: number, offset = 0): Code => [
    ...address,
    ...value,
    VECTOR,
    90,
    2,
    ...unsigned(offset),
    lane,
  ],
  add: vector(0xe4),
  sub: vector(0xe5),
  mul: vector(0xe6),
  /** The larger, or the first operand where either is NaN. */
  max: vector(0xeb),
  /** The smaller, or the first operand where either is NaN. */
  min: vector(0xea),
  abs: vector(0xe0),
  div: vector(0xe7),
  /** The same number in all lanes. */
  splat: (value: number): Code => [VECTOR, 12, ...new Uint8Array(Float32Array.of(value, value, value, value).buffer)],
  // Comparisons give lanes of ones or zeros, which `select` takes: its first operand where the third has ones, else the second.
  lt: vector(0x43),
  gt: vector(0x44),
  ge: vector(0x46),
  select: vector(82),
  and: vector(0x4e),
  ne: vector(0x42),
  /** Of int32. */
  convert: vector(0xfa),
  /** Two float64 numbers, rounded, in the first lanes; zeros in the others. */
  demote: operation(VECTOR, 94),
  /** Writes the first two lanes. */
  storeFirst: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    VECTOR,
    91,
    2,
    ...unsigned(offset),
    0,
  ],
  /** The lanes in the order 2, 3, 0, 1. `value` is evaluated twice, here and below. */
  swapHalves: (value: Code): Code => [...value, ...value, VECTOR, 13, ...laneBytes(2, 3, 0, 1)],
  /** The lanes in the order 1, 0, 3, 2. */
  swapPairs: (value: Code): Code => [...value, ...value, VECTOR, 13, ...laneBytes(1, 0, 3, 2)],
};

export const i32x4 = {
  /** One number in all lanes. */
  splat: operation(VECTOR, 17),
  sub: vector(0xb1),
  and: vector(0x4e),
  or: vector(0x50),
  xor: vector(0x51),
  eq: vector(0x37),
  /** To the right, the sign coming in. */
  shiftRight: (value: Code, bits: number): Code => [...value, ...i32.const(bits), VECTOR, ...unsigned(0xac)],
  /** The number in a lane, an i32. */
  lane: (value: Code, lane: number): Code => [...value, VECTOR, 27, lane],
  /** The highest bit of each lane, an i32: that of the first lane is 1, of the second 2. */
  bitmask: vector(0xa4),
  /** Whether any bit is 1, an i32. */
  anyTrue: vector(0x53),
  /** The bytes of each number in the other order. `value` is evaluated twice. */
  reverseBytes: (value: Code): Code => [
    ...value,
    ...value,
    VECTOR,
    13,
    ...[0, 1, 2, 3].flatMap((lane) => [3, 2, 1, 0].map((byte) => 4 * lane + byte)),
  ],
};

/** The bits of two numbers as whole numbers. */
export const i64x2 = {
  add: vector(0xce),
  sub: vector(0xd1),
  shl: (value: Code, bits: number): Code => [...value, ...i32.const(bits), VECTOR, ...unsigned(0xcb)],
  /** To the right, the sign coming in. */
  shiftRightSigned: (value: Code, bits: number): Code => [...value, ...i32.const(bits), VECTOR, ...unsigned(0xcc)],
  /** To the right, zeros coming in. */
  shiftRight: (value: Code, bits: number): Code => [...value, ...i32.const(bits), VECTOR, ...unsigned(0xcd)],
};

/** A parameter or local variable. */
export interface Variable {
  readonly get: Code;
  set(value: Code): Code;
}

/** As many variables as a number says, to be named at once. */
type Variables<N extends number, Some extends Variable[] = []> = number extends N
  ? Variable[]
  : Some['length'] extends N
    ? Some
    : Variables<N, [...Some, Variable]>;

export interface FunctionScope {
  param(): Variable;
  params<N extends number>(count: N): Variables<N>;
  local(type: ValueType): Variable;
  locals<N extends number>(count: N, type: ValueType): Variables<N>;
  /**
   * A constant vector in a variable: for loops. Written where it is used, V8 makes it anew in each round, from two numbers and five
   * instructions.
   */
  constant(value: Code): Variable;
}

/** What a local variable, by its index, holds from the start. */
interface Constant {
  readonly index: number;
  readonly value: Code;
}

export interface WasmFunction {
  readonly name: string;
  readonly params: number;
  readonly locals: readonly ValueType[];
  readonly constants: readonly Constant[];
  readonly body: Code;
}

/** A function of int32 parameters without a result. `build` declares its parameters first. */
export function wasmFunction(name: string, build: (scope: FunctionScope) => Code): WasmFunction {
  let params = 0;
  const locals: ValueType[] = [];
  const constants: Constant[] = [];
  const variable = (index: number): Variable => ({
    get: [0x20, ...unsigned(index)],
    set: (value) => [...value, 0x21, ...unsigned(index)],
  });
  const param = () => variable(params++);
  const localIndex = (type: ValueType) => params + locals.push(type) - 1;
  const local = (type: ValueType) => variable(localIndex(type));
  const several = <N extends number>(count: N, one: () => Variable) =>
    Array.from({ length: count }, one) as Variables<N>;
  const body = build({
    param,
    params: (count) => several(count, param),
    local,
    locals: (count, type) => several(count, () => local(type)),
    constant: (value) => {
      const index = localIndex('v128');
      constants.push({ index, value });
      return variable(index);
    },
  });
  return { name, params, locals, constants, body };
}

/** Does `body` while the condition, an i32, is not 0; looks at it before the first time. */
export function whileTrue(condition: Code, body: Code): Code {
  // block { loop { leave the block unless condition; body; again } }
  return [0x02, 0x40, 0x03, 0x40, ...condition, 0x45, 0x0d, 1, ...body, 0x0c, 0, 0x0b, 0x0b];
}

/** One of two statements, the first where the condition, an i32, is not 0. */
export function ifElse(condition: Code, first: Code, second: Code): Code {
  return [...condition, 0x04, 0x40, ...first, 0x05, ...second, 0x0b];
}

/** The binary of a module that imports the memory `env.memory` and exports these functions. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, items: readonly Code[]): Code => {
    const content = list(items);
    return [id, ...unsigned(content.length), ...content];
  };
  // ASCII only. An AudioWorklet has no TextEncoder.
  const text = (value: string): Code => [...unsigned(value.length), ...Array.from(value, (c) => c.charCodeAt(0))];
  // Constants come from variables of the module: those that could change, which is why V8 takes them as they are.
  const globals: Code[] = [];
  const load = ({ index, value }: Constant): Code => [
    0x23,
    ...unsigned(globals.push([TYPE_BYTES.v128, 1, ...value, 0x0b]) - 1),
    0x21,
    ...unsigned(index),
  ];
  const bodies = functions.map(({ locals, constants, body }): Code => {
    const content = [...list(locals.map((type) => [1, TYPE_BYTES[type]])), ...constants.flatMap(load), ...body, 0x0b];
    return [...unsigned(content.length), ...content];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      functions.map(({ params }) => [0x60, ...list(new Array(params).fill([TYPE_BYTES.i32])), 0]),
    ),
    ...section(2, [[...text('env'), ...text('memory'), 2, 0, 1]]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(6, globals),
    ...section(
      7,
      functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]),
    ),
    ...section(10, bodies),
  ]);
}
