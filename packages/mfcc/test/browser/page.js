import { runCases } from './runCases.js';

// JSON has no infinity.
const cases = JSON.parse(await (await fetch('cases.json')).text(), (_, value) => (value === 'inf' ? Infinity : value));

globalThis.inPage = () => runCases(cases).map((rows) => [...rows]);

globalThis.withOptions = (options) => runCases([{ ...cases[0], options }]);

globalThis.inWorker = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker('worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data.map((rows) => [...rows]));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(cases);
  });

/** Plays `heard` to the worklet; the rows come in blocks of 128 samples. */
globalThis.inWorklet = async ({ samples, sampleRate, options }) => {
  const context = new OfflineAudioContext(1, samples.length, sampleRate);
  await context.audioWorklet.addModule('worklet.js');
  const node = new AudioWorkletNode(context, 'mfcc', { processorOptions: { cases, options } });
  let results = [];
  const rows = [];
  node.port.onmessage = ({ data }) => {
    if (data.results) results = data.results.map((values) => [...values]);
    else rows.push(...data.rows);
  };
  const buffer = context.createBuffer(1, samples.length, sampleRate);
  buffer.copyToChannel(Float32Array.from(samples), 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(node).connect(context.destination);
  source.start();
  await context.startRendering();
  // The last messages come after the rendering's end.
  await new Promise((resolve) => setTimeout(resolve, 200));
  return { results, rows };
};
document.body.dataset.ready = 'yes';
