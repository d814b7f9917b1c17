import { readFile, stat } from 'node:fs/promises';
import type { io } from '@tensorflow/tfjs-core';
import { ModelsError } from './errors';

/** Largest `model.json` that is read, in bytes: far above any real one. */
const largestModelJson = 64 * 1024 * 1024;

/** Bytes of one value as it lies in the file. */
const valueBytes: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 8 };
const quantizedBytes: Readonly<Record<string, number>> = { uint8: 1, uint16: 2, float16: 2 };

/**
 * Reads a `model.json` and checks all that TensorFlow.js' loader takes for granted.
 *
 * @throws ModelsError `MODEL_FILE_MISSING`, `BAD_MODEL_FILE`
 */
export async function readModelJson(file: string): Promise<io.ModelJSON> {
  const json = await parse(file);
  const fail = (problem: string): never => {
    throw new ModelsError('BAD_MODEL_FILE', `fileSystem.load: ${file}: ${problem}; expected a layers model`);
  };
  if (!isRecord(json)) return fail('the file is no JSON object');
  const { format, modelTopology, weightsManifest } = json;
  if (format === 'graph-model')
    return fail('it holds a graph model, which loadGraphModel of @tensorflow/tfjs-converter opens');
  if (!isRecord(modelTopology)) return fail('modelTopology is no object');
  if (!Array.isArray(weightsManifest)) return fail('weightsManifest is no list');
  const names = new Set<string>();
  for (const [index, group] of weightsManifest.entries() as Iterable<[number, unknown]>) {
    const place = `weightsManifest[${index}]`;
    if (!isRecord(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) {
      return fail(`${place} has no lists paths and weights`);
    }
    const path = group.paths.find((path: unknown) => !isInside(path));
    if (path !== undefined) return fail(`${place} names ${JSON.stringify(path)}, which is no path inside the folder`);
    for (const spec of group.weights as unknown[]) {
      const size = isRecord(spec) ? weightBytes(spec) : undefined;
      if (!isRecord(spec) || typeof spec.name !== 'string' || size === undefined) {
        return fail(
          `${place} describes a weight as ${JSON.stringify(spec).slice(0, 200)}, which has no known name, shape or dtype`,
        );
      }
      if (names.has(spec.name)) return fail(`${place} has a second weight ${spec.name}`);
      names.add(spec.name);
    }
  }
  return json as unknown as io.ModelJSON;
}

/** What the size of a weight depends on, unchecked. */
interface WeightDescription {
  readonly shape?: unknown;
  readonly dtype?: unknown;
  readonly quantization?: unknown;
}

/** Bytes that a weight takes in the file, or nothing when its description is not one that we can size. */
export function weightBytes(spec: WeightDescription): number | undefined {
  const { shape, dtype, quantization } = spec;
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return undefined;
  if (typeof dtype !== 'string' || !Object.hasOwn(valueBytes, dtype)) return undefined;
  let each = valueBytes[dtype]!;
  if (quantization !== undefined) {
    if (!isRecord(quantization) || typeof quantization.dtype !== 'string') return undefined;
    if (!Object.hasOwn(quantizedBytes, quantization.dtype)) return undefined;
    const scaled = Number.isFinite(quantization.scale) && Number.isFinite(quantization.min);
    if (quantization.dtype !== 'float16' && !scaled) return undefined;
    each = quantizedBytes[quantization.dtype]!;
  }
  const bytes = shape.reduce((product: number, size: number) => product * size, each);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

async function parse(file: string): Promise<unknown> {
  try {
    const { size } = await stat(file);
    if (size > largestModelJson) throw new Error(`it has ${size} bytes, more than ${largestModelJson}`);
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new ModelsError('MODEL_FILE_MISSING', `fileSystem.load: ${file} does not exist; expected a saved model`);
    }
    if (code !== undefined) throw error;
    throw new ModelsError('BAD_MODEL_FILE', `fileSystem.load: ${file} cannot be read as JSON (${message})`);
  }
}

/** A relative path with forward slashes that names no parent, drive, scheme or other machine. */
function isInside(path: unknown): boolean {
  return (
    typeof path === 'string' &&
    path !== '' &&
    !path.startsWith('/') &&
    !/[\\:\0]/.test(path) &&
    !path.split('/').includes('..')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
