"""Batches of arrays in any nesting of tuples, lists and dictionaries, cut by rows."""

import numpy

from sweetspot.examples import Examples
from sweetspot.wire import Mistake


class OfArrays(Examples):
    """Those of one large batch."""

    def __init__(self, whole, name):
        self.whole = whole
        found = leaves(whole)
        counts = {len(leaf) for leaf in found if leaf.ndim > 0}
        if len(counts) != 1:
            raise Mistake(
                f"{name}: expected arrays with a row for each example, got first extents"
                f" {sorted(counts)}")
        self.size = counts.pop()
        self.words = f"{self.size} examples"

    def batch(self, indices):
        index = numpy.asarray(indices)
        return mapped(self.whole, lambda leaf: leaf[index] if leaf.ndim > 0 else leaf)


def examples(source, name):
    """The examples of a tuple or dictionary of arrays, or of batches that are handed out in order."""
    if source is None:
        return Examples()
    if isinstance(source, (tuple, dict)) or hasattr(source, "shape"):
        return OfArrays(mapped(source, lambda leaf: leaf), name)
    if not hasattr(source, "__iter__"):
        raise Mistake(
            f"{name}: expected arrays as (inputs, targets) or batches, got {type(source).__name__}")
    batches = [mapped(batch, lambda leaf: leaf) for batch in source]
    if not batches:
        raise Mistake(f"{name}: expected at least one batch, got none")
    found = OfArrays(_joined(batches), name)
    first = next((len(leaf) for leaf in leaves(batches[0]) if leaf.ndim > 0), 0)
    found.per_batch = first
    found.words += f" in {len(batches)} batches"
    return found


def mapped(value, change):
    """The same structure with each array changed."""
    if isinstance(value, dict):
        return {name: mapped(part, change) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        parts = [mapped(part, change) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return change(numpy.asarray(value))


def leaves(value):
    """The arrays of a structure, in order."""
    found = []
    mapped(value, found.append)
    return found


def _joined(batches):
    first = batches[0]
    if isinstance(first, dict):
        return {name: _joined([batch[name] for batch in batches]) for name in first}
    if isinstance(first, (list, tuple)):
        parts = [_joined(list(part)) for part in zip(*batches)]
        return type(first)(*parts) if hasattr(first, "_fields") else type(first)(parts)
    return numpy.concatenate(batches) if first.ndim > 0 else first
