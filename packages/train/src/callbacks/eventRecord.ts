/** What a TensorBoard event says: its file's version, or one figure at a step. */
export type EventContent =
  | { readonly fileVersion: string }
  | { readonly tag: string; readonly value: number; readonly step: number };

/**
 * One event as a record of a TensorBoard file: TFRecord framing (length and data, each with a masked CRC-32C) around an
 * `Event` protobuf, byte for byte as TensorBoard's own writer gives it. Figures are float32 there (`simple_value`).
 *
 * @param wallTime - seconds since 1970
 * @see tensorboard/compat/proto/event.proto and summary.proto; TensorFlow's `record_writer.h`
 */
export function eventRecord(wallTime: number, content: EventContent): Uint8Array {
  const event = encodeEvent(wallTime, content);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(event.length), true);
  return Uint8Array.of(...length, ...maskedCrc(length), ...event, ...maskedCrc(event));
}

function encodeEvent(wallTime: number, content: EventContent): Uint8Array {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setFloat64(0, wallTime, true);
  // Event: 1 wall_time (fixed64), 2 step, 3 file_version, 5 summary.
  if ('fileVersion' in content) return Uint8Array.of(0x09, ...time, ...field(3, text(content.fileVersion)));
  const value = new Uint8Array(4);
  new DataView(value.buffer).setFloat32(0, content.value, true);
  // Summary.Value: 1 tag, 2 simple_value (fixed32). Zero steps are left out, as protobuf does with defaults.
  const scalar = Uint8Array.of(...field(1, text(content.tag)), 0x15, ...value);
  const step = content.step === 0 ? [] : [0x10, ...varint(content.step)];
  return Uint8Array.of(0x09, ...time, ...step, ...field(5, field(1, scalar)));
}

const text = (value: string) => new TextEncoder().encode(value);

/** A protobuf field of bytes: number and wire type 2, length, content. */
function field(number: number, content: Uint8Array): Uint8Array {
  return Uint8Array.of((number << 3) | 2, ...varint(content.length), ...content);
}

/** Seven bits a byte, the lowest first; exact for whole numbers up to 2^53. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

/** Rotated right by 15 and offset, so that a checksum of data that holds checksums stays a good one. */
function maskedCrc(data: Uint8Array): Uint8Array {
  const crc = crc32c(data);
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, ((crc >>> 15) | (crc << 17)) + 0xa282ead8, true);
  return bytes;
}

/** Castagnoli's CRC, bit by bit: a record has some 60 bytes. */
function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}
