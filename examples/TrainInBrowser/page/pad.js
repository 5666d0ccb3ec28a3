// A sheet to draw on with mouse, pen, finger or keys. A drawing is a list of strokes, lists of points from 0 to 1.

const stepOfKeys = 1 / 32;
const penWidth = 0.075;
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class DrawingPad {
  #canvas; #changed; #strokes = []; #pointer = null; #held = new Set();
  #pen = { x: 0.5, y: 0.25, isDown: false, isShown: false };

  /** @param changed What to do when the drawing changes. */
  constructor(canvas, changed) {
    this.#canvas = canvas;
    this.#changed = changed;
    canvas.addEventListener('pointerdown', event => this.#press(event));
    canvas.addEventListener('pointermove', event => this.#move(event));
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { this.#pointer = null; });
    canvas.addEventListener('keydown', event => this.#key(event));
    canvas.addEventListener('keyup', event => this.#held.delete(event.key));
    canvas.addEventListener('focus', () => this.#showPen(canvas.matches(':focus-visible')));
    canvas.addEventListener('blur', () => this.#showPen(false));
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  get strokes() { return this.#strokes; }

  clear() {
    this.#strokes = [];
    this.#pen.isDown = false;
    this.#update();
  }

  draw() {
    const size = this.#canvas.clientWidth;
    const scale = Math.round(size * devicePixelRatio);
    if (this.#canvas.width !== scale) this.#canvas.width = this.#canvas.height = scale;
    const context = this.#canvas.getContext('2d');
    const style = getComputedStyle(this.#canvas);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, 1, 1);
    Object.assign(context, { lineCap: 'round', lineJoin: 'round', lineWidth: penWidth, strokeStyle: style.color });
    for (const stroke of this.#strokes) {
      context.beginPath();
      for (const { x, y } of stroke) context.lineTo(x, y);
      context.lineTo(stroke.at(-1).x, stroke.at(-1).y);
      context.stroke();
    }
    if (!this.#pen.isShown) return;
    Object.assign(context, { lineWidth: 0.008, strokeStyle: style.getPropertyValue('--held'), fillStyle: style.getPropertyValue('--held') });
    context.beginPath();
    context.arc(this.#pen.x, this.#pen.y, penWidth * 0.6, 0, 2 * Math.PI);
    context.stroke();
    if (this.#pen.isDown) context.fill();
  }

  #press(event) {
    if (event.button !== 0 || this.#pointer !== null) return;
    this.#pointer = event.pointerId;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pen.isDown = false;
    this.#showPen(false);
    this.#strokes.push([this.#pointOf(event)]);
    this.#update();
  }

  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const part of events.length > 0 ? events : [event]) this.#strokes.at(-1).push(this.#pointOf(part));
    this.#update();
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in arrows) {
      // Two arrows held together draw a diagonal.
      this.#held.add(event.key);
      for (const key of this.#held) {
        this.#pen.x = within(this.#pen.x + arrows[key][0] * stepOfKeys);
        this.#pen.y = within(this.#pen.y + arrows[key][1] * stepOfKeys);
      }
      if (this.#pen.isDown) this.#strokes.at(-1).push({ x: this.#pen.x, y: this.#pen.y });
    } else if (event.key === ' ') {
      this.#pen.isDown = !this.#pen.isDown;
      if (this.#pen.isDown) this.#strokes.push([{ x: this.#pen.x, y: this.#pen.y }]);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.clear();
    } else {
      return;
    }
    event.preventDefault();
    this.#pen.isShown = true;
    this.#update();
  }

  #pointOf({ clientX, clientY }) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: within((clientX - box.left) / box.width), y: within((clientY - box.top) / box.height) };
  }

  #showPen(isShown) {
    this.#pen.isShown = isShown;
    this.draw();
  }

  #update() {
    this.draw();
    this.#changed();
  }
}

const within = value => Math.min(Math.max(value, 0.04), 0.96);
