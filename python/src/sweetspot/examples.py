"""Examples that can be asked for by their number, whatever structure their batches have."""

import itertools

from sweetspot.wire import Mistake

_MOST_BYTES = 2 << 30


class Examples:
    """Something with a ``size`` that makes a batch of the examples of given numbers."""

    size = 0
    #: What was found and assumed, in words.
    words = "none"

    def batch(self, indices):
        raise NotImplementedError


class OfDataset(Examples):
    """Those of a map-style data set behind a loader, put together as the loader does it.

    Each is fetched once and kept, with random transformations drawn from its own number, so that
    an example is the same whenever it is asked for.
    """

    def __init__(self, dataset, collate, seeded, lost=None):
        """``lost(batch, count)``: how many of so many examples a batch surely has not."""
        self.dataset, self.collate, self.seeded = dataset, collate, seeded
        self.lost = lost or (lambda batch, count: 0)
        self.size = len(dataset)
        self.words = f"{self.size} examples of the loader's {type(dataset).__name__}"
        self._kept = {}
        self._held = 0

    def _example(self, index):
        found = self._kept.get(index)
        if found is None:
            try:
                with self.seeded(index):
                    found = self.dataset[index]
            except Exception as error:
                raise Mistake(
                    f"data: expected example {index} from {type(self.dataset).__name__}, got"
                    f" {type(error).__name__}: {error}\n"
                    "  fix: make every example from 0 to len(data set) - 1 readable, or give a Subset"
                ) from error
            self._held += _bytes(found)
            if self._held > _MOST_BYTES:
                self._kept, self._held = {}, _bytes(found)
            self._kept[index] = found
        return found

    def batch(self, indices):
        found = [self._example(index) for index in indices]
        try:
            batch = self.collate(found)
        except Exception as error:
            raise Mistake(
                f"data: expected the loader's collation to put {_told(indices)} together, got"
                f" {type(error).__name__}: {error}\n{_KEEP}") from error
        missing = self.lost(batch, len(indices))
        if missing:
            raise Mistake(
                f"data: expected the loader's collation to keep {_told(indices)}, got a batch without"
                f" {missing} of them\n{_KEEP}")
        return batch


_KEEP = ("  fix: give a loader whose collation takes any examples and leaves none out, or its batches as a"
         " list: list(loader)")


def _told(indices):
    return f"example {indices[0]}" if len(indices) == 1 else (
        f"{len(indices)} examples ({indices[0]}, ...)")


class OfBatches(Examples):
    """Those of batches that were handed out in order and are kept."""

    def __init__(self, batches, joined, rows):
        self.joined = joined
        self.batches, self.places = [], []
        held, more = 0, False
        for batch in batches:
            held += _bytes(batch)
            if held > _MOST_BYTES and self.batches:
                more = True
                break
            count = rows(batch)
            self.places.extend((len(self.batches), row) for row in range(count))
            self.batches.append(batch)
        self.size = len(self.places)
        self.words = (
            f"{'the first ' if more else ''}{self.size} examples in {len(self.batches)} batches")
        self.per_batch = rows(self.batches[0]) if self.batches else 0

    def batch(self, indices):
        parts = []
        for number, group in itertools.groupby((self.places[i] for i in indices), lambda p: p[0]):
            parts.append((self.batches[number], [row for _, row in group]))
        return self.joined(parts)


def _bytes(value):
    """About how much memory a structure of tensors takes."""
    if hasattr(value, "nbytes"):
        return int(value.nbytes)
    if isinstance(value, dict) or hasattr(value, "items"):
        return sum(_bytes(part) for _, part in value.items())
    if isinstance(value, (list, tuple)):
        return sum(_bytes(part) for part in value)
    return 64
