// The page: what its buttons do, and what it shows.

import { digitPixels } from './bitmap.js';
import { Chart } from './chart.js';
import { DrawingPad } from './pad.js';
import { barsIn, showMistakes, showPixels } from './pictures.js';
import { Trainer } from './trainer.js';

const $ = id => document.getElementById(id);
const percent = value => `${(value * 100).toFixed(1)} %`;
const number = value => value >= 100 ? value.toFixed(0) : value.toPrecision(2);

const lossChart = new Chart($('loss-chart'), 'Loss', value => `${value}`.length > 5 ? value.toFixed(3) : `${value}`, values => [0, Math.max(0.5, ...values.filter(Number.isFinite))]);
const accuracyChart = new Chart($('accuracy-chart'), 'Accuracy', value => `${Number((value * 100).toFixed(1))} %`, () => [0, 1]);
const trainer = new Trainer({ step, epoch, stopped: ({ isDone }) => become(isDone ? 'done' : 'paused') });
const pad = new DrawingPad($('pad'), drawn);

let loaded, history, shownBars, shown = null, run = Promise.resolve();

const state = () => document.body.dataset.state;

function become(next) {
  document.body.dataset.state = next;
  const canTrain = ['ready', 'training', 'paused', 'done'].includes(next);
  const isOver = next === 'done' && history.epoch >= $('epochs').valueAsNumber;
  $('start').textContent = next === 'training' ? 'Pause' : next === 'ready' || next === 'loading' || !loaded ? 'Start' : 'Go on';
  $('start').disabled = !canTrain || isOver;
  $('reset').disabled = !canTrain || next === 'ready';
  $('download').disabled = $('example').disabled = !canTrain;
  $('backend').disabled = !canTrain || next === 'training';
  const of = `epoch ${history?.epoch ?? 0} of ${$('epochs').value}`;
  $('status').textContent = {
    loading: 'Loading …',
    ready: `Ready: ${loaded?.rows.toLocaleString('en')} digits to train on, ${loaded?.held.count} held out.`,
    training: `Training: ${of}.`,
    paused: `Paused after ${of}.`,
    done: `Done: ${of}.${isOver ? ' More epochs let it go on.' : ''}`,
    broken: loaded ? 'Stopped.' : 'Not loaded.',
  }[next];
}

function fail(error) {
  become('broken');
  $('problem').replaceChildren(error.message);
  if (error.remedy) $('problem').append(Object.assign(document.createElement('code'), { textContent: error.remedy }));
  $('problem').hidden = false;
  $('reset').disabled = !loaded;
}

async function load(backend) {
  become('loading');
  try {
    loaded = await trainer.load(backend);
  } catch (error) {
    return fail(error);
  }
  $('backend').value = loaded.backend;
  $('notice').textContent = loaded.notice ?? '';
  $('notice').hidden = !loaded.notice;
  shownBars ??= barsIn($('bars'), loaded.classes);
  restart(loaded);
}

function restart(first) {
  history = { epoch: 0, rows: 0, seconds: 0, steps: [], trained: [], held: [], since: null };
  $('problem').hidden = true;
  evaluated(0, first);
  become('ready');
}

function step({ at, loss, rows }) {
  const now = performance.now();
  history.seconds += (now - history.since) / 1000;
  history.since = now;
  history.rows += rows;
  history.steps.push([at, loss]);
  if (history.steps.length % 5 === 0) requestAnimationFrame(figures);
}

function epoch({ epoch, trained, held, mistakes }) {
  history.epoch = epoch;
  history.trained.push({ epoch, ...trained });
  evaluated(epoch, { held, mistakes });
  if (state() === 'training') become('training');
}

function evaluated(epoch, { held, mistakes }) {
  history.held.push({ epoch, ...held });
  $('accuracy').textContent = percent(held.accuracy);
  $('counts').textContent = `${held.count - mistakes.length} of ${held.count}`;
  $('mistakes-text').textContent =
    epoch === 0 ? 'They show here after the first epoch.'
    : mistakes.length === 0 ? `None: all ${held.count} are right.`
    : `${mistakes.length} of ${held.count}${mistakes.length > 24 ? '; the first 24 are shown' : ''}.`;
  showMistakes($('mistakes-list'), epoch === 0 ? [] : mistakes.slice(0, 24), loaded.test, loaded.classes);
  figures();
  predict();
}

function figures() {
  const { steps, trained, held, rows, seconds } = history;
  const epochs = Math.max($('epochs').valueAsNumber || 1, history.epoch);
  const latest = steps.slice(-20).reduce((sum, point, _, all) => sum + point[1] / all.length, 0);
  $('loss').textContent = steps.length > 0 ? number(latest) : '–';
  $('speed').textContent = seconds > 0 ? Math.round(rows / seconds).toLocaleString('en') : '–';
  $('seconds').textContent = seconds > 0 ? `${seconds.toFixed(1)} s` : '–';
  $('held-loss').textContent = `${number(held.at(-1).loss)} held out`;
  $('batch').textContent = `in batches of ${loaded.batchSize}`;
  $('steps').textContent = `${steps.length.toLocaleString('en')} steps`;
  $('progress').value = (steps.at(-1)?.[0] ?? 0) / epochs;
  // A mean over an epoch belongs to its middle; the rows held out are looked at when it ends.
  const means = field => trained.map(entry => [entry.epoch - 0.5, entry[field]]);
  const ends = field => held.map(entry => [entry.epoch, entry[field]]);
  lossChart.show([
    { points: steps, color: 'faint', width: 1 },
    { points: means('loss'), color: 'train', width: 2, name: 'training' },
    { points: ends('loss'), color: 'held', width: 2, name: 'held out' },
  ], epochs);
  accuracyChart.show([
    { points: means('accuracy'), color: 'train', width: 2, name: 'training' },
    { points: ends('accuracy'), color: 'held', width: 2, name: 'held out' },
  ], epochs);
}

async function start() {
  trainer.settings($('epochs').valueAsNumber, $('rate').valueAsNumber);
  history.since = performance.now();
  become('training');
  run = trainer.train();
  try {
    await run;
  } catch (error) {
    fail(error);
  }
}

/** Ends when training has stopped, even if it failed. */
async function pause() {
  await trainer.pause();
  await run.catch(() => {});
}

// Of drawings that come while one is being looked at, the newest counts.
let isLooking = false, isStale = false;

async function predict() {
  if (!shownBars) return;
  isStale = true;
  if (isLooking) return;
  isLooking = true;
  while (isStale) {
    isStale = false;
    const { pixels, label } = shown ?? {};
    const probabilities = pixels ? await trainer.predict(pixels).catch(() => null) : null;
    const best = shownBars(probabilities);
    $('answer').textContent =
      !probabilities ? 'Nothing drawn yet.'
      : `${history.epoch === 0 ? 'Untrained, it takes this for a' : 'That is a'} ${loaded.classes[best]} (${percent(probabilities[best])})${label === undefined ? '' : `; it was written as a ${loaded.classes[label]}`}.`;
  }
  isLooking = false;
}

function show(next) {
  shown = next;
  $('pad-hint').hidden = pad.strokes.length > 0;
  showPixels($('seen'), next?.pixels);
  predict();
}

function drawn() {
  requestAnimationFrame(() => {
    const pixels = digitPixels(pad.strokes);
    show(pixels && { pixels });
  });
}

function download() {
  return trainer.finish().then(bytes => {
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([bytes])), download: 'digits.onnx' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }).catch(fail);
}

$('controls').addEventListener('submit', event => {
  event.preventDefault();
  if (state() === 'training') pause();
  else start();
});
$('controls').addEventListener('input', () => {
  if (!loaded || !$('controls').checkValidity()) return;
  trainer.settings($('epochs').valueAsNumber, $('rate').valueAsNumber);
  if (state() !== 'loading' && state() !== 'broken') become(state());
  figures();
});
$('reset').addEventListener('click', async () => {
  await pause();
  try {
    restart(await trainer.reset());
  } catch (error) {
    fail(error);
  }
});
$('backend').addEventListener('change', () => load($('backend').value));
$('clear').addEventListener('click', () => pad.clear());
$('example').addEventListener('click', () => {
  const row = Math.floor(Math.random() * loaded.test.labels.length);
  pad.clear();
  // After the frame in which the cleared sheet shows.
  requestAnimationFrame(() => show({ pixels: loaded.test.images.slice(row * 64, row * 64 + 64), label: loaded.test.labels[row] }));
});
$('download').addEventListener('click', download);
addEventListener('resize', () => pad.draw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => pad.draw());

if (state() !== 'broken') load('wasm');
