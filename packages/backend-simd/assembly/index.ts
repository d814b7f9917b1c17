export { packRows, packColumns, rowTable } from './pack';
export { gemmRows, gemmColumns } from './gemm';
export { padImages, pixelTable, flipFilter } from './conv';
export { maxPool, maxPoolGrad } from './pool';
export { relu, step, binary, binaryRow, sumRows, adam } from './elementwise';
export { activate, lstmStep, lstmStepGrad } from './lstm';
