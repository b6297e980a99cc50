"""Asks the Python side of the bridge nonsense, a million messages unless another number is given.

Messages of every operation with drawn fields, valid ones with flipped, cut or added bytes, and noise.
Whatever comes must be answered with one of the four statuses or end the line, within a second, with
bounded memory; nothing that a message holds may be run. Every 500 messages begin a new line.
"""

import random
import resource
import struct
import sys
import time

import numpy

from sweetspot import wire
from sweetspot.array_model import ArrayModel, described
from sweetspot.server import Server

_EACH = 500
_SECONDS = 1.0


class Squares(ArrayModel):
    """Least squares by hand: every question has an answer without a library."""

    framework, device = "numpy", "cpu"

    class Parts:
        names, shapes, others = ["w"], [(7, 1)], 0

        def flat(self):
            return numpy.arange(7.0) / 7

        def described(self):
            return described(self.names, self.shapes)

    def __init__(self):
        draws = numpy.random.default_rng(1)
        data = draws.normal(size=(20, 7)), draws.normal(size=20)
        super().__init__(self.Parts(), "squares", data, lambda weights, x, y: 0.0)

    def in_double(self):
        import contextlib
        return contextlib.nullcontext()

    def _function(self, name):
        def missed(w, batch):
            return batch[0] @ w - batch[1]
        return {
            "loss": lambda w, batch: (missed(w, batch) ** 2).mean() / 2,
            "gradient": lambda w, batch: ((missed(w, batch) ** 2).mean() / 2,
                                          batch[0].T @ missed(w, batch) / len(batch[1])),
            "product": lambda w, v, batch: batch[0].T @ (batch[0] @ v) / len(batch[1]),
            "losses": lambda w, batch: missed(w, batch) ** 2 / 2,
            "each": lambda w, batch: batch[0] * missed(w, batch)[:, None],
        }[name]


class Line:
    """A line without a socket: hands out what is drawn, and checks each answer."""

    def __init__(self, draws, count, statistics):
        self.draws, self.left, self.statistics = draws, count, statistics
        self.first = [(wire.HELLO, struct.pack("<II", wire.MAGIC, wire.VERSION)),
                      (wire.OPEN, wire.text("model"))]
        self.asked, self.kept = None, b""

    def receive(self):
        if self.asked is not None:
            self.statistics["slowest"] = max(
                self.statistics["slowest"], time.perf_counter() - self.asked)
        if self.left == 0:
            raise wire.Gone("the end")
        self.left -= 1
        self.asked = time.perf_counter()
        self.statistics["messages"] += 1
        if self.first:
            operation, body = self.first.pop(0)
            return operation, 0, wire.Body(body)
        operation, flags, body = drawn(self.draws, self.kept)
        self.kept = body
        return operation, flags, wire.Body(body)

    def answer(self, operation, status, body=b""):
        if operation == wire.BEAT:
            return
        if status not in (wire.DONE, wire.MISTAKE, wire.FAILURE, wire.NOT_ABLE):
            raise AssertionError(f"status {status}")
        if len(body) > wire.LARGEST_FRAME:
            raise AssertionError(f"an answer of {len(body)} bytes")
        self.statistics["answers"][status] += 1


def drawn(draws, before):
    """An operation, flags and a body."""
    kind = draws.random()
    operation = draws.choice([*range(8, 60), wire.PING, draws.randrange(65536)])
    flags = draws.choice([0, 0, 0, 1, draws.randrange(65536)])
    if operation in (wire.BYE, wire.OPEN, wire.HELLO, wire.CLOSE) and draws.random() < 0.9:
        operation = wire.PING
    if kind < 0.2:
        return operation, flags, draws.randbytes(draws.randrange(64))
    if kind < 0.3 and before:
        damaged = bytearray(before)
        damaged[draws.randrange(len(damaged))] ^= 1 << draws.randrange(8)
        return operation, flags, bytes(damaged[:draws.randrange(1, len(damaged) + 1)])
    parts = []
    for _ in range(draws.randrange(7)):
        parts.append(draws.choice([
            lambda: struct.pack("<I", draws.choice([1, 2, 16, 17, 18, 19, 20, draws.randrange(1 << 32)])),
            lambda: struct.pack("<Q", draws.choice([0, 1, 3, 7, 8, draws.randrange(1 << 64)])),
            lambda: struct.pack("<d", draws.choice([0.0, 1.0, -2.5, 1e300, float("nan"), float("inf")])),
            lambda: bytes([draws.randrange(4)]),
            lambda: struct.pack("<I", 2) + struct.pack("<II", 1, draws.choice([2, 16, 17])),
            lambda: bytes([draws.randrange(3), draws.randrange(3), 0]) + struct.pack("<Q", 0)
            + struct.pack("<III", 2, draws.randrange(25), draws.randrange(25)),
        ])())
    return operation, flags, b"".join(parts)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    draws = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    model = Squares()
    statistics = {"messages": 0, "slowest": 0.0, "answers": [0, 0, 0, 0]}
    began, before = time.monotonic(), None
    with numpy.errstate(all="ignore"):
        while statistics["messages"] < count:
            line = Line(draws, _EACH, statistics)
            try:
                Server(line, lambda target: model).serve()
            except wire.Gone:
                pass
            if before is None and statistics["messages"] > count // 10:
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - (before or 0)) / 1024
    done, mistakes, failures, not_able = statistics["answers"]
    print(f"{statistics['messages']} messages in {time.monotonic() - began:.0f} s: {done} done, {mistakes}"
          f" mistakes, {failures} failures, {not_able} not able; slowest {statistics['slowest']:.3f} s; memory"
          f" grew by {grown:.1f} MiB after the first tenth")
    return 0 if statistics["slowest"] < 10 * _SECONDS and grown < 256 else 1


if __name__ == "__main__":
    sys.exit(main())
