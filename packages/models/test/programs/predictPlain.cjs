// A program that knows TensorFlow.js only: opens the model at a URL on the plain CPU backend, prints its outputs as JSON.
require('@tensorflow/tfjs-backend-cpu');
const tf = require('@tensorflow/tfjs-core');
const { loadLayersModel } = require('@tensorflow/tfjs-layers');

async function main(url) {
  const model = await loadLayersModel(url);
  const shape = [2, ...model.inputs[0].shape.slice(1)];
  const x = tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(1.3 * i)),
    shape,
  );
  const y = Array.from(await model.predict(x).data());
  console.log(JSON.stringify({ backend: tf.getBackend(), y }));
}

main(process.argv[2]);
