// Trains in a thread of its own, so that the page stays alive. Messages in: { kind, id, ... }; out: { kind, ... }, and an answer with the same id where one is awaited.

import { readerOf } from './files.js';
import { openRuntime } from './runtime.js';
import { Rows, randomFrom } from './rows.js';
import { TrainingSession } from './session.js';

const read = readerOf('data');
let session, train, test, random, epoch, batches, settings = {}, running = false;

const actions = {
  async load({ backend }) {
    let notice = null;
    [train, test] = [await Rows.read(read, 'train'), await Rows.read(read, 'test')];
    try {
      session = await open(backend);
    } catch (error) {
      if (backend === 'wasm') throw error;
      notice = `WebGPU cannot be used: ${error.message}. WebAssembly is used instead.`;
      session = await open(backend = 'wasm');
    }
    const { batch_size, classes, learning_rate } = session.manifest;
    return { backend, notice, batchSize: batch_size, classes, rate: learning_rate, rows: train.count, test, ...await start() };
  },

  async reset() {
    running = false;
    await session.reset();
    return start();
  },

  settings(changed) { settings = changed; },

  async train() {
    if (running) return;
    running = true;
    try {
      while (running && epoch < settings.epochs) await step();
    } finally {
      running = false;
    }
    postMessage({ kind: 'stopped', isDone: epoch >= settings.epochs });
  },

  pause() { running = false; },

  predict: ({ pixels }) => session.predict(pixels, 1),

  finish: () => session.finish(),
};

async function open(backend) {
  const { ort, providers } = await openRuntime(backend);
  const opened = await TrainingSession.open(ort, providers, readerOf('model'));
  if (backend === 'webgpu') await compare(opened, await TrainingSession.open(ort, ['wasm'], readerOf('model')));
  return opened;
}

/** A GPU that lacks something reports it to nobody and goes on with other numbers: a step and predictions have to be those of the processor. */
async function compare(gpu, cpu) {
  const batch = train.pick(Array.from({ length: gpu.manifest.batch_size }, (_, row) => row));
  const seen = [];
  for (const session of [gpu, cpu]) {
    const { loss } = await session.train(batch.images, batch.labels, session.manifest.learning_rate);
    seen.push([loss, ...await session.predict(batch.images, batch.count)]);
    await session.reset();
  }
  const farthest = Math.max(...seen[0].map((value, i) => Math.abs(value - seen[1][i])));
  if (!(farthest < 1e-3)) throw new Error(`its results are off by ${farthest.toPrecision(2)}`);
}

async function start() {
  random = randomFrom(session.manifest.seed);
  [epoch, batches] = [0, null];
  return evaluate();
}

/** One batch; after the last one of an epoch, the rows held out. */
async function step() {
  batches ??= { all: [...train.batches(session.manifest.batch_size, random)], next: 0, loss: 0, right: 0 };
  const batch = batches.all[batches.next++];
  const { loss, accuracy } = await exclusively(() => session.train(batch.images, batch.labels, settings.rate));
  batches.loss += loss * batch.count;
  batches.right += accuracy * batch.count;
  if (!Number.isFinite(loss)) throw new Error('The loss is no longer a number: the learning rate is too high. Reset, and try a lower one.');
  postMessage({ kind: 'step', at: epoch + batches.next / batches.all.length, loss, rows: batch.count });
  if (batches.next === batches.all.length) {
    epoch++;
    const trained = { loss: batches.loss / train.count, accuracy: batches.right / train.count };
    batches = null;
    postMessage({ kind: 'epoch', epoch, trained, ...await exclusively(evaluate) });
  }
  await breath();
}

/** What the model makes of the rows held out. */
async function evaluate() {
  const probabilities = await session.predict(test.images, test.count);
  const classes = probabilities.length / test.count;
  let loss = 0;
  const mistakes = [];
  for (let row = 0; row < test.count; row++) {
    const given = probabilities.subarray(row * classes, (row + 1) * classes);
    const answer = given.indexOf(Math.max(...given));
    loss -= Math.log(Math.max(given[test.labels[row]], 1e-30)) / test.count;
    if (answer !== test.labels[row]) mistakes.push({ row, answer });
  }
  return { held: { loss, accuracy: 1 - mistakes.length / test.count, count: test.count }, mistakes };
}

// ONNX Runtime runs one thing at a time.
let last = Promise.resolve();
const exclusively = run => last = last.then(run, run);

/** Lets messages in that have come meanwhile. */
const channel = new MessageChannel();
channel.port1.start();
const breath = () => new Promise(resolve => {
  channel.port1.addEventListener('message', resolve, { once: true });
  channel.port2.postMessage(null);
});

onmessage = async ({ data: { kind, id, ...given } }) => {
  try {
    // Training itself gives way between batches.
    const value = await (['train', 'pause', 'settings'].includes(kind) ? actions[kind](given) : exclusively(() => actions[kind](given)));
    postMessage({ kind: 'answer', id, value });
  } catch (error) {
    postMessage({ kind: 'failure', id, message: error.message, remedy: error.remedy });
  }
};
