"""The pages of the libraries in docs/libraries are programs: each is run as it stands."""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import unittest

from sweetspot import program

_PAGES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "libraries")
_NEEDS = {"pytorch": ["torch"], "lightning": ["lightning"], "huggingface": ["transformers", "accelerate"],
          "keras": ["keras", "torch"], "jax": ["jax", "optax"], "tensorflow": ["tensorflow"],
          "onnx": ["torch", "onnx", "onnxscript"]}
#: Pages that train nothing, and what their program leaves.
_LEAVES = {"onnx": "model.onnx"}


def blocks(name):
    with open(os.path.join(_PAGES, name + ".md"), encoding="utf-8") as file:
        return re.findall(r"```python\n(.*?)```", file.read(), re.S)


class PagesTest(unittest.TestCase):
    def test_every_page_is_known(self):
        self.assertEqual({one[:-3] for one in os.listdir(_PAGES)}, set(_NEEDS))

    def test_pages_run(self):
        try:
            program.command()
            whole = True
        except program.ProgramError:
            whole = False  # What measures needs the program; what records does not.
        for name, needed in _NEEDS.items():
            missing = [one for one in needed if importlib.util.find_spec(one) is None]
            if missing:
                print(f"NOT TESTED: docs/libraries/{name}.md (no {', '.join(missing)})")
                continue
            found = blocks(name)
            self.assertEqual(len(found), 1 if name in _LEAVES else 2, name)
            text = "\n".join(found if whole else found[:1])
            # TensorFlow and PyTorch do not always bear each other in one process.
            backend = "tensorflow" if name == "tensorflow" else "torch"
            with self.subTest(page=name), tempfile.TemporaryDirectory() as folder:
                done = subprocess.run(
                    [sys.executable, "-W", "ignore", "-c", text], cwd=folder, capture_output=True,
                    text=True, check=False, env={**os.environ, "KERAS_BACKEND": backend})
                self.assertEqual(done.returncode, 0, done.stderr)
                left = _LEAVES.get(name, os.path.join("runs", name, "recorded.jsonl"))
                self.assertTrue(os.path.exists(os.path.join(folder, left)))


if __name__ == "__main__":
    unittest.main()
