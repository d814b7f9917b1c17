import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { findPython, pythonVersion } from './findPython';
import { installPeer } from './installPeer';
import type { Command } from './runFresh';
import type { Task } from './tasks';

/** A peer that is ready to run: what its rows are called, and how one of its processes starts. */
export interface ReadyPeer {
  readonly title: string;
  command(task: Task): Command;
}

export interface Peer {
  readonly name: string;
  readonly title: string;
  /** The tasks it has a row for. */
  readonly tasks: readonly Task['task'][];
  /** Peers whose steps take seconds get fewer, and a limit of their own. */
  readonly slow?: {
    readonly warmup: number;
    readonly steps: number;
    readonly repeats: number;
    readonly limitSeconds: number;
  };
  /** Finds or installs it; throws a sentence when that cannot be. */
  prepare(programs: string): ReadyPeer;
}

const python = fileURLToPath(new URL('./python/', import.meta.url));
const everything = ['train', 'multiply', 'infer', 'firstStep', 'firstResult'] as const;
const computing = ['train', 'multiply', 'infer'] as const;

function node(programs: string, program: string, ...args: string[]): Command {
  return { program: process.execPath, args: [join(programs, program), ...args] };
}

function tensorflow(name: string, title: string, rest: Pick<Peer, 'tasks' | 'slow'>, module?: string): Peer {
  return {
    name,
    title,
    ...rest,
    prepare(programs) {
      const home = module === undefined ? [] : [installPeer(module, tf.version_core)];
      return { title, command: (task) => node(programs, 'tensorflow.mjs', name, JSON.stringify(task), ...home) };
    },
  };
}

const threadVariables = ['OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'OPENBLAS_NUM_THREADS'];

function pythonCommand(interpreter: string, script: string, task: Task, args: string[], env = {}): Command {
  const threads = Object.fromEntries(threadVariables.map((name) => [name, String(task.threads)]));
  return {
    program: interpreter,
    args: [join(python, script), JSON.stringify(task), ...args],
    env: { ...threads, PYTHONDONTWRITEBYTECODE: '1', ...env },
  };
}

function torch(name: string, variant: 'default' | 'tuned', tasks: Peer['tasks']): Peer {
  // An allocator that keeps freed memory: half of the default's time goes into page faults.
  const kept = { GLIBC_TUNABLES: 'glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=17179869184' };
  return {
    name,
    title: `PyTorch, ${variant}`,
    tasks,
    prepare() {
      const interpreter = findPython('torch');
      return {
        title: `PyTorch ${pythonVersion(interpreter, 'torch')}, ${variant}`,
        command: (task) =>
          pythonCommand(interpreter, 'torch_peer.py', task, [variant], variant === 'tuned' ? kept : {}),
      };
    },
  };
}

/** TensorFlow is published under two names; either may be installed. */
function tensorflowVersion(interpreter: string): string {
  return pythonVersion(interpreter, 'tensorflow') || pythonVersion(interpreter, 'tensorflow_cpu');
}

const keras: Peer = {
  name: 'keras',
  title: 'Keras on TensorFlow',
  tasks: [...everything, 'losses'],
  prepare() {
    const interpreter = findPython('keras', 'tensorflow');
    return {
      title: `Keras ${pythonVersion(interpreter, 'keras')} on TensorFlow ${tensorflowVersion(interpreter)}`,
      command: (task) => pythonCommand(interpreter, 'keras_peer.py', task, []),
    };
  },
};

const jaxVersion = '0.1.25';
const jax: Peer = {
  name: 'jax',
  title: '`@jax-js/jax`, wasm',
  tasks: computing,
  slow: { warmup: 1, steps: 2, repeats: 5, limitSeconds: 300 },
  prepare(programs) {
    const home = installPeer('@jax-js/jax', jaxVersion);
    return {
      title: `\`@jax-js/jax\` ${jaxVersion}, wasm`,
      command: (task) => node(programs, 'jax.mjs', JSON.stringify(task), home),
    };
  },
};

/** Ours first, then the peers, in the order of the tables. */
export const peers: readonly Peer[] = [
  tensorflow('simd', '**`simd`**, `@ser/models` and `@ser/train`', { tasks: [...everything, 'losses', 'gradients'] }),
  tensorflow('simd-plain', '**`simd`**, plain `tf.layers` and `model.fit`', { tasks: ['train'] }),
  keras,
  torch('torch', 'default', everything),
  torch('torch-tuned', 'tuned', computing),
  tensorflow(
    'wasm',
    'TensorFlow.js `wasm`',
    { tasks: computing, slow: { warmup: 1, steps: 4, repeats: 20, limitSeconds: 600 } },
    '@tensorflow/tfjs-backend-wasm',
  ),
  jax,
  tensorflow('cpu', 'TensorFlow.js `cpu`', {
    tasks: computing,
    slow: { warmup: 0, steps: 1, repeats: 2, limitSeconds: 900 },
  }),
  tensorflow('node', '`tfjs-node`', { tasks: computing }, '@tensorflow/tfjs-node'),
];
