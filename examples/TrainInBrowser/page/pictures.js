// Digits as pictures, and lists of them.

/** Draws 8 × 8 grey levels from 0 to 16; null leaves nothing. */
export function showPixels(canvas, pixels) {
  [canvas.width, canvas.height] = [8, 8];
  if (!pixels) return;
  const context = canvas.getContext('2d');
  const image = context.createImageData(8, 8);
  // Ink on nothing: the sheet below shows through, and the page's style turns the ink for dark ones.
  pixels.forEach((level, i) => { image.data[i * 4 + 3] = Math.round(level / 16 * 255); });
  context.putImageData(image, 0, 0);
}

/** The rows of `mistakes`, each with what the network takes it for. */
export function showMistakes(list, mistakes, rows, classes) {
  list.replaceChildren(...mistakes.map(({ row, answer }) => {
    const [item, canvas, text] = ['li', 'canvas', 'span'].map(name => document.createElement(name));
    canvas.className = 'ink';
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `A ${classes[rows.labels[row]]}`);
    showPixels(canvas, rows.images.subarray(row * 64, row * 64 + 64));
    text.textContent = `${classes[rows.labels[row]]}, taken for ${classes[answer]}`;
    item.append(canvas, text);
    return item;
  }));
}

/** A bar for each class; yields what shows probabilities, or nothing for null. */
export function barsIn(list, classes) {
  const bars = classes.map(name => {
    const [item, label, track, bar, text] = ['li', 'span', 'span', 'span', 'span'].map(element => document.createElement(element));
    label.textContent = name;
    [track.className, text.className] = ['track', 'percent'];
    track.append(bar);
    item.append(label, track, text);
    return { item, bar, text };
  });
  list.replaceChildren(...bars.map(({ item }) => item));
  return probabilities => {
    const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : -1;
    bars.forEach(({ item, bar, text }, i) => {
      item.classList.toggle('best', i === best);
      bar.style.width = probabilities ? `${probabilities[i] * 100}%` : '0';
      text.textContent = probabilities ? `${(probabilities[i] * 100).toFixed(probabilities[i] < 0.9995 ? 1 : 0)} %` : '';
    });
    return best;
  };
}
