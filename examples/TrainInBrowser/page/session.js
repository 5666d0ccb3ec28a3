// The files of a training step, run by ONNX Runtime. This is all that a program does to train with them.

const arrays = { uint8: Uint8Array, int64: BigInt64Array, float32: Float32Array, float64: Float64Array };

export class TrainingSession {
  #ort; #manifest; #step; #initial; #inference; #model; #variables; #steps = 0;

  /**
   * @param ort ONNX Runtime.
   * @param providers What it runs on, the names of execution providers.
   * @param read Takes a file's name and yields its bytes.
   */
  static async open(ort, providers, read) {
    const session = new TrainingSession();
    const manifest = JSON.parse(new TextDecoder().decode(await read('training.json')));
    const load = async (file, on) => ort.InferenceSession.create(await read(file), { executionProviders: on });
    session.#ort = ort;
    session.#manifest = manifest;
    session.#step = await load(manifest.files.training, providers);
    session.#initial = await load(manifest.files.initial, ['wasm']);
    session.#inference = await load(manifest.files.inference, providers);
    session.#model = await read(manifest.files.model);
    await session.reset();
    return session;
  }

  get manifest() { return this.#manifest; }

  /** Every variable as it is at the start. */
  async reset() {
    this.#variables = await this.#initial.run({});
    this.#steps = 0;
  }

  /** One step on a batch: images one after the other, and their labels. Yields loss and accuracy. */
  async train(images, labels, rate) {
    const given = {
      feature: [images, labels.length],
      target: [BigInt64Array.from(labels, BigInt), labels.length],
      learning_rate: [[rate]],
      step: [[BigInt(++this.#steps)]],
      seed: [[BigInt(this.#manifest.seed)]],
    };
    const feeds = { ...this.#variables };
    for (const input of this.#manifest.inputs) feeds[input.name] = this.#tensor(input, ...given[input.role]);
    const results = await this.#step.run(feeds);
    for (const { name, update } of this.#manifest.variables) if (update) this.#variables[name] = results[update];
    return { loss: results.loss.data[0], accuracy: results.accuracy.data[0] };
  }

  /** The probabilities of the classes for each of some images. */
  async predict(images, count) {
    const feature = this.#manifest.inputs.find(input => input.role === 'feature');
    const feeds = { [feature.name]: this.#tensor(feature, images, count) };
    for (const { name, inference } of this.#manifest.variables) if (inference) feeds[name] = this.#variables[name];
    return (await this.#inference.run(feeds)).probabilities.data;
  }

  /** The file to deploy: the model with the variables' bytes where the manifest says that they lie. */
  finish() {
    const file = this.#model.slice();
    for (const { name, inference, offset } of this.#manifest.variables) {
      if (!inference) continue;
      const { buffer, byteOffset, byteLength } = this.#variables[name].data;
      file.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    }
    return file;
  }

  /** A tensor for an input; its open axis, the batch, has `count` rows. */
  #tensor({ type, shape }, values, count) {
    const data = values instanceof arrays[type] ? values : arrays[type].from(values);
    return new this.#ort.Tensor(type, data, shape.map(size => typeof size === 'string' ? count : size));
  }
}
