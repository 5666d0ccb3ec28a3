// Runs an exported file in ONNX Runtime for Node and compares it with predictions.  node node.mjs MODEL.onnx INPUTS.json
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ort from 'onnxruntime-node';

const [model, data] = process.argv.slice(2);
const { inputs, expected, output } = JSON.parse(readFileSync(data));
const session = await ort.InferenceSession.create(model);
const array = { uint8: Uint8Array, float32: Float32Array };
for (const batch of [1, 7]) {
  let largest = 0;
  for (let start = 0; start + batch <= expected.length; start += batch) {
    const feeds = Object.fromEntries(inputs.map(({ name, type, dims, data }) => {
      const length = dims.reduce((product, size) => product * size, 1);
      return [name, new ort.Tensor(type, array[type].from(data.slice(start * length, (start + batch) * length)), [batch, ...dims])];
    }));
    const found = (await session.run(feeds))[output].data;
    const wanted = expected.slice(start, start + batch).flat();
    if (found.length !== wanted.length) throw new Error(`${found.length} numbers instead of ${wanted.length}`);
    wanted.forEach((w, i) => { largest = Math.max(largest, Math.abs(found[i] - w) / Math.max(1, Math.abs(w))); });
  }
  console.log(`${basename(model)}: ONNX Runtime for Node, batch ${batch}: largest difference ${largest.toExponential(1)}`);
  if (!(largest <= 1e-5)) process.exit(1);
}
