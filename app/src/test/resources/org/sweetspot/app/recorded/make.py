"""Writes trajectory.npy and the values of `sweetspot measure --full` on each target beside this file.

Usage: make.py SWEETSPOT     (the program whose values are recorded; numpy)

The values here were made by commit b494650 on x86-64 with AVX-512, libtorch 2.10.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
MEASURED = HERE.parent / "measured"
program = sys.argv[1]
scratch = pathlib.Path(tempfile.mkdtemp())

draw = np.random.RandomState(5)
np.save(HERE / "trajectory.npy", np.cumsum(draw.standard_normal((12, 7)), axis=0))

module = [str(MEASURED / "model.pt"), "--data", str(MEASURED / "data.npz"), "--threads", "1"]
module += ["--rate", "0.2", "--batch", "10"]
targets = {
    "run-double": [str(scratch / "run-double")],
    "run-float": [str(scratch / "run-float")],
    "module-double": module + ["--precision", "double"],
    "module-float": module,
    "weights": [str(MEASURED / "model.pt"), "--threads", "1"],
    "trajectory": [str(HERE / "trajectory.npy"), "--as", "trajectory", "--threads", "1"],
}
for name, arguments in targets.items():
    recipe = HERE / f"{name}.yaml"
    if recipe.exists():
        subprocess.run([program, "train", recipe, "--out", scratch / name, "--quiet"], check=True)
    result = scratch / f"{name}.json"
    command = [program, "measure", *arguments, "--full", "--json", result, "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    # Words of findings may turn with the last digits of single precision.
    keys = ["id", "status", "value", "error"] + ([] if name.endswith("float") else ["finding"])
    lines = [
        json.dumps({key: one[key] for key in keys})
        for one in json.load(open(result))["measures"]
    ]
    (HERE / f"{name}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
