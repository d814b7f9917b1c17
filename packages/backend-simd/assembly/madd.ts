/**
 * sum + a b: two roundings, or one in the second binary, which is built with relaxed SIMD (a fused multiply-add where the
 * processor has one; its bits are its own).
 */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, sum) : f32x4.add(sum, f32x4.mul(a, b));
}
