"""Gradients of single examples of a PyTorch module: all at once where that can be, else in turn."""

import torch

from sweetspot.torch_data import mapped, rows

_MEMORY = 256 << 20


class Singles:
    """Gradients of a function of single examples, taken as the module is used.

    ``function(module, one, extra)`` is a scalar of a batch of one example; ``extra`` is that
    example's row of numbers, or None.
    """

    def __init__(self, model):
        self.model = model
        #: By name of the function: whether gradients taken all at once are those taken in turn.
        self.together = {}

    def each(self, name, function, split, indices, extra=None):
        """Blocks of gradients: a tensor of so many rows for each trained tensor."""
        indices = list(indices)
        if name not in self.together:
            self.together[name] = self._agree(
                function, split, indices[:2], None if extra is None else extra[:2])
        size = max(1, min(len(indices), _MEMORY // max(1, self.model.theta.numel() * 8)))
        for start in range(0, len(indices), size):
            part = indices[start:start + size]
            more = None if extra is None else extra[start:start + size]
            if self.together[name]:
                yield self._at_once(function, split, part, more)
            else:
                yield from self._in_turn(function, split, part, more)

    def _at_once(self, function, split, indices, extra):
        flat, build = _opened(self.model.batch(split, indices))
        if extra is not None:
            flat.append(extra)

        def single(leaves, *parts):
            given = parts if extra is None else parts[:-1]
            one = build([part.unsqueeze(0) for part in given])
            with self.model.module.at(leaves, "evaluate") as module:
                return function(module, one, None if extra is None else parts[-1])

        each = torch.func.vmap(
            torch.func.grad(single), in_dims=(None,) + (0,) * len(flat), chunk_size=None)
        return each(tuple(self.model.leaves(False)), *flat)

    def _in_turn(self, function, split, indices, extra):
        leaves = self.model.leaves()
        for place, index in enumerate(indices):
            with self.model.module.at(leaves, "evaluate") as module:
                value = function(
                    module, self.model.batch(split, [index]), None if extra is None else extra[place])
                yield [part.unsqueeze(0) for part in derivatives(value, leaves)]

    def _agree(self, function, split, indices, extra):
        try:
            together = self._at_once(function, split, indices, extra)
        except Exception:  # whatever vmap can't trace is done one by one
            return False
        for row, alone in enumerate(self._in_turn(function, split, indices, extra)):
            for mapped_part, part in zip(together, alone):
                scale = float(part.abs().max()) or 1.0
                if not torch.allclose(mapped_part[row], part[0], rtol=1e-4, atol=1e-5 * scale):
                    return False
        return True


def derivatives(value, leaves, graph=False):
    """Gradients in each of the leaves; zeros in those that do not matter."""
    found = torch.autograd.grad(
        value, leaves, create_graph=graph, allow_unused=True, materialize_grads=True)
    return tuple(part.to_dense() if part.is_sparse else part for part in found)


def _opened(batch):
    """The tensors of a batch that have a row for each example, and what rebuilds it from them."""
    count = rows(batch)
    flat = []
    mapped(batch, lambda leaf: flat.append(leaf) if leaf.dim() > 0 and len(leaf) == count else leaf)

    def build(parts):
        rest = iter(parts)
        return mapped(
            batch, lambda leaf: next(rest) if leaf.dim() > 0 and len(leaf) == count else leaf)

    return flat, build
