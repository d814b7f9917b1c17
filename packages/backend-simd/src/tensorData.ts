import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { bytesOf, type Heap, type NumericType } from './memory';

export type Values = backend_util.BackendValues;

/**
 * What the CPU backend keeps for a tensor, with the values either in a JavaScript array (as the inherited kernels write
 * them) or in the WebAssembly memory. Inherited kernels read and write the property `values` and need not know which.
 */
export class TensorData {
  dtype: DataType;
  refCount: number;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
  private readonly heap: Heap;
  private array: Values | undefined;
  private block = 0;
  private length = 0;

  constructor(heap: Heap, values: Values | undefined, dtype: DataType, refCount: number) {
    this.heap = heap;
    this.dtype = dtype;
    this.refCount = refCount;
    this.values = values;
  }

  /** `length` values of arbitrary contents in the memory. */
  static allocate(heap: Heap, length: number, dtype: NumericType): TensorData {
    const data = new TensorData(heap, undefined, dtype, 1);
    data.block = heap.allocate(bytesOf(length, dtype));
    data.length = length;
    return data;
  }

  /** A view made afresh at each call, since the memory may have grown; never keep it across an allocation. */
  get values(): Values | undefined {
    return this.block === 0 ? this.array : this.heap.view(this.block, this.length, this.dtype as NumericType);
  }

  set values(values: Values | undefined) {
    this.release();
    // Some inherited kernels (a contiguous slice) hand on a part of their input's view: its block may be reused while
    // this tensor lives, so it gets values of its own.
    this.array = ArrayBuffer.isView(values) && this.heap.owns(values) ? (values as Float32Array).slice() : values;
  }

  /** Where the values lie in the memory; a JavaScript array is moved there first. */
  address(length: number): number {
    if (this.block === 0) {
      const dtype = this.dtype as NumericType;
      const block = this.heap.allocate(bytesOf(length, dtype));
      this.heap.view(block, length, dtype).set(this.array as Float32Array);
      this.block = block;
      this.length = length;
      this.array = undefined;
    }
    return this.block;
  }

  /** Gives the block back. */
  release(): void {
    if (this.block !== 0) this.heap.release(this.block);
    this.block = 0;
    this.array = undefined;
  }
}
