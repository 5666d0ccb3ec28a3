// A drawing as the data set has its digits. They were made from bitmaps of 32 × 32: the digit fills the height, is no wider than the six columns in the middle of the eight, and
// each of the 8 × 8 pixels counts the points that are on in its block of 4 × 4, 0 to 16. About 3 points in 10 are on, whatever the digit: thin shapes have thick strokes.

const bitmap = 32, block = 4, cells = bitmap / block;
const widest = 27;
const ink = 300;
const [thinnest, thickest] = [2, 11];

/** Strokes, lists of points from 0 to 1, as 8 × 8 bytes; null for a sheet without strokes. */
export function digitPixels(strokes) {
  if (strokes.length === 0) return null;
  const box = boundsOf(strokes);
  // The ink grows with the pen: bisection finds the pen that leaves as much as the data set has.
  let [low, high] = [thinnest, thickest];
  let points;
  for (let i = 0; i < 7; i++) {
    const pen = (low + high) / 2;
    points = drawn(strokes, box, pen);
    if (points.reduce((sum, isOn) => sum + isOn, 0) < ink) low = pen; else high = pen;
  }
  const pixels = new Uint8Array(cells * cells);
  points.forEach((isOn, i) => { pixels[Math.floor(i / bitmap / block) * cells + Math.floor(i % bitmap / block)] += isOn; });
  return pixels;
}

function boundsOf(strokes) {
  const [xs, ys] = [strokes.flat().map(point => point.x), strokes.flat().map(point => point.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/** The bitmap of strokes fitted into it with a round pen: 1 for a point that the pen covers. */
function drawn(strokes, box, pen) {
  const scale = Math.min((bitmap - pen) / Math.max(box.height, 0.1), (widest - pen) / Math.max(box.width, 0.1));
  const points = new Uint8Array(bitmap * bitmap);
  const placed = ({ x, y }) => [(x - box.x) * scale + bitmap / 2, (y - box.y) * scale + bitmap / 2];
  for (const stroke of strokes) {
    let from = placed(stroke[0]);
    cover(points, from, from, pen / 2);
    for (const point of stroke) {
      const to = placed(point);
      cover(points, from, to, pen / 2);
      from = to;
    }
  }
  return points;
}

/** Turns on the points whose centre is no farther than `reach` from the line between two. */
function cover(points, [x0, y0], [x1, y1], reach) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const range = (a, b) => [Math.max(0, Math.floor(Math.min(a, b) - reach)), Math.min(bitmap - 1, Math.ceil(Math.max(a, b) + reach))];
  const [[left, right], [top, bottom]] = [range(x0, x1), range(y0, y1)];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
      if ((px - along * dx) ** 2 + (py - along * dy) ** 2 <= reach * reach) points[y * bitmap + x] = 1;
    }
  }
}
