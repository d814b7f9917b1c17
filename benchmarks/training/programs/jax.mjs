// One fresh process on @jax-js/jax' wasm backend: arguments TASK(JSON) FOLDER OF THE PEER; prints an Outcome.
// Plain JavaScript: the package is installed for the benchmark only, so its types are not there.
// An array is consumed where it is used; `.ref` keeps it for another use.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { peakBytes } from './peakBytes';

const BATCH = 64;
const UNITS = 128;
const [json, home] = process.argv.slice(2);
const task = JSON.parse(json);
const jax = await import(pathToFileURL(createRequire(join(home, 'package.json')).resolve('@jax-js/jax')).href);
const { numpy: np, lax, nn } = jax;
if (!(await jax.init('wasm')).includes('wasm')) throw new Error('@jax-js/jax has no wasm backend here');
jax.defaultDevice('wasm');

function values(shape, scale) {
  const size = shape.reduce((product, n) => product * n, 1);
  return np.array(Float32Array.from({ length: size }, (_, i) => scale * Math.sin(i * 12.9898 + 1))).reshape(shape);
}

function clipsOf(shape) {
  const size = shape.reduce((product, n) => product * n, 1);
  return np
    .array(Float32Array.from({ length: size }, (_, i) => Math.sin(i * 0.37) + Math.sin(i * 0.011)))
    .reshape(shape);
}

const dense = (p, name, x) => np.matmul(x, p[name]).add(p[`${name}Bias`]);

function addDense(parameters, name, inputs, outputs) {
  parameters[name] = values([inputs, outputs], 0.05);
  parameters[`${name}Bias`] = np.zeros([outputs]);
}

/** Parameters, input shape (channels first) and forward pass of the report's model 4. */
function cnn4(batch) {
  const parameters = {};
  const filters = [32, 64, 64, 64];
  filters.forEach((count, i) => {
    parameters[`conv${i}`] = values([count, filters[i - 1] ?? 1, 3, 3], 0.05);
    parameters[`conv${i}Bias`] = np.zeros([1, count, 1, 1]);
  });
  addDense(parameters, 'hidden', 14 * 64, 64);
  addDense(parameters, 'logits', 64, 8);
  const forward = (p, images) => {
    let x = images;
    for (let i = 0; i < filters.length; i++) {
      x = nn.relu(lax.conv(x, p[`conv${i}`], [1, 1], 'SAME').add(p[`conv${i}Bias`]));
      x = lax.reduceWindow(x, np.max, [2, 2], [2, 2]);
    }
    return dense(p, 'logits', nn.relu(dense(p, 'hidden', x.reshape([batch, 14 * 64]))));
  };
  return { parameters, forward, shape: [batch, 1, 224, 20], classes: 8 };
}

/** The same of the LSTM (no blocks) and the CNN+LSTM; there is no scan, so the steps are written out. */
function cnnLstm(batch, blocks) {
  const parameters = {};
  const filters = [256, 256, 128, 64, 32].slice(0, blocks);
  let steps = 162;
  filters.forEach((count, i) => {
    parameters[`conv${i}`] = values([count, filters[i - 1] ?? 1, 5], 0.05);
    parameters[`conv${i}Bias`] = np.zeros([1, count, 1]);
    steps = Math.ceil(steps / 2);
  });
  for (const [name, width] of [
    ['lstm0', filters.at(-1) ?? 1],
    ['lstm1', UNITS],
  ]) {
    addDense(parameters, name, width, 4 * UNITS);
    parameters[`${name}Recurrent`] = values([UNITS, 4 * UNITS], 0.05);
  }
  addDense(parameters, 'hidden', UNITS, 32);
  addDense(parameters, 'logits', 32, 7);
  const lstm = (p, name, series, sequences) => {
    const projected = np.split(dense(p, name, series), steps, 0);
    const recurrent = p[`${name}Recurrent`];
    let h = np.zeros([batch, UNITS]);
    let c = np.zeros([batch, UNITS]);
    const all = [];
    for (const row of projected) {
      const sums = row.reshape([batch, 4 * UNITS]).add(np.matmul(h, recurrent.ref));
      const [i, f, g, o] = np.split(sums, 4, 1);
      c = nn
        .sigmoid(f)
        .mul(c)
        .add(nn.sigmoid(i).mul(np.tanh(g)));
      h = nn.sigmoid(o).mul(np.tanh(c.ref));
      if (sequences) all.push(h.ref);
    }
    recurrent.dispose();
    c.dispose();
    if (!sequences) return h;
    h.dispose();
    return np.stack(all, 0);
  };
  const forward = (p, series) => {
    let x = series;
    for (let i = 0; i < blocks; i++) {
      x = nn.relu(lax.conv(x, p[`conv${i}`], [1], 'SAME').add(p[`conv${i}Bias`]));
      const length = x.shape[2];
      const padding = (Math.ceil(length / 2) - 1) * 2 + 5 - length;
      // After a ReLU zeros are as good as the -infinity of padding `same`.
      x = np.pad(x, [
        [0, 0],
        [0, 0],
        [padding >> 1, padding - (padding >> 1)],
      ]);
      x = lax.reduceWindow(x, np.max, [5], [2]);
    }
    x = lstm(p, 'lstm0', np.transpose(x, [2, 0, 1]), true);
    x = lstm(p, 'lstm1', x, false);
    return dense(p, 'logits', nn.relu(dense(p, 'hidden', x)));
  };
  return { parameters, forward, shape: [batch, 1, 162], classes: 7 };
}

const networks = {
  cnn4: () => cnn4(BATCH),
  lstm: () => cnnLstm(BATCH, 0),
  cnnLstm4: () => cnnLstm(BATCH, 4),
  cnnLstm5: () => cnnLstm(BATCH, 5),
};

async function train({ network, warmup, steps }) {
  const { parameters, forward, shape, classes } = networks[network]();
  const labels = Float32Array.from({ length: BATCH * classes }, (_, i) =>
    Math.floor(i / classes) % classes === i % classes ? 1 : 0,
  );
  const [x, y] = [clipsOf(shape), np.array(labels).reshape([BATCH, classes])];
  const loss = (p, inputs, wanted) => np.mean(np.sum(nn.logSoftmax(forward(p, inputs), -1).mul(wanted), 1)).mul(-1);
  const lossAndGradients = jax.valueAndGrad(loss);
  const step = jax.jit((p, m, v, inputs, wanted, rate) => {
    const [value, gradients] = lossAndGradients(jax.tree.ref(p), inputs, wanted);
    const [variables, first, second] = [{}, {}, {}];
    for (const name of Object.keys(p)) {
      first[name] = m[name].mul(0.9).add(gradients[name].ref.mul(0.1));
      second[name] = v[name].mul(0.999).add(np.square(gradients[name]).mul(0.001));
      const change = first[name].ref.mul(rate.ref).div(np.sqrt(second[name].ref).add(1e-7));
      variables[name] = p[name].sub(change);
    }
    rate.dispose();
    return [value, variables, first, second];
  });
  let p = parameters;
  let m = jax.tree.map((array) => np.zerosLike(array), jax.tree.ref(parameters));
  let v = jax.tree.map((array) => np.zerosLike(array), jax.tree.ref(parameters));
  const times = [];
  for (let i = 0; i < warmup + steps; i++) {
    const began = performance.now();
    const rate = (1e-3 * Math.sqrt(1 - 0.999 ** (i + 1))) / (1 - 0.9 ** (i + 1));
    let value;
    [value, p, m, v] = step(p, m, v, x.ref, y.ref, np.array(rate));
    const loss = value.dataSync()[0];
    if (!Number.isFinite(loss)) throw new Error(`the loss of step ${i + 1} is ${loss}`);
    await jax.blockUntilReady(p);
    if (i >= warmup) times.push(performance.now() - began);
  }
  return times;
}

function repeated(repeats, warmup, action) {
  const times = [];
  for (let i = 0; i < warmup + repeats; i++) {
    const began = performance.now();
    action();
    if (i >= warmup) times.push(performance.now() - began);
  }
  return times;
}

function infer({ repeats }) {
  const { parameters, forward, shape } = cnn4(1);
  const run = jax.jit(forward);
  const x = clipsOf(shape);
  return repeated(repeats, 3, () => run(jax.tree.ref(parameters), x.ref).dataSync());
}

function multiply({ size, repeats }) {
  const a = values([size, size], 1);
  return repeated(repeats, 2, () => np.matmul(a.ref, a.ref).dataSync());
}

const actions = { train, infer, multiply };
const measured = await actions[task.task](task);
console.log(
  JSON.stringify({ values: measured, peakBytes: peakBytes(), note: 'one thread: it has no threads in Node' }),
);
