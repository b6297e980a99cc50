"""Records to and from CSV, TensorBoard and MLflow, the latter two with the real programs."""

import importlib.util
import json
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

from sweetspot import exchange
from sweetspot.exchange import series
from sweetspot.recorder.folder import RecordedFolder
from sweetspot.wire import Mistake


def record(path, steps=50):
    folder = RecordedFolder(path, {"framework": "test"}, here=True)
    for step in range(1, steps + 1):
        folder.add({"kind": "step", "step": step, "loss": 1 / step if step != 7 else math.nan,
                    "rate": [0.1, 0.01], "examples": 32, "gradient": {"norm": 2 / step}})
        if step % 10 == 0:
            folder.add({"kind": "evaluation", "step": step, "name": "validation", "loss": 2 / step,
                        "accuracy": 1 - 1 / step})
    folder.close()
    return path


class ExchangeTest(unittest.TestCase):
    def setUp(self):
        self._held = tempfile.TemporaryDirectory()
        self.addCleanup(self._held.cleanup)
        self.folder = self._held.name
        self.run = record(os.path.join(self.folder, "run"))

    def place(self, name):
        return os.path.join(self.folder, name)

    def same(self, other, digits=12):
        first, second = series.of_run(self.run), series.of_run(other)
        self.assertEqual(set(first), set(second))
        for name, points in first.items():
            self.assertEqual([step for step, _ in points], [step for step, _ in second[name]], name)
            for (step, one), (_, two) in zip(points, second[name]):
                if math.isnan(one):
                    self.assertTrue(math.isnan(two), (name, step))
                else:
                    self.assertAlmostEqual(one, two, delta=10 ** -digits * max(1, abs(one)))

    def test_series_hold_what_was_recorded(self):
        found = series.of_run(self.run)
        self.assertEqual(len(found["loss"]), 50)
        self.assertEqual(found["lr"][0], (1, 0.1))
        self.assertEqual(found["validation/accuracy"][-1], (50, 0.98))

    def test_csv_there_and_back(self):
        file = exchange.to_csv(self.run, self.place("run.csv"))
        self.same(exchange.of_csv(file, self.place("back")))

    def test_csv_of_others_is_understood(self):
        with open(self.place("others.csv"), "w", encoding="utf-8") as file:
            file.write("epoch,train_loss,val_loss,val_acc,learning_rate,note\n"
                       "0,0.9,0.8,0.5,0.1,begin\n1,0.7,0.6,0.7,0.1,end\n")
        found = series.of_run(exchange.of_csv(self.place("others.csv"), self.place("others")))
        self.assertEqual(found["loss"], [(1, 0.9), (2, 0.7)])
        self.assertEqual(found["validation/accuracy"], [(1, 0.5), (2, 0.7)])
        with open(os.path.join(self.place("others"), "recorded.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["left-out"], ["epoch"])

    def test_what_has_no_loss_is_refused(self):
        with open(self.place("none.csv"), "w", encoding="utf-8") as file:
            file.write("step,perplexity\n1,3\n")
        with self.assertRaisesRegex(Mistake, "expected a series called loss.*got perplexity"):
            exchange.of_csv(self.place("none.csv"), self.place("none"))
        with self.assertRaisesRegex(Mistake, "recorded training"):
            exchange.to_csv(self.place("nothing"), self.place("x.csv"))

    def test_tensorboard_there_and_back(self):
        exchange.to_tensorboard(self.run, self.place("events"))
        self.same(exchange.of_tensorboard(self.place("events"), self.place("back")), 6)

    def test_a_torn_event_file_gives_what_is_whole(self):
        file = exchange.to_tensorboard(self.run, self.place("events"))
        with open(file, "r+b") as out:
            out.truncate(os.path.getsize(file) - 30)
        found = series.of_run(exchange.of_tensorboard(file, self.place("back")))
        self.assertGreater(len(found["loss"]), 40)

    def test_tensorboard_itself_reads_and_writes(self):
        if importlib.util.find_spec("tensorboard") is None:
            self.skipTest("tensorboard is not installed")
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        from tensorboard.summary import Writer

        exchange.to_tensorboard(self.run, self.place("events"))
        read = EventAccumulator(self.place("events"), size_guidance={"scalars": 0, "tensors": 0})
        read.Reload()
        self.assertEqual(len(read.Scalars("loss")), 50)
        self.assertAlmostEqual(read.Scalars("validation/loss")[0].value, 0.2, places=6)

        writer = Writer(self.place("theirs"))
        for step in range(5):
            writer.add_scalar("train/loss", 1 / (step + 1), step)
        writer.close()
        found = series.of_run(exchange.of_tensorboard(self.place("theirs"), self.place("back")))
        self.assertEqual([step for step, _ in found["loss"]], [1, 2, 3, 4, 5])
        self.assertAlmostEqual(found["loss"][4][1], 0.2, places=6)

    def test_mlflow_there_and_back_on_a_real_server(self):
        if any(importlib.util.find_spec(name) is None for name in ("mlflow", "flask", "uvicorn")):
            self.skipTest("mlflow with its server is not installed")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = f"http://127.0.0.1:{port}"
        process = subprocess.Popen(
            [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port),
             "--workers", "1", "--backend-store-uri", "sqlite:///" + self.place("mlflow.db")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(server + "/health", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.2)
            key = exchange.to_mlflow(self.run, server)
            self.assertEqual(len(key), 32)
            self.same(exchange.of_mlflow(key, self.place("back"), server), 9)
            with self.assertRaisesRegex(Mistake, "expected an answer"):
                exchange.of_mlflow("0" * 32, self.place("none"), server)
        finally:
            os.killpg(process.pid, 9)
            process.wait()

    def test_no_server_is_said(self):
        with self.assertRaisesRegex(Mistake, "expected the address"):
            exchange.to_mlflow(self.run, "runs")
        with self.assertRaisesRegex(Mistake, "expected an MLflow server"):
            exchange.to_mlflow(self.run, "http://127.0.0.1:9")


if __name__ == "__main__":
    unittest.main()
