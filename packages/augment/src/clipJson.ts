import type { AudioClip } from '@ser/dsp';
import { checkClip } from './checks';
import { AugmentError } from './errors';

/** A clip as JSON: its float32 samples, little-endian, in base64. */
export interface ClipJson {
  readonly sampleRate: number;
  readonly samples: string;
}

/** Characters that `String.fromCharCode` takes at once on every engine. */
const CHUNK = 8192;

export function clipToJson({ samples, sampleRate }: AudioClip): ClipJson {
  const bytes = new Uint8Array(samples.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setFloat32(4 * i, samples[i]!, true);
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return { sampleRate, samples: btoa(text) };
}

/** A clip, or its JSON, as a clip that is checked. */
export function toClip(name: string, given: AudioClip | ClipJson): AudioClip {
  if (typeof given?.samples !== 'string') {
    checkClip(name, given as AudioClip);
    return given as AudioClip;
  }
  const bytes = decodeBase64(name, given.samples);
  const view = new DataView(bytes.buffer);
  const samples = Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  const clip = { samples, sampleRate: given.sampleRate };
  checkClip(name, clip);
  return clip;
}

function decodeBase64(name: string, text: string): Uint8Array<ArrayBuffer> {
  let decoded: string;
  try {
    decoded = atob(text);
  } catch {
    throw new AugmentError('INVALID_JSON', `${name}: samples are not base64`);
  }
  if (decoded.length % 4 !== 0) {
    throw new AugmentError('INVALID_JSON', `${name}: samples have ${decoded.length} bytes; float32 takes 4 each`);
  }
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
}
