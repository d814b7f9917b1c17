// The numbers by which JavaScript names an operation to a kernel: read by AssemblyScript and by `src/kernels/` alike.

/** Of `unary`: one float32 in, one out; `p` and `q` are the operation's attributes. */
export enum UnaryOp {
  Abs,
  Neg,
  Square,
  Sqrt,
  Rsqrt,
  Reciprocal,
  Sign,
  Floor,
  Ceil,
  Round,
  Relu,
  Relu6,
  LeakyRelu,
  Step,
  ClipByValue,
  Exp,
  Expm1,
  Log,
  Log1p,
  Sigmoid,
  Tanh,
  Elu,
  Selu,
  Softplus,
  AbsInt,
  NegInt,
  ReluInt,
}

/** Of `predicate`: a bool for each value. */
export enum PredicateOp {
  IsNan,
  IsInf,
  IsFinite,
  LogicalNot,
}

/** Of `cast`: from, to. */
export enum CastOp {
  BoolToFloat,
  BoolToInt,
  IntToFloat,
  FloatToInt,
  FloatToBool,
  IntToBool,
}

/**
 * Of `binary`. The order matters: float32, then int32 operations with results of the same type, then comparisons with a
 * bool as result, then those of bools.
 */
export enum BinaryOp {
  Add,
  Sub,
  Multiply,
  RealDiv,
  Maximum,
  Minimum,
  SquaredDifference,
  Prelu,
  EluGrad,
  Pow,
  AddInt,
  SubInt,
  MultiplyInt,
  MaximumInt,
  MinimumInt,
  SquaredDifferenceInt,
  FloorDivInt,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  EqualInt,
  NotEqualInt,
  LessInt,
  LessEqualInt,
  LogicalAnd,
  LogicalOr,
  EqualBool,
  NotEqualBool,
}

/** Which operand of a row is one value for the whole row. */
export enum Pattern {
  /** Neither. */
  Both,
  /** The right one. */
  Right,
  /** The left one. */
  Left,
}
