// Images of 8 × 8 grey levels and their labels, as bytes.

export const imageSize = 64;

export class Rows {
  constructor(images, labels) { Object.assign(this, { images, labels }); }

  static async read(read, name) {
    return new Rows(await read(`${name}-images.bin`), await read(`${name}-labels.bin`));
  }

  get count() { return this.labels.length; }

  image(row) { return this.images.subarray(row * imageSize, (row + 1) * imageSize); }

  /** Some rows as a batch. */
  pick(rows) {
    const picked = new Rows(new Uint8Array(rows.length * imageSize), new Uint8Array(rows.length));
    rows.forEach((row, i) => {
      picked.images.set(this.image(row), i * imageSize);
      picked.labels[i] = this.labels[row];
    });
    return picked;
  }

  /** Batches that hold each row once, in an order that `random` draws (Fisher and Yates); the last one has the rows that are left. */
  *batches(size, random) {
    const order = Array.from({ length: this.count }, (_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (let start = 0; start < order.length; start += size) yield this.pick(order.slice(start, start + size));
  }
}

/** Numbers from 0 to 1 from a seed, the same each time: a Weyl sequence through MurmurHash3's finalizer. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
  };
}
