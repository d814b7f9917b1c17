import { TrainError } from '../errors';
import type { ModelWeights } from '../weights';
import { type CheckpointFields, checkFields } from './checkpointFields';
import { type Refuse, stringifyPlainJson } from './plainJson';
import { encodeTensorFile, type NamedTensor } from './tensorFile';
import type { AveragingState, TrainCheckpoint } from './trainCheckpoint';

/** What the file's metadata says; a change of what lies in it raises the version. */
export const checkpointFormat = { format: '@ser/train checkpoint', version: '1' } as const;

/**
 * A checkpoint as the bytes of one safetensors file: `weights/NAME`, Adam's `m/0`, `v/0`, ..., `average/0`, ... and
 * `callbacks/INDEX/NAME` as float32 tensors, everything else as JSON in the metadata's `checkpoint`, and the SHA-256 of
 * all bytes before it as the last tensor. Python reads it with `safetensors.numpy.load_file`. Numbers come back from
 * {@link decodeCheckpoint} to the same bits.
 *
 * @throws TrainError `BAD_CHECKPOINT` for what a file cannot hold or no training goes on from: a NaN or infinity among
 * weights, moments, an epoch's figures or a callback's state (named in the sentence), a state that is not plain JSON
 */
export function encodeCheckpoint(checkpoint: TrainCheckpoint): Uint8Array {
  const refuse = (problem: string): never => {
    throw new TrainError('BAD_CHECKPOINT', `encodeCheckpoint: ${problem}; nothing was written`);
  };
  const { weights, optimizer, averaging, callbacks, ...rest } = checkpoint;
  const { moments, ...adam } = optimizer;
  moments.forEach(({ m, v }, index) => {
    if (m.length !== v.length) refuse(`moment ${index} has ${m.length} and ${v.length} values; expected as many`);
  });
  const fields: CheckpointFields = {
    ...rest,
    weightsSha256: weights.sha256,
    optimizer: adam,
    averaging: averaging && withoutValues(averaging),
    callbacks: callbacks.map((state) => {
      if (state === null) return null;
      const { weights: kept, ...plain } = state;
      return kept ? { ...plain, weightsSha256: kept.sha256 } : plain;
    }),
  };
  checkFields(fields, refuse);
  const tensors = [
    ...weightTensors('weights', weights, refuse),
    ...moments.flatMap(({ m, v }, index) => [vector(`m/${index}`, m), vector(`v/${index}`, v)]),
    ...(averaging?.values ?? []).map((values, index) => vector(`average/${index}`, values)),
    ...callbacks.flatMap((state, index) =>
      state?.weights ? weightTensors(`callbacks/${index}`, state.weights, refuse) : [],
    ),
  ];
  const metadata = { writer: '@ser/train', ...checkpointFormat, checkpoint: stringifyPlainJson(fields) };
  return encodeTensorFile({ metadata, tensors }, refuse);
}

function withoutValues({ values: _, ...rest }: AveragingState): CheckpointFields['averaging'] {
  return rest;
}

function weightTensors(folder: string, { specs, data }: ModelWeights, refuse: Refuse): NamedTensor[] {
  let offset = 0;
  const tensors = specs.map(({ name, shape }): NamedTensor => {
    const from = offset;
    offset += 4 * shape.reduce((product, size) => product * size, 1);
    return { name: `${folder}/${name}`, shape, data: data.subarray(from, offset) };
  });
  if (offset !== data.length) refuse(`${folder} has ${data.length} bytes; its specs describe ${offset}`);
  return tensors;
}

function vector(name: string, values: Float32Array): NamedTensor {
  const data = new Uint8Array(values.length * 4);
  const view = new DataView(data.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i]!, true);
  return { name, shape: [values.length], data };
}
