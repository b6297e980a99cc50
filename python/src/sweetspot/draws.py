"""The random vectors of the program's named streams, drawn here: SplitMix64 as a counter formula."""

import numpy

_GOLDEN = numpy.uint64(0x9E3779B97F4A7C15)
_FIRST = numpy.uint64(0xBF58476D1CE4E5B9)
_SECOND = numpy.uint64(0x94D049BB133111EB)
_UNIT = 2.0 ** -53
_BLOCK = 1 << 13


def words(key, position, count):
    """Words ``position`` to ``position + count`` of the stream of a key."""
    with numpy.errstate(over="ignore"):
        counter = numpy.arange(1, count + 1, dtype=numpy.uint64) + numpy.uint64(position)
        z = counter * _GOLDEN + numpy.uint64(key)
        z = (z ^ (z >> numpy.uint64(30))) * _FIRST
        z = (z ^ (z >> numpy.uint64(27))) * _SECOND
        return z ^ (z >> numpy.uint64(31))


def signs(key, position, size, dtype=numpy.float32):
    """Independent entries of +1 or -1, 64 from each word."""
    drawn = words(key, position, (size + 63) // 64)
    bits = numpy.unpackbits(drawn.astype("<u8").view(numpy.uint8), bitorder="little")[:size]
    return (1 - 2 * bits.astype(numpy.int8)).astype(dtype)


def normals(key, position, size, dtype=numpy.float32):
    """Independent standard normal entries, two words each (Box and Muller's cosine branch)."""
    entries = numpy.empty(size, dtype)
    for start in range(0, size, _BLOCK):
        count = min(_BLOCK, size - start)
        uniform = (words(key, position + 2 * start, 2 * count) >> numpy.uint64(11)) * _UNIT
        radius = numpy.sqrt(-2 * numpy.log(1 - uniform[0::2]))
        entries[start:start + count] = radius * numpy.cos(2 * numpy.pi * uniform[1::2])
    return entries
