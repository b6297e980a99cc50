"""A random projection of a network's gradient or update to 251 numbers.

The same parameters get the same projection in every run, so that two runs compare: the cosine of
two sketches is the cosine of the vectors, within about 1/sqrt(251) = 0.06.

Entry i of a tensor goes to bucket i mod 251 with the sign of its row i // 251. The signs of a
tensor's rows are bits of a SplitMix64 stream whose key is made of the tensor's name. The width is
prime, because layers' widths are multiples of powers of two and would fold columns together.
"""

import base64
import hashlib
import struct

WIDTH = 251
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def key(name):
    """The key of a tensor's signs: the first eight bytes of the SHA-256 of its plain name."""
    return struct.unpack("<Q", hashlib.sha256(plain(name).encode("utf-8")).digest()[:8])[0]


def plain(name):
    """A parameter's name without what wrappers add."""
    parts = [part for part in name.split(".") if part not in ("_orig_mod", "module")]
    return ".".join(parts) if parts else name


def _word(state, index):
    z = (state + (index + 1) * _GOLDEN) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def signs(name, rows):
    """The signs of the first rows: a list of 1.0 and -1.0."""
    state = key(name)
    found = []
    for index in range((rows + 63) // 64):
        word = _word(state, index)
        found.extend(-1.0 if word >> bit & 1 else 1.0 for bit in range(64))
    return found[:rows]


def encode(values):
    """251 numbers as base64 of little-endian single precision."""
    return base64.b64encode(struct.pack("<%df" % len(values), *values)).decode("ascii")


def decode(text):
    """The numbers of a sketch."""
    data = base64.b64decode(text)
    return list(struct.unpack("<%df" % (len(data) // 4), data))
