/**
 * Multiplies and adds in registers only: twelve chains, so that neither unit waits for the other's result. Each turn is
 * 12 x 4 multiplications and as many additions. Returns a value that depends on every chain.
 */
export function peak(turns: i32, scale: f32, offset: f32): f32 {
  const a = f32x4.splat(scale);
  const b = f32x4.splat(offset);
  let r0 = b, r1 = f32x4.add(r0, b), r2 = f32x4.add(r1, b), r3 = f32x4.add(r2, b);
  let r4 = f32x4.add(r3, b), r5 = f32x4.add(r4, b), r6 = f32x4.add(r5, b), r7 = f32x4.add(r6, b);
  let r8 = f32x4.add(r7, b), r9 = f32x4.add(r8, b), r10 = f32x4.add(r9, b), r11 = f32x4.add(r10, b);
  for (let i = 0; i < turns; i++) {
    r0 = f32x4.add(f32x4.mul(r0, a), b);
    r1 = f32x4.add(f32x4.mul(r1, a), b);
    r2 = f32x4.add(f32x4.mul(r2, a), b);
    r3 = f32x4.add(f32x4.mul(r3, a), b);
    r4 = f32x4.add(f32x4.mul(r4, a), b);
    r5 = f32x4.add(f32x4.mul(r5, a), b);
    r6 = f32x4.add(f32x4.mul(r6, a), b);
    r7 = f32x4.add(f32x4.mul(r7, a), b);
    r8 = f32x4.add(f32x4.mul(r8, a), b);
    r9 = f32x4.add(f32x4.mul(r9, a), b);
    r10 = f32x4.add(f32x4.mul(r10, a), b);
    r11 = f32x4.add(f32x4.mul(r11, a), b);
  }
  r0 = f32x4.add(f32x4.add(r0, r1), f32x4.add(r2, r3));
  r4 = f32x4.add(f32x4.add(r4, r5), f32x4.add(r6, r7));
  r8 = f32x4.add(f32x4.add(r8, r9), f32x4.add(r10, r11));
  return f32x4.extract_lane(f32x4.add(f32x4.add(r0, r4), r8), 0);
}
