export * from './pack';
export * from './gemm';
export * from './conv';
export * from './pool';
export * from './elementwise';
export * from './lstm';
export { setScratch } from './scratch';
export { multiplyRows, multiplyColumns, sumParts, packPanels } from './multiply';
