"""Runs an exported file in OpenCV's DNN module and compares it with the predictions of ONNX Runtime in a table.

opencv.py MODEL.onnx DATA.csv|FOLDER PREDICTIONS.csv INPUTS.json

Writes the inputs and the predictions to INPUTS.json, for node.mjs.
"""
import csv
import json
import re
import sys
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnx.checker

BATCHES = (1, 7)
MOST = 1e-5


def table_inputs(model, data):
    """A column [rows, 1] for each input, as the documentation of the input in the file says."""
    with open(data, newline="") as file:
        rows = list(csv.DictReader(file))
    return {i.name: np.array([[cell(row[i.name], i.doc_string)] for row in rows], np.float32) for i in model.graph.input}


def cell(text, doc):
    text = "" if text in ("", "NA", "N/A", "NaN", "null", "?") else text
    missing = re.fullmatch(r"A missing number is given as (.*)\.", doc)
    if missing:
        return float(text or missing[1])
    indices, other = re.fullmatch(r"The index of the category: (.*); (\d+) for any other\.", doc).groups()
    index = {name: int(i) for i, name in re.findall(r"(\d+) = (.*?)(?:, (?=\d+ = )|$)", indices)}
    name = text or "(missing)"
    return index.get(name, index.get(name.lower(), int(other)))  # True is true


def image_inputs(model, files):
    """Images [rows, height, width, channels], red first."""
    shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim]
    grey = shape[3] == 1
    images = [cv2.imread(name, cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR) for name in files]
    images = [image[..., None] if grey else image[..., ::-1] for image in images]
    return {model.graph.input[0].name: np.stack(images).astype(np.float32)}


def write(path, model, inputs, expected):
    types = {i.name: i.type.tensor_type.elem_type for i in model.graph.input}
    tensors = [
        {"name": name, "type": "uint8" if types[name] == onnx.TensorProto.UINT8 else "float32", "dims": list(values.shape[1:]),
         "data": values.ravel().tolist()}
        for name, values in inputs.items()
    ]
    Path(path).write_text(json.dumps({"inputs": tensors, "expected": expected.tolist(), "output": model.graph.output[0].name}))


def main(path, data, predictions, dump):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    with open(predictions, newline="") as file:
        rows = list(csv.DictReader(file))
    names = [n for n in rows[0] if n.startswith("probability") or n == "prediction" or n.startswith("prediction_")]
    expected = np.array([[float(row[n]) for n in names] for row in rows], np.float32)
    files = [row["file"] for row in rows] if Path(data).is_dir() else []
    inputs = image_inputs(model, files) if files else table_inputs(model, data)
    write(dump, model, inputs, expected)
    for batch in BATCHES:
        net = cv2.dnn.readNetFromONNX(path)
        largest = 0
        for start in range(0, len(rows) - batch + 1, batch):
            for name, values in inputs.items():
                net.setInput(np.ascontiguousarray(values[start : start + batch]), name)
            found = net.forward(model.graph.output[0].name)
            wanted = expected[start : start + batch]
            if found.shape != wanted.shape:
                sys.exit(f"{path}: batch {batch}: {found.shape} instead of {wanted.shape}")
            scale = np.maximum(1, np.abs(wanted))
            largest = max(largest, float(np.max(np.abs(found - wanted) / scale)))
        print(f"{Path(path).name}: OpenCV {cv2.__version__}, batch {batch}: largest difference {largest:.1e}")
        if not largest <= MOST:
            sys.exit(f"{path}: more than {MOST}")


main(*sys.argv[1:])
