/** The bytes ended in the middle of a frame. */
export class OutOfBytes extends Error {}

/**
 * Reads bits, most significant first. Behind the end it reads zeros, so that the loops below need no check a bit; whoever
 * reads a frame asks `isExhausted` when it is through.
 */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  /** The next `#count` bits, left-aligned; zeros follow. */
  #cache = 0;
  #count = 0;

  /** @param fileOffset byte of the file that is bytes[0], for messages */
  constructor(
    bytes: Uint8Array,
    at: number,
    readonly fileOffset = 0,
  ) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Byte at which the next bit lies. */
  get position(): number {
    return this.#at - (this.#count >> 3);
  }

  /** The next bit, counted from the first of `bytes`. */
  get bitPosition(): number {
    return 8 * this.#at - this.#count;
  }

  set bitPosition(bit: number) {
    this.#at = Math.floor(bit / 8);
    this.#cache = 0;
    this.#count = 0;
    this.#fill();
    const passed = bit % 8;
    this.#cache <<= passed;
    this.#count -= passed;
  }

  /** Whether more bits were read than there are. */
  get isExhausted(): boolean {
    return this.position > this.#bytes.length;
  }

  /** @param bits 0 to 32 */
  unsigned(bits: number): number {
    if (bits > 16) return this.unsigned(bits - 16) * 65_536 + this.unsigned(16);
    this.#fill();
    const value = (this.#cache >>> 1) >>> (31 - bits);
    this.#cache <<= bits;
    this.#count -= bits;
    return value;
  }

  /** Two's complement. @param bits 1 to 33 */
  signed(bits: number): number {
    if (bits > 32) return this.signed(bits - 16) * 65_536 + this.unsigned(16);
    return (this.unsigned(bits) << (32 - bits)) >> (32 - bits);
  }

  /** The zeros before the next one; the one is taken too. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      this.#fill();
      const leading = Math.clz32(this.#cache);
      if (leading < this.#count) {
        this.#cache = (this.#cache << leading) << 1;
        this.#count -= leading + 1;
        return zeros + leading;
      }
      zeros += this.#count;
      this.#cache = 0;
      this.#count = 0;
      // Zeros behind the end would never end.
      if (this.#at >= this.#bytes.length) throw new OutOfBytes();
    }
  }

  /** Goes on to the next whole byte. */
  align(): void {
    const rest = this.#count & 7;
    this.#cache <<= rest;
    this.#count -= rest;
  }

  /**
   * Fills output[from] to output[to - 1] with Rice codes: a quotient in unary, `parameter` bits of remainder, and the sign
   * in the lowest bit. This is where most of a file's bits go, so the state is kept in local variables.
   */
  rice(parameter: number, output: Int32Array | Float64Array, from: number, to: number): void {
    const bytes = this.#bytes;
    const end = bytes.length;
    const { clz32 } = Math;
    let at = this.#at;
    let cache = this.#cache;
    let count = this.#count;
    for (let i = from; i < to; i++) {
      while (count <= 24) {
        if (at < end) cache |= bytes[at]! << (24 - count);
        at++;
        count += 8;
      }
      const quotient = clz32(cache);
      let value: number;
      if (quotient + parameter < count) {
        cache = (cache << quotient) << 1;
        value = (quotient << parameter) | ((cache >>> 1) >>> (31 - parameter));
        cache <<= parameter;
        count -= quotient + 1 + parameter;
      } else {
        this.#at = at;
        this.#cache = cache;
        this.#count = count;
        value = (this.unary() << parameter) | this.unsigned(parameter);
        at = this.#at;
        cache = this.#cache;
        count = this.#count;
      }
      output[i] = (value >>> 1) ^ -(value & 1);
    }
    this.#at = at;
    this.#cache = cache;
    this.#count = count;
  }

  #fill(): void {
    while (this.#count <= 24) {
      if (this.#at < this.#bytes.length) this.#cache |= this.#bytes[this.#at]! << (24 - this.#count);
      this.#at++;
      this.#count += 8;
    }
  }
}
