// The worker, as promises and callbacks.

export class Trainer {
  #worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
  #waiting = new Map();
  #next = 0;

  /** @param on What to do on `step`, `epoch` and `stopped`. */
  constructor(on) {
    this.#worker.onmessage = ({ data }) => {
      if (data.kind !== 'answer' && data.kind !== 'failure') return on[data.kind](data);
      const { resolve, reject } = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.kind === 'answer') resolve(data.value);
      else reject(Object.assign(new Error(data.message), { remedy: data.remedy }));
    };
    this.#worker.onerror = event => {
      event.preventDefault();
      for (const { reject } of this.#waiting.values()) reject(new Error(event.message || 'A part of the page, worker.js or what it imports, cannot be loaded.'));
      this.#waiting.clear();
    };
  }

  load(backend) { return this.#ask('load', { backend }); }
  reset() { return this.#ask('reset'); }
  /** Settles when training has stopped, whatever the reason. */
  train() { return this.#ask('train'); }
  pause() { return this.#ask('pause'); }
  settings(epochs, rate) { return this.#ask('settings', { epochs, rate }); }
  predict(pixels) { return this.#ask('predict', { pixels }); }
  finish() { return this.#ask('finish'); }

  #ask(kind, given) {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ kind, id, ...given });
    });
  }
}
