export { packRows, packColumns, rowTable } from './pack';
export { gemmRows, gemmColumns } from './gemm';
