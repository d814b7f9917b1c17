/** RIFF files by hand, so that tests can lie in any field. */
export interface Chunk {
  readonly id: string;
  readonly body: readonly number[];
  /** Size written instead of the true one. */
  readonly size?: number;
  /** Leave out the pad byte of an odd body. */
  readonly isUnpadded?: boolean;
}

export function u16(value: number): number[] {
  return [value & 255, (value >> 8) & 255];
}

export function u32(value: number): number[] {
  return [...u16(value % 65536), ...u16(Math.floor(value / 65536))];
}

export function text(value: string): number[] {
  return [...value].map((letter) => letter.charCodeAt(0));
}

export function riff(chunks: readonly Chunk[], size?: number): Uint8Array {
  const body = chunks.flatMap(({ id, body, size, isUnpadded }) => [
    ...text(id),
    ...u32(size ?? body.length),
    ...body,
    ...(body.length % 2 === 1 && !isUnpadded ? [0] : []),
  ]);
  return Uint8Array.from([...text('RIFF'), ...u32(size ?? body.length + 4), ...text('WAVE'), ...body]);
}

export function fmt({ tag = 1, channels = 1, sampleRate = 16000, bits = 16, blockAlign = -1 } = {}): Chunk {
  const align = blockAlign < 0 ? channels * Math.ceil(bits / 8) : blockAlign;
  const body = [
    ...u16(tag),
    ...u16(channels),
    ...u32(sampleRate),
    ...u32(sampleRate * align),
    ...u16(align),
    ...u16(bits),
  ];
  return { id: 'fmt ', body };
}

export function extensible(tag: number, bits: number, validBits = bits): Chunk {
  const base = fmt({ tag: 0xfffe, bits }).body;
  const guid = [...u16(tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
  return { id: 'fmt ', body: [...base, ...u16(22), ...u16(validBits), ...u32(4), ...guid] };
}

export function data(...samples: number[]): Chunk {
  return { id: 'data', body: samples.flatMap((sample) => u16(sample & 0xffff)) };
}
