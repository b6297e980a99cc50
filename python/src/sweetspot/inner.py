"""Inner products of flat arrays of any library, fast and nearly as exact as sums in double precision."""

import math

#: Entries that are summed in their own precision; sums over such pieces go on in double.
_PIECE = 1 << 16
#: Nearer to 0 single precision may have lost products that double precision holds.
_LEAST = 1e-25


def few(left, right):
    """Whether so many products are taken faster one by one than all together."""
    return left * right <= left + right


def rows(left, right, dot, wide):
    """Products of each on the left with each on the right, row by row.

    ``dot(a, b)`` sums in the precision of the arrays, ``wide(a)`` is the array in double precision.
    In single precision the error is about 1e-8 of the product of both norms: a piece's products
    are summed by many lanes at once. A piece whose sum is not finite or next to nothing is summed
    anew in double precision, which holds the squares of all numbers of single precision.
    """
    return [[_dot(one, other, dot, wide) for other in right] for one in left]


def _dot(one, other, dot, wide):
    total = 0.0
    for start in range(0, len(one), _PIECE):
        a, b = one[start:start + _PIECE], other[start:start + _PIECE]
        part = dot(a, b)
        if not _LEAST < abs(part) < math.inf:
            part = dot(wide(a), wide(b))
        total += part
    return total
