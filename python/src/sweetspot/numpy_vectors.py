"""Vectors as flat arrays, for libraries whose own arrays cannot be changed in place."""

import numpy

from sweetspot import draws, inner

#: Entries of all vectors together that are looked at at once: as many as a cache holds.
_CACHED = 1 << 19


class Vector:
    """A flat array, or a part of one; ``live`` names what its change moves, if it does."""

    __slots__ = ("data", "live")

    def __init__(self, data, live=""):
        self.data = data
        self.live = live

    @property
    def size(self):
        return self.data.size

    @property
    def bytes(self):
        return self.data.itemsize

    def set(self, other):
        self.data[:] = other.data

    def scale(self, factor):
        if factor == 0:
            self.data[:] = 0
        else:
            self.data *= self.data.dtype.type(factor)

    def add(self, factor, other):
        self.data += self.data.dtype.type(factor) * other.data

    def multiply(self, other):
        self.data *= other.data

    def add_product(self, factor, a, b):
        self.data += self.data.dtype.type(factor) * a.data * b.data

    def add_ratio(self, factor, numerator, scale, square, epsilon):
        kind = self.data.dtype.type
        self.data += kind(factor) * numerator.data / (
            numpy.sqrt(kind(scale) * square.data) + kind(epsilon))

    def view(self, offset, size):
        return Vector(self.data[offset:offset + size], self.live)

    def finite(self):
        return bool(numpy.isfinite(self.data).all())

    def draw(self, kind, key, position):
        make = draws.signs if kind == 1 else draws.normals
        self.data[:] = make(key, position, self.size, self.data.dtype.type)

    def read(self, start, count):
        return self.data[start:start + count].tobytes()

    def write(self, start, data):
        entries = numpy.frombuffer(data, self.data.dtype)
        self.data[start:start + entries.size] = entries


def products(left, right):
    """Inner products of each on the left with each on the right, as bytes row by row."""
    if not left or not right:
        return b""
    size = left[0].size
    if any(vector.size != size for vector in left + right):
        raise ValueError(
            f"products: expected vectors of one space, got {sorted({v.size for v in left + right})}")
    if inner.few(len(left), len(right)):
        found = inner.rows([one.data for one in left], [one.data for one in right], _dot, _wide)
        return numpy.array(found).tobytes()
    sums = numpy.zeros((len(left), len(right)))
    block = max(1, min(size, max(1 << 11, _CACHED // (len(left) + len(right)))))
    # Filled again and again: fresh memory would cost more than the sums.
    rows, columns = numpy.empty((len(left), block)), numpy.empty((len(right), block))
    for start in range(0, size, block):
        part = slice(start, min(size, start + block))
        held = part.stop - start
        for one, vectors in ((rows, left), (columns, right)):
            for row, vector in zip(one, vectors):
                row[:held] = vector.data[part]
        sums += rows[:, :held] @ columns[:, :held].T
    return sums.tobytes()


def _dot(a, b):
    with numpy.errstate(over="ignore", invalid="ignore"):
        return float(numpy.dot(a, b))


def _wide(a):
    return a.astype(numpy.float64)
