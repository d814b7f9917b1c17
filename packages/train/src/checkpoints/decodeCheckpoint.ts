import { TrainError } from '../errors';
import { hashOf, type ModelWeights } from '../weights';
import { checkFields } from './checkpointFields';
import { checkpointFormat } from './encodeCheckpoint';
import { type Refuse, shorten } from './plainJson';
import { decodeTensorFile, type NamedTensor } from './tensorFile';
import type { TrainCheckpoint } from './trainCheckpoint';

/**
 * Reads what `encodeCheckpoint` wrote. Bytes from anywhere are safe to give: every length is checked before use, no
 * code runs, and every number is finite.
 *
 * @returns plain data that shares no memory with `bytes`
 * @throws TrainError `BAD_CHECKPOINT` for anything that is not a whole checkpoint: empty, truncated, changed in any bit,
 * of another program or of a later format version
 */
export function decodeCheckpoint(bytes: Uint8Array): TrainCheckpoint {
  const refuse = (problem: string): never => {
    throw new TrainError('BAD_CHECKPOINT', `decodeCheckpoint: ${problem}; expected a whole checkpoint by @ser/train`);
  };
  const { metadata, tensors } = decodeTensorFile(bytes, refuse);
  if (metadata.format !== checkpointFormat.format) return refuse('the file holds something else');
  if (metadata.version !== checkpointFormat.version) {
    const version = shorten(String(metadata.version));
    return refuse(`the file has format version ${version}, this @ser/train reads ${checkpointFormat.version}`);
  }
  const { weightsSha256, averaging, ...fields } = checkFields(parse(metadata.checkpoint, refuse), refuse);
  // In the order of the file: a tensor that nobody asks for stays in front of the next ones and is found.
  let next = 0;
  const takeFolder = (folder: string): NamedTensor[] => {
    const first = next;
    while (tensors[next]?.name.startsWith(`${folder}/`)) next++;
    return tensors.slice(first, next).map((tensor) => ({ ...tensor, name: tensor.name.slice(folder.length + 1) }));
  };
  const weights = joinWeights('weights', takeFolder('weights'), weightsSha256, refuse);
  const moments: { m: Float32Array; v: Float32Array }[] = [];
  while (tensors[next]?.name === `m/${moments.length}`) {
    const [m, v] = [tensors[next]!, tensors[next + 1]];
    if (v?.name !== `v/${moments.length}` || v.data.length !== m.data.length) {
      return refuse(`moment ${moments.length} lacks one of its halves`);
    }
    moments.push({ m: toFloats(m), v: toFloats(v) });
    next += 2;
  }
  const averages = averaging && { ...averaging, values: takeFolder('average').map(toFloats) };
  const callbacks = fields.callbacks.map((state, index) => {
    if (state?.weightsSha256 === undefined) return state;
    const { weightsSha256: sha256, ...plain } = state;
    const folder = `callbacks/${index}`;
    return { ...plain, weights: joinWeights(folder, takeFolder(folder), sha256, refuse) };
  });
  if (tensors[next]) return refuse(`tensor ${shorten(tensors[next]!.name)} belongs to nothing`);
  return {
    ...fields,
    weights,
    optimizer: { ...fields.optimizer, moments },
    ...(averages && { averaging: averages }),
    callbacks,
  };
}

function parse(text: unknown, refuse: Refuse): unknown {
  try {
    return JSON.parse(String(text));
  } catch (error) {
    return refuse(`the metadata cannot be read (${shorten((error as Error).message)})`);
  }
}

function joinWeights(folder: string, tensors: readonly NamedTensor[], sha256: string, refuse: Refuse): ModelWeights {
  const data = new Uint8Array(tensors.reduce((sum, tensor) => sum + tensor.data.length, 0));
  let offset = 0;
  for (const tensor of tensors) {
    data.set(tensor.data, offset);
    offset += tensor.data.length;
  }
  if (hashOf(data) !== sha256) return refuse(`${folder} do not match their own checksum`);
  return { specs: tensors.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })), data, sha256 };
}

function toFloats({ data }: NamedTensor): Float32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from({ length: data.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}
