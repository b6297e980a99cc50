"""Vectors as flat PyTorch tensors; sums over entries accumulate in double precision."""

import numpy
import torch

from sweetspot import draws

_BLOCK = 1 << 16


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
    device = left[0].data.device
    sums = torch.zeros(len(left), len(right), dtype=torch.float64, device=device)
    same = len(left) == len(right) and all(a is b for a, b in zip(left, right))
    for start in range(0, size, _BLOCK):
        part = slice(start, start + _BLOCK)
        columns = torch.stack([vector.data[part] for vector in right]).double()
        rows = columns if same else torch.stack([vector.data[part] for vector in left]).double()
        sums += rows @ columns.T
    return sums.cpu().numpy().tobytes()
