"""Vectors as flat PyTorch tensors; long sums over entries accumulate in double precision."""

import numpy
import torch

from sweetspot import draws, inner

#: Entries of all vectors together that are looked at at once: on a CPU as many as its cache holds.
_CACHED, _DEVICE = 1 << 19, 1 << 22
#: Precisions in which a CPU sums a piece well enough.
_OWN = (torch.float32, torch.float64)


class Vector:
    """A flat tensor, or a part of one; ``live`` names what its change moves, if it does."""

    __slots__ = ("data", "live")

    def __init__(self, data, live=""):
        self.data = data
        self.live = live

    @property
    def size(self):
        return self.data.numel()

    @property
    def bytes(self):
        return self.data.element_size()

    def set(self, other):
        self.data.copy_(other.data)

    def scale(self, factor):
        if factor == 0:
            self.data.zero_()
        else:
            self.data.mul_(factor)

    def add(self, factor, other):
        self.data.add_(other.data, alpha=factor)

    def multiply(self, other):
        self.data.mul_(other.data)

    def add_product(self, factor, a, b):
        self.data.addcmul_(a.data, b.data, value=factor)

    def add_ratio(self, factor, numerator, scale, square, epsilon):
        self.data.addcdiv_(numerator.data, (square.data * scale).sqrt_().add_(epsilon), value=factor)

    def view(self, offset, size):
        return Vector(self.data[offset:offset + size], self.live)

    def finite(self):
        return bool(torch.isfinite(self.data).all())

    def draw(self, kind, key, position):
        kept = numpy.float64 if self.data.dtype == torch.float64 else numpy.float32
        make = draws.signs if kind == 1 else draws.normals
        self.data.copy_(torch.from_numpy(make(key, position, self.size, kept)))

    def read(self, start, count):
        return self.data[start:start + count].cpu().numpy().tobytes()

    def write(self, start, data):
        entries = torch.frombuffer(bytearray(data), dtype=self.data.dtype)
        self.data[start:start + entries.numel()].copy_(entries)


def products(left, right):
    """Inner products of each on the left with each on the right, as bytes row by row."""
    if not left or not right:
        return b""
    size = left[0].size
    if any(vector.size != size for vector in left + right):
        raise ValueError(
            f"products: expected vectors of one space, got {sorted({v.size for v in left + right})}")
    device, kind = left[0].data.device, left[0].data.dtype
    if device.type == "cpu" and kind in _OWN and inner.few(len(left), len(right)):
        found = inner.rows([one.data for one in left], [one.data for one in right], _dot, _wide)
        return numpy.array(found).tobytes()
    sums = torch.zeros(len(left), len(right), dtype=torch.float64, device=device)
    same = len(left) == len(right) and all(a is b for a, b in zip(left, right))
    together = (_CACHED if device.type == "cpu" else _DEVICE) // (len(left) + len(right))
    block = max(1, min(size, max(1 << 11, together)))
    # Filled again and again: fresh memory would cost more than the sums.
    columns = torch.empty(len(right), block, dtype=torch.float64, device=device)
    rows = columns if same else torch.empty(len(left), block, dtype=torch.float64, device=device)
    for start in range(0, size, block):
        part = slice(start, min(size, start + block))
        held = part.stop - start
        _fill(columns, right, part, held)
        if not same:
            _fill(rows, left, part, held)
        sums += rows[:, :held] @ columns[:, :held].T
    return sums.cpu().numpy().tobytes()


def _dot(a, b):
    return float(torch.dot(a, b))


def _wide(a):
    return a.double()


def _fill(block, vectors, part, held):
    for row, vector in zip(block, vectors):
        row[:held].copy_(vector.data[part])
