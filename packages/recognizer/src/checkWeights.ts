import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Bundle, BundleManifest } from './bundle';
import { RecognizerError } from './errors';
import { weightBytes, weightSpecs } from './weightLayout';

/** Hexadecimal SHA-256. */
export function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/**
 * Puts a checked manifest and the weights' bytes together.
 *
 * @throws RecognizerError `BAD_BUNDLE` for another number of bytes or a weight that is NaN or infinite,
 * `CHECKSUM_MISMATCH` for other bytes than were saved
 */
export function checkWeights(where: string, manifest: BundleManifest, weights: Uint8Array): Bundle {
  const specs = weightSpecs(manifest);
  const expected = weightBytes(specs);
  if (weights.length !== expected) {
    throw new RecognizerError(
      'BAD_BUNDLE',
      `${where}: the weights have ${weights.length} bytes; the manifest says ${expected}`,
    );
  }
  const hash = hashOf(weights);
  if (hash !== manifest.weightsSha256) {
    throw new RecognizerError(
      'CHECKSUM_MISMATCH',
      `${where}: the weights have SHA-256 ${hash}; the manifest says ${manifest.weightsSha256}. The bundle is damaged: fetch or save it again`,
    );
  }
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength);
  for (let at = 0; at < expected; at += 4) {
    const value = view.getFloat32(at, true);
    // x - x is 0 but for NaN and infinities.
    if (value - value !== 0) {
      throw new RecognizerError(
        'BAD_BUNDLE',
        `${where}: the weight at byte ${at} is ${value}; expected finite numbers`,
      );
    }
  }
  return { manifest, weights };
}
