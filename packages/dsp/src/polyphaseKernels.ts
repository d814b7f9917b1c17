import { type Code, f32x4, i32, type Variable, type WasmFunction, wasmFunction, whileTrue } from './wasm/assembler';

// Sums of products in float32, four lanes at a time: (lane 0 + lane 2) + (lane 1 + lane 3), in WebAssembly and in JavaScript alike,
// so that both give the same bits.

/** Outputs side by side that share a row of weights: a load of weights serves eight products. */
export const SHARED = 8;

const VECTOR = 16;

const plus = (variable: Variable, bytes: Code | number): Code =>
  i32.add(variable.get, typeof bytes === 'number' ? i32.const(bytes) : bytes);
const advance = (variable: Variable, bytes: Code | number): Code => variable.set(plus(variable, bytes));
const storeSum = (address: Code, sum: Variable): Code => [
  ...sum.set(f32x4.add(sum.get, f32x4.swapHalves(sum.get))),
  ...f32x4.storeFirst(address, f32x4.add(sum.get, f32x4.swapPairs(sum.get))),
];

/**
 * results[p + j * resultStep] = row p times the signal at places[p] + j * signalStep, for j = 0 to 7; again and again, eight steps
 * further on, up to resultsEnd. Steps are in bytes, places in samples; rows lie one behind the other.
 */
const sumByRow = wasmFunction('sumByRow', ({ param, local }) => {
  const [places, placesEnd, rows, rowBytes, signal, signalStep, results, resultStep, resultsEnd] = Array.from(
    { length: 9 },
    param,
  ) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const addresses = Array.from({ length: SHARED }, () => local('i32'));
  const sums = Array.from({ length: SHARED }, () => local('v128'));
  const weights = local('v128');
  const place = local('i32');
  const weight = local('i32');
  const rowEnd = local('i32');
  const result = local('i32');
  const at = local('i32');
  const product = (offset: number): Code => [
    ...weights.set(f32x4.load(weight.get, offset)),
    ...sums.flatMap((sum, j) =>
      sum.set(f32x4.add(sum.get, f32x4.mul(weights.get, f32x4.load(addresses[j]!.get, offset)))),
    ),
  ];
  return whileTrue(i32.lt(results.get, resultsEnd.get), [
    ...place.set(places.get),
    ...weight.set(rows.get),
    ...result.set(results.get),
    ...whileTrue(i32.lt(place.get, placesEnd.get), [
      ...at.set(i32.add(signal.get, i32.shl(i32.load(place.get), i32.const(2)))),
      ...addresses.flatMap((address) => [...address.set(at.get), ...advance(at, signalStep.get)]),
      ...sums.flatMap((sum) => sum.set(f32x4.zero)),
      ...rowEnd.set(plus(weight, rowBytes.get)),
      ...whileTrue(i32.lt(weight.get, rowEnd.get), [
        ...product(0),
        ...product(VECTOR),
        ...addresses.flatMap((address) => advance(address, 2 * VECTOR)),
        ...advance(weight, 2 * VECTOR),
      ]),
      ...at.set(result.get),
      ...sums.flatMap((sum) => [...storeSum(at.get, sum), ...advance(at, resultStep.get)]),
      ...advance(place, 4),
      ...advance(result, 4),
    ]),
    ...advance(signal, i32.mul(signalStep.get, i32.const(SHARED))),
    ...advance(results, i32.mul(resultStep.get, i32.const(SHARED))),
  ]);
});

/** results[i] = (row + shares[i] * (next row - row)) times the signal at places[i], row being number rowNumbers[i]. */
const sumBetweenRows = wasmFunction('sumBetweenRows', ({ param, local }) => {
  const [places, rowNumbers, shares, rows, rowBytes, signal, results, resultsEnd] = Array.from(
    { length: 8 },
    param,
  ) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [here, there, hereToo, thereToo, samples] = Array.from({ length: 5 }, () => local('v128')) as [
    Variable,
    Variable,
    Variable,
    Variable,
    Variable,
  ];
  const address = local('i32');
  const weight = local('i32');
  const next = local('i32');
  const rowEnd = local('i32');
  const product = (a: Variable, b: Variable, offset: number): Code => [
    ...samples.set(f32x4.load(address.get, offset)),
    ...a.set(f32x4.add(a.get, f32x4.mul(f32x4.load(weight.get, offset), samples.get))),
    ...b.set(f32x4.add(b.get, f32x4.mul(f32x4.load(next.get, offset), samples.get))),
  ];
  return whileTrue(i32.lt(results.get, resultsEnd.get), [
    ...address.set(i32.add(signal.get, i32.shl(i32.load(places.get), i32.const(2)))),
    ...weight.set(plus(rows, i32.mul(i32.load(rowNumbers.get), rowBytes.get))),
    ...next.set(plus(weight, rowBytes.get)),
    ...rowEnd.set(next.get),
    ...[here, there, hereToo, thereToo].flatMap((sum) => sum.set(f32x4.zero)),
    ...whileTrue(i32.lt(weight.get, rowEnd.get), [
      ...product(here, there, 0),
      ...product(hereToo, thereToo, VECTOR),
      ...[address, weight, next].flatMap((pointer) => advance(pointer, 2 * VECTOR)),
    ]),
    ...here.set(f32x4.add(here.get, hereToo.get)),
    ...there.set(f32x4.add(there.get, thereToo.get)),
    ...here.set(f32x4.add(here.get, f32x4.mul(f32x4.loadSplat(shares.get), f32x4.sub(there.get, here.get)))),
    ...storeSum(results.get, here),
    ...[places, rowNumbers, shares, results].flatMap((pointer) => advance(pointer, 4)),
  ]);
});

export const polyphaseKernels: readonly WasmFunction[] = [sumByRow, sumBetweenRows];
