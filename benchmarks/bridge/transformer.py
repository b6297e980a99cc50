"""Measures a Hugging Face transformer of 25 million parameters, built from a configuration, and prints
the largest memory that this process and the program took together.

    python benchmarks/bridge/transformer.py [LAYERS]        default 5: 25.9 million parameters

Needs torch and transformers, and the program (SWEETSPOT_PROGRAM, or a built checkout). Nothing is
downloaded: the tokens are random.
"""

import os
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "python", "src"))

import torch  # noqa: E402
import transformers  # noqa: E402

import sweetspot  # noqa: E402
from sweetspot import program  # noqa: E402


def resident(process):
    """Bytes that a process has now, those included that the system has put aside."""
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return sum(1024 * int(line.split()[1]) for line in file if line.startswith(("VmRSS", "VmSwap")))


class Watch(threading.Thread):
    """Looks ten times a second at what both processes hold."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.parts, self.over = 0, (0, 0), threading.Event()

    def run(self):
        while not self.over.wait(0.1):
            try:
                # The program starts once the model has been opened.
                running = program._running
                parts = resident("self"), resident(running[1].process.pid) if running else 0
                self.most, self.parts = max((self.most, self.parts), (sum(parts), parts))
            except OSError:
                continue


def main():
    layers = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    torch.manual_seed(1)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    config = transformers.GPT2Config(
        vocab_size=8000, n_positions=128, n_embd=592, n_layer=layers, n_head=8, bos_token_id=0,
        eos_token_id=0)
    model = transformers.GPT2LMHeadModel(config)
    tokens = torch.randint(0, config.vocab_size, (16, 64))
    data = [{"input_ids": part, "labels": part} for part in tokens.split(4)]
    size = sum(one.numel() for one in model.parameters())
    print("%s, %.1f million parameters (embeddings tied: %s), dropout %.1f, 16 x 64 tokens" % (
        type(model).__name__, size / 1e6, model.lm_head.weight is model.transformer.wte.weight,
        config.resid_pdrop))
    bare = resident("self")
    watch = Watch()
    watch.start()
    began = time.perf_counter()
    profile = sweetspot.measure(
        model, data, measures=["loss", "accuracy", "hessian-eigenvalues", "gradient-norms",
                               "weight-norms"], eigenvalues=1, tolerance=0.05, examples=8)
    took = time.perf_counter() - began
    watch.over.set()
    watch.join()
    for one in profile:
        print("  " + repr(one)[:110])
    print("Largest memory of both processes together: %.2f GiB, of which the program %.2f GiB"
          " (before: %.2f GiB with the model), %.0f s"
          % (watch.most / 2**30, watch.parts[1] / 2**30, bare / 2**30, took))


if __name__ == "__main__":
    main()
