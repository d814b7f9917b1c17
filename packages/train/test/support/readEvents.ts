/** One event of a TensorBoard file. */
export interface ReadEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion?: string;
  readonly tag?: string;
  readonly value?: number;
}

/** Reads a TensorBoard file, with checksums by a table (the writer's are by bits); throws where it is not as it should be. */
export function readEvents(bytes: Uint8Array): ReadEvent[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: ReadEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 12 > bytes.length) throw new Error(`${bytes.length - at} bytes left at ${at}`);
    checkCrc(bytes.subarray(at, at + 8), view.getUint32(at + 8, true));
    const length = Number(view.getBigUint64(at, true));
    if (at + 16 + length > bytes.length) throw new Error(`a record of ${length} bytes at ${at} is cut off`);
    const data = bytes.subarray(at + 12, at + 12 + length);
    checkCrc(data, view.getUint32(at + 12 + length, true));
    events.push(readEvent(data));
    at += 16 + length;
  }
  return events;
}

function readEvent(data: Uint8Array): ReadEvent {
  const event = readFields(data);
  const base = { wallTime: viewOf(event, 1).getFloat64(0, true), step: Number(event.get(2) ?? 0) };
  if (event.has(3)) return { ...base, fileVersion: textOf(event, 3) };
  const value = readFields(bytesOf(readFields(bytesOf(event, 5)), 1));
  return { ...base, tag: textOf(value, 1), value: viewOf(value, 2).getFloat32(0, true) };
}

type Fields = Map<number, number | Uint8Array>;

/** Fields of a protobuf message by number: numbers for varints, bytes for all others. */
function readFields(data: Uint8Array): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = data[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const key = varint();
    const type = key & 7;
    if (type === 0) {
      fields.set(key >> 3, varint());
      continue;
    }
    const length = type === 1 ? 8 : type === 5 ? 4 : varint();
    fields.set(key >> 3, data.subarray(at, at + length));
    at += length;
  }
  return fields;
}

function bytesOf(fields: Fields, number: number): Uint8Array {
  const field = fields.get(number);
  if (field instanceof Uint8Array) return field;
  throw new Error(`field ${number} is ${field}; expected bytes`);
}

const textOf = (fields: Fields, number: number) => new TextDecoder().decode(bytesOf(fields, number));

function viewOf(fields: Fields, number: number): DataView {
  const bytes = bytesOf(fields, number);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

function checkCrc(data: Uint8Array, masked: number): void {
  const crc = ~data.reduce((sum, byte) => (sum >>> 8) ^ table[(sum ^ byte) & 255]!, -1) >>> 0;
  const unmasked = (masked - 0xa282ead8) >>> 0;
  if (((unmasked << 15) | (unmasked >>> 17)) >>> 0 !== crc) throw new Error('the checksum is wrong');
}
