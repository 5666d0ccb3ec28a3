"""Writes folders of images: the 8 x 8 digits of a table, and coloured textures of a given size."""
import sys
from pathlib import Path

import cv2
import numpy as np


def digits(table, folder):
    rows = np.loadtxt(table, delimiter=",", skiprows=1)
    for i, row in enumerate(rows[:300]):
        write(folder, str(int(row[-1])), i, (row[:64].reshape(8, 8) * 15).astype(np.uint8))


def textures(side, folder):
    random = np.random.default_rng(side)
    x, y = np.meshgrid(np.arange(side), np.arange(side))
    for i in range(24):
        wave = np.sin((x if i % 2 else y) * (0.2 + 0.1 * random.random()) + random.random())
        image = 128 + 60 * wave[..., None] * random.random(3) + 20 * random.standard_normal((side, side, 3))
        write(folder, "upright" if i % 2 else "level", i, np.clip(image, 0, 255).astype(np.uint8))


def write(folder, label, i, image):
    path = Path(folder) / label / f"{i:04}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), image)


if sys.argv[1] == "digits":
    digits(sys.argv[2], sys.argv[3])
else:
    textures(int(sys.argv[2]), sys.argv[3])
