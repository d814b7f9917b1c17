import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from '../training/findPython';
import { installPeer } from '../training/installPeer';
import type { Command } from '../training/runFresh';
import type { PeerName } from './cases';

export interface Peer {
  readonly title: string;
  /** Finds or installs it; throws a sentence when that cannot be. */
  prepare(programs: string): Command;
}

/** Our calculator; `flags` are Node's. */
export function ours(programs: string, title: string, ...flags: string[]): Command {
  return { program: process.execPath, args: [...flags, join(programs, 'ours.mjs'), title] };
}

/** Environment of a Python calculator: nothing in librosa that could takes a second thread, and nothing is left lying about. */
export const pythonEnvironment: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['OMP', 'OPENBLAS', 'MKL', 'NUMBA', 'BLIS', 'VECLIB_MAXIMUM'].map((library) => [`${library}_NUM_THREADS`, '1']),
  ),
  PYTHONDONTWRITEBYTECODE: '1',
};

const librosa: Peer = {
  title: 'librosa',
  prepare: () => ({
    program: findPython('librosa'),
    args: [fileURLToPath(new URL('./python/librosa_peer.py', import.meta.url))],
    env: pythonEnvironment,
  }),
};

function npmPeer(name: string, version: string): Peer {
  const title = `${name} ${version}`;
  return {
    title,
    prepare(programs) {
      const home = installPeer(name, version);
      const program = `${name.replace(/\.js$/, '')}.mjs`;
      return { program: process.execPath, args: [join(programs, program), home, title] };
    },
  };
}

const PLAIN = 'ours without WebAssembly';

export const peers: Readonly<Record<PeerName, Peer>> = {
  librosa,
  plain: { title: PLAIN, prepare: (programs) => ours(programs, PLAIN, '--no-expose-wasm') },
  meyda: npmPeer('meyda', '5.6.3'),
  essentia: npmPeer('essentia.js', '0.1.3'),
};
export const peerNames = Object.keys(peers) as PeerName[];
