"""Batches of PyTorch loaders: any nesting of tuples, lists and dictionaries of tensors."""

import contextlib
import random

import numpy
import torch

from sweetspot.examples import Examples, OfBatches, OfDataset
from sweetspot.wire import Mistake

#: What fills up shorter rows of a dictionary's entries when batches of unequal length are joined.
_PADDING = {"labels": -100, "label": -100}


def examples(source, name):
    """The examples of a loader, a data set, a pair of tensors or batches in a list."""
    if source is None:
        return Examples()
    if isinstance(source, torch.utils.data.DataLoader):
        dataset = source.dataset
        if isinstance(dataset, torch.utils.data.IterableDataset) or source.batch_size is None:
            return _batches(source)
        return _of_loader(source)
    if isinstance(source, (tuple, dict)) or hasattr(source, "keys"):
        return OfTensors(_tensors(source))
    if (isinstance(source, torch.utils.data.Dataset) and hasattr(source, "__len__")) or (
            _single_examples(source)):
        return OfDataset(source, torch.utils.data.default_collate, _seeded, _lost)
    if hasattr(source, "__iter__"):
        return _batches(source)
    raise Mistake(
        f"{name}: expected a loader, a data set, a tuple or dictionary of tensors, or batches, got"
        f" {type(source).__name__}; give for instance (inputs, targets)")


def _of_loader(loader):
    """The examples that a loader's sampler picks, each once, whatever their order."""
    dataset, sampler = loader.dataset, loader.sampler
    utils = torch.utils.data
    picked = isinstance(sampler, utils.SubsetRandomSampler)
    indices = [int(index) for index in sampler.indices] if picked else None
    plain = loader.collate_fn is utils.default_collate
    if type(dataset) is utils.TensorDataset and plain:
        found = OfTensors(tuple(dataset.tensors))
        if picked:
            found = OfTensors(found.batch(indices))
    else:
        if picked:
            dataset = utils.Subset(dataset, indices)
        found = OfDataset(dataset, loader.collate_fn, _seeded, _lost)
    if not picked and not isinstance(sampler, (utils.SequentialSampler, utils.RandomSampler)):
        found.words += (
            f", each once: what {type(sampler).__name__} picks of them is not followed (give a Subset"
            " for a part)")
    found.per_batch = loader.batch_size or 0
    return found


def _single_examples(source):
    """Whether a list holds single examples (inputs, target) and not batches of them."""
    if not isinstance(source, list) or not source:
        return False
    first = source[0]
    if not isinstance(first, (tuple, list)) or len(first) != 2:
        return False
    inputs, target = first
    return getattr(inputs, "ndim", 0) > 0 and (
        isinstance(target, (int, float)) or getattr(target, "ndim", None) == 0)


def _lost(batch, count):
    """Examples that a batch of tensors has less than it should, where all agree on how many."""
    if not isinstance(batch, (tuple, list, dict)):
        return 0
    parts = batch.values() if isinstance(batch, dict) else batch
    if not all(isinstance(part, torch.Tensor) and part.dim() > 0 for part in parts):
        return 0
    found = {len(part) for part in parts}
    return max(0, count - found.pop()) if len(found) == 1 else 0


def _batches(source):
    """Those that an iteration hands out, which may draw from the global generators: they are put back."""
    states = torch.random.get_rng_state(), random.getstate(), numpy.random.get_state()
    try:
        return OfBatches(source, _joined, _even_rows)
    finally:
        torch.random.set_rng_state(states[0])
        random.setstate(states[1])
        numpy.random.set_state(states[2])


class OfTensors(Examples):
    """Those of one large batch, which is cut by rows."""

    def __init__(self, whole):
        self.whole = whole
        self.size = rows(whole)
        lengths = sorted({len(leaf) for leaf in leaves(whole) if leaf.dim() > 0})
        if len(lengths) > 1:
            raise Mistake(
                "data: expected a row for each example in every tensor, got tensors of"
                f" {' and '.join(str(length) for length in lengths)} rows\n"
                "  fix: give inputs and targets of the same examples")
        self.words = f"{self.size} examples"

    def batch(self, indices):
        index = torch.as_tensor(indices)
        return mapped(
            self.whole, lambda leaf: leaf[index.to(leaf.device)] if leaf.dim() > 0 else leaf)


def _tensors(value):
    return mapped(value, lambda leaf: leaf)


@contextlib.contextmanager
def _seeded(number):
    """Draws of Python, numpy and PyTorch that depend on a number alone, and leave no trace."""
    states = random.getstate(), numpy.random.get_state(), torch.random.get_rng_state()
    random.seed(number)
    numpy.random.seed(number % (1 << 32))
    torch.random.manual_seed(number)
    try:
        yield
    finally:
        random.setstate(states[0])
        numpy.random.set_state(states[1])
        torch.random.set_rng_state(states[2])


def mapped(value, change, key=None):
    """The same structure with each tensor changed; arrays become tensors."""
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, numpy.ndarray):
        return change(torch.from_numpy(value))
    if isinstance(value, dict) or (hasattr(value, "keys") and hasattr(value, "__getitem__")):
        return {name: mapped(value[name], change) for name in value.keys()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(mapped(part, change) for part in value))
    if isinstance(value, (list, tuple)):
        return type(value)(mapped(part, change) for part in value)
    return value


def leaves(value):
    """The tensors of a structure, in order."""
    found = []
    mapped(value, found.append)
    return found


def rows(batch):
    """How many examples a batch has: the first extent of its first tensor that has one."""
    for leaf in leaves(batch):
        if leaf.dim() > 0:
            return leaf.shape[0]
    raise Mistake(f"batch: expected a tensor with a row for each example, got {type(batch).__name__}")


def _even_rows(batch):
    """The same, of a batch that can be cut into its examples."""
    count = rows(batch)
    others = sorted({len(leaf) for leaf in leaves(batch) if leaf.dim() > 0} - {count})
    if others:
        raise Mistake(
            f"batches: expected a row for each of {count} examples in every tensor, got tensors of"
            f" {', '.join(str(other) for other in others)} rows\n"
            "  fix: give a DataLoader of a data set, whose collation puts any examples together")
    return count


def _joined(parts):
    """One batch of rows of several, padded where their lengths differ."""
    taken = [mapped(batch, lambda leaf, index=index: _rows(leaf, index)) for batch, index in parts]
    return taken[0] if len(taken) == 1 else _join(taken, "")


def _rows(leaf, index):
    return leaf[torch.as_tensor(index, device=leaf.device)] if leaf.dim() > 0 else leaf


def _join(values, name):
    first = values[0]
    if isinstance(first, torch.Tensor):
        return _stacked(values, name)
    if isinstance(first, dict):
        return {key: _join([value[key] for value in values], key) for key in first}
    if isinstance(first, tuple) and hasattr(first, "_fields"):
        return type(first)(*(_join(list(part), name) for part in zip(*values)))
    if isinstance(first, (list, tuple)):
        return type(first)(_join(list(part), name) for part in zip(*values))
    return first


def _stacked(tensors, name):
    if tensors[0].dim() == 0:
        return tensors[0]
    shapes = {tensor.shape[1:] for tensor in tensors}
    if len(shapes) == 1:
        return torch.cat(tensors)
    known = name in _PADDING or name.endswith("mask") or name == "input_ids"
    if not known or len({len(shape) for shape in shapes}) != 1:
        raise Mistake(
            f"batches: expected rows of one shape under {name or 'each tensor'}, got"
            f" {sorted(tuple(s) for s in shapes)}; pad them to one length, or give a data set whose"
            " loader puts any examples together")
    extents = [max(extent) for extent in zip(*shapes)]
    filled = []
    for tensor in tensors:
        whole = tensor.new_full((tensor.shape[0], *extents), _PADDING.get(name, 0))
        whole[tuple(slice(0, extent) for extent in tensor.shape)] = tensor
        filled.append(whole)
    return torch.cat(filled)
