// Curves over epochs on a canvas. Colours are the page's, so that light and dark look right.

const margin = { left: 44, right: 14, top: 10, bottom: 24 };

export class Chart {
  #canvas; #name; #format; #scale; #curves = []; #epochs = 1;

  /**
   * @param name What the curves show, for those who do not see them.
   * @param format A value as text.
   * @param scale Takes all values and yields the lowest and the highest to show.
   */
  constructor(canvas, name, format, scale) {
    [this.#canvas, this.#name, this.#format, this.#scale] = [canvas, name, format, scale];
    new ResizeObserver(() => this.#draw()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
  }

  /** @param curves Lists `{ points: [[epoch, value]], color, width, name }`; only named ones are read out. */
  show(curves, epochs) {
    [this.#curves, this.#epochs] = [curves, Math.max(1, epochs)];
    const last = curves.filter(curve => curve.name && curve.points.length > 0).map(({ name, points }) => `${name} ${this.#format(points.at(-1)[1])}`);
    this.#canvas.setAttribute('aria-label', `${this.#name} by epoch: ${last.join(', ') || 'nothing yet'}`);
    this.#draw();
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0) return;
    const ratio = devicePixelRatio;
    [this.#canvas.width, this.#canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const context = this.#canvas.getContext('2d');
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.#canvas);
    const color = name => style.getPropertyValue(`--${name}`).trim();
    const [low, high] = this.#scale(this.#curves.flatMap(curve => curve.points.map(point => point[1])));
    const x = epoch => margin.left + epoch / this.#epochs * (width - margin.left - margin.right);
    const y = value => height - margin.bottom - (value - low) / (high - low) * (height - margin.top - margin.bottom);

    Object.assign(context, { font: `12px ${style.fontFamily}`, fillStyle: color('muted'), strokeStyle: color('line'), lineWidth: 1, textBaseline: 'middle', textAlign: 'right' });
    for (const tick of ticks(low, high, 5)) {
      context.beginPath();
      context.moveTo(margin.left, Math.round(y(tick)) + 0.5);
      context.lineTo(width - margin.right, Math.round(y(tick)) + 0.5);
      context.stroke();
      context.fillText(this.#format(tick), margin.left - 8, y(tick));
    }
    Object.assign(context, { textAlign: 'center', textBaseline: 'alphabetic' });
    for (const tick of ticks(0, this.#epochs, Math.min(6, this.#epochs)).filter(Number.isInteger)) context.fillText(tick, x(tick), height - 6);

    Object.assign(context, { lineJoin: 'round', lineCap: 'round' });
    for (const curve of this.#curves) {
      Object.assign(context, { strokeStyle: color(curve.color), fillStyle: color(curve.color), lineWidth: curve.width });
      context.beginPath();
      for (const [epoch, value] of curve.points) context.lineTo(x(epoch), y(Math.min(Math.max(value, low), high)));
      context.stroke();
      if (!curve.name || curve.points.length === 0) continue;
      context.beginPath();
      const [epoch, value] = curve.points.at(-1);
      context.arc(x(epoch), y(Math.min(Math.max(value, low), high)), 3.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

/** Round numbers between two, about `count` of them. */
function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(step => step >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
