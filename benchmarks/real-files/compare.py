"""Measures the files of weights in unpacked packages and compares each tensor's norm with Python's.

    python compare.py HOME PROGRAM [PART-OF-A-PATH ...]

A file is "right" if every tensor that the program read has the norm that the file's own library
gives (in double precision, within 1e-6), and every tensor of numbers with fractions that the library
knows was either read or left out by name. Where no library is at hand it is "measured".
"""

import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import textwrap
import zipfile

import numpy as np

SUFFIXES = {".pt", ".pth", ".jit", ".onnx", ".h5", ".hdf5", ".keras", ".safetensors", ".npz", ".npy", ".lz4",
            ".tflite", ".mlmodel", ".gguf", ".msgpack"}


def unpack(packages, target):
    for package in sorted(packages.iterdir()):
        folder = target / package.name.split("-")[0].lower()
        if folder.exists():
            continue
        if package.suffix == ".whl":
            zipfile.ZipFile(package).extractall(folder)
        else:
            tarfile.open(package).extractall(folder, filter="data")


def targets(folder):
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".mlpackage":
            yield path
        elif path.name == "saved_model.pb":
            yield path.parent
        elif path.name == "config.json" and (path.parent / "model.safetensors").exists():
            yield path.parent
        elif path.suffix in SUFFIXES and path.is_file():
            yield path


def flat(value, name=""):
    """Tensors of nested maps and lists by their joined names, as arrays."""
    if hasattr(value, "items"):
        for key, part in value.items():
            yield from flat(part, f"{name}.{key}" if name else str(key))
    elif isinstance(value, (list, tuple)):
        for i, part in enumerate(value):
            yield from flat(part, f"{name}.{i}" if name else str(i))
    elif hasattr(value, "is_floating_point"):
        if value.is_floating_point():
            yield name, value.detach().double().numpy()


def of_torch(path):
    import torch
    try:
        value = torch.jit.load(str(path), map_location="cpu")
        value = dict(value.named_parameters()) | dict(value.named_buffers())
    except RuntimeError:
        value = torch.load(path, map_location="cpu", weights_only=True)
    return dict(flat(value))


def of_safetensors(path):
    from safetensors.numpy import load_file
    return {k: v for k, v in load_file(path).items() if v.dtype.kind == "f"}


def of_h5(path):
    import h5py
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, node: found.update({name: node[()]})
                        if isinstance(node, h5py.Dataset) and node.dtype.kind == "f" else None)
    return found


def of_onnx(path):
    import onnx
    from onnx import numpy_helper
    found = []

    def visit(graph):
        found.extend((one.name, numpy_helper.to_array(one)) for one in graph.initializer)
        for node in graph.node:
            for attribute in node.attribute:
                if node.op_type == "Constant" and attribute.name == "value":
                    found.append((node.output[0], numpy_helper.to_array(attribute.t)))
                for inner in [attribute.g] if attribute.HasField("g") else attribute.graphs:
                    visit(inner)

    visit(onnx.load(path).graph)
    arrays = {}
    for name, array in found:
        copy = 2
        unique = name
        while unique in arrays:
            unique = f"{name} ({copy})"
            copy += 1
        arrays[unique] = array
    # Quantizers call scale and zero point of X_quantized X_scale and X_zero_point.
    for name in [name for name in arrays if name.endswith("_quantized")]:
        stem = name.removesuffix("_quantized")
        if stem + "_scale" in arrays:
            scale, zero = (np.float64(arrays[stem + end]).ravel() for end in ("_scale", "_zero_point"))
            q = arrays[name].astype("f8")
            spread = [-1] + [1] * (q.ndim - 1) if scale.size > 1 else [1] * q.ndim
            arrays[name] = (q - zero.reshape(spread)) * scale.reshape(spread)
    return {k: v for k, v in arrays.items() if v.dtype.kind == "f"}


def of_saved_model(path):
    """Variables by their own names, or by their keys where those are bare."""
    import tensorflow as tf
    from tensorflow.core.protobuf.trackable_object_graph_pb2 import TrackableObjectGraph
    reader = tf.train.load_checkpoint(str(path / "variables" / "variables"))
    graph = TrackableObjectGraph()
    graph.ParseFromString(reader.get_tensor("_CHECKPOINTABLE_OBJECT_GRAPH"))
    full = {a.checkpoint_key: a.full_name for node in graph.nodes for a in node.attributes}
    end = "/.ATTRIBUTES/VARIABLE_VALUE"
    found = {key: reader.get_tensor(key) for key in reader.get_variable_to_shape_map() if key.endswith(end)}
    return {full[key] if "/" in full.get(key, "") else key.removesuffix(end): value
            for key, value in found.items() if value.dtype.kind == "f"}


def of_tflite(path):
    import tensorflow as tf
    interpreter = tf.lite.Interpreter(model_path=str(path))
    found = {}
    for tensor in interpreter.get_tensor_details():
        try:  # Only constants have numbers before the model is run.
            value = interpreter.tensor(tensor["index"])()
        except ValueError:
            continue
        scales = tensor["quantization_parameters"]["scales"].astype("f8")
        if value.dtype.kind != "f" and scales.size:
            spread = [1] * value.ndim
            if scales.size > 1:
                spread[tensor["quantization_parameters"]["quantized_dimension"]] = -1
            zeros = tensor["quantization_parameters"]["zero_points"].reshape(spread)
            value = (value.astype("f8") - zeros) * scales.reshape(spread)
        if value.dtype.kind == "f":
            found[tensor["name"]] = np.array(value)
    return found


READERS = {".pt": of_torch, ".pth": of_torch, ".jit": of_torch, ".safetensors": of_safetensors, ".h5": of_h5,
           ".hdf5": of_h5, ".onnx": of_onnx, ".tflite": of_tflite, ".npz": lambda path: dict(np.load(path))}


def measure(program, path):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.json"
        run = subprocess.run([program, "measure", str(path), "--measures", "weight-norms", "--json", str(out)],
                             capture_output=True, text=True)
        return run, json.loads(out.read_text()) if out.exists() else None


def library(path):
    """The library's tensors, or why there are none."""
    saved = (path / "saved_model.pb").exists()
    if path.is_dir() and not saved:
        path = path / "model.safetensors"
    reader = of_saved_model if saved else READERS.get(path.suffix)
    if reader is None or not path.exists():
        return None, "no reader here"
    try:
        return reader(path), ""
    except ImportError as missing:
        return None, f"no {missing.name} here"


def norms(result):
    return {k: v for k, v in result["measures"][0]["value"].items() if k != "all"}


def owner(arrays, name):
    """The library's name of one of ours: the same, or inside the map that holds the model."""
    return next((key for key in arrays if key == name or key.endswith("." + name)), None)


def judge(result, arrays):
    ours = norms(result)
    wrong, known = [], set()
    for name, norm in ours.items():
        key = owner(arrays, name)
        expected = None if key is None else float(np.linalg.norm(arrays[key].astype("f8").ravel()))
        known.add(key)
        if expected is None or abs(norm - expected) > 1e-6 * max(1e-30, expected):
            wrong.append(f"{name} {norm} instead of {expected}")
    left = {one["name"] for one in result["file"]["leftOut"]}
    missing = [key for key in arrays if key not in known and not any(
        key == name or key.endswith("." + name) for name in left)]
    return wrong, missing


def main():
    home, program, parts = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    unpack(home / "packages", home / "unpacked")
    counts = {}
    for path in targets(home / "unpacked"):
        shown = str(path.relative_to(home / "unpacked"))
        if parts and not any(part in shown for part in parts):
            continue
        print(shown)
        run, result = measure(program, path)
        if result is None:
            lines = [line for line in run.stderr.strip().splitlines() if line]
            verdict = "refused" if run.returncode == 2 else "FAILED"
            print(textwrap.indent("\n".join(lines), "  "))
        else:
            reasons = {}
            for one in result["file"]["leftOut"]:
                reasons[one["reason"]] = reasons.get(one["reason"], 0) + 1
            print(f"  taken for {result['file']['takenFor']}")
            print(f"  {result['file']['tensorsRead']} tensors read" + "".join(
                f"; {count} {reason}" for reason, count in reasons.items()))
            arrays, why = library(path)
            print(f"  norm {result['measures'][0]['value']['all']:.6g}", end="")
            if arrays is None:
                verdict = "measured"
                print(f" ({why})")
            else:
                wrong, missing = judge(result, arrays)
                read = [owner(arrays, name) for name in norms(result)]
                theirs = sum(float((arrays[key].astype("f8") ** 2).sum()) for key in read if key) ** 0.5
                print(f", the library's {theirs:.6g}")
                verdict = "WRONG" if wrong else "INCOMPLETE" if missing else "right"
                for line in wrong + [f"not named: {name}" for name in missing]:
                    print("  " + line)
        counts[verdict] = counts.get(verdict, 0) + 1
        print(f"  {verdict}\n")
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    sys.exit(any(verdict.isupper() for verdict in counts))


main()
