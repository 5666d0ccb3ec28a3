// Trains a classifier of handwritten digits in Node.js with the files of a training step.  node train.js [FOLDER] [EPOCHS]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';

const [folder = '../TrainInBrowser/site', epochs = 12] = process.argv.slice(2);
const read = path => readFileSync(join(folder, path));
const rows = name => ({ images: read(`data/${name}-images.bin`), labels: read(`data/${name}-labels.bin`) });
const [train, test] = [rows('train'), rows('test')];

const { files, variables, learning_rate, batch_size, seed } = JSON.parse(read('model/training.json'));
const load = file => ort.InferenceSession.create(join(folder, 'model', file), { intraOpNumThreads: 1 });
const [step, initial, inference] = await Promise.all([files.training, files.initial, files.inference].map(load));
const scalar = (type, value) => new ort.Tensor(type, [value], []);
const images = (bytes, count) => new ort.Tensor('uint8', Uint8Array.from(bytes), [count, 8, 8, 1]);
const pixels = (rows, row) => rows.images.subarray(row * 64, (row + 1) * 64);

let state = await initial.run({});
let steps = 0;
for (let epoch = 1; epoch <= epochs; epoch++) {
  const start = performance.now();
  const order = [...train.labels.keys()].map(row => [Math.random(), row]).sort(([a], [b]) => a - b).map(([, row]) => row);
  let loss = 0;
  for (let first = 0; first < order.length; first += batch_size) {
    const batch = order.slice(first, first + batch_size);
    const results = await step.run({
      ...state,
      image: images(Buffer.concat(batch.map(row => pixels(train, row))), batch.length),
      target: new ort.Tensor('int64', BigInt64Array.from(batch, row => BigInt(train.labels[row])), [batch.length]),
      learning_rate: scalar('float32', learning_rate),
      step: scalar('int64', BigInt(++steps)),
      seed: scalar('int64', BigInt(seed)),
    });
    for (const { name, update } of variables) if (update) state[name] = results[update];
    loss += results.loss.data[0] * batch.length / order.length;
  }
  const seconds = (performance.now() - start) / 1000;
  const weights = Object.fromEntries(variables.filter(v => v.inference).map(({ name }) => [name, state[name]]));
  const { label } = await inference.run({ image: images(test.images, test.labels.length), ...weights });
  const right = test.labels.filter((digit, row) => BigInt(digit) === label.data[row]).length;
  console.log(`epoch ${epoch}: loss ${loss.toFixed(4)}, ${(right / test.labels.length * 100).toFixed(1)} % of the digits held out right, ${seconds.toFixed(2)} s`);
}

const model = read(join('model', files.model));
for (const { name, inference, offset } of variables) if (inference) model.set(new Uint8Array(state[name].data.buffer, state[name].data.byteOffset, state[name].data.byteLength), offset);
writeFileSync('digits.onnx', model);
console.log('digits.onnx is the trained model.');
