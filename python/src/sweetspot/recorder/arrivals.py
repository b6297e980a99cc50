"""Gradients as they arrive at a few small parameters: the backward passes of an update."""

import torch

_WATCHED = 4096


class Arrivals:
    """Counts backward passes, and sees what lay in the gradients before each.

    named: names and parameters to choose from: those that the optimizer holds.
    begins: called before a backward pass is counted.
    """

    def __init__(self, named, begins):
        self._watched = _smallest(named)
        self._begins = begins
        self._incoming = [None] * len(self._watched)
        #: Whether a backward pass came since this was last set to False.
        self.fresh = True
        self.reset(False)

    def reset(self, look):
        """Begins an update; look: whether the gradients are compared, or only counted."""
        self._look = look
        self._left, self._carried = [], []
        self._counts = [0] * len(self._watched)
        #: Backward passes since then.
        self.passes = 0

    def attach(self):
        """The hooks, for the caller to remove."""
        hooks = []
        for place, one in enumerate(self._watched):
            hooks.append(one.register_hook(
                lambda gradient, place=place: self._arrives(place, gradient)))
            hooks.append(one.register_post_accumulate_grad_hook(
                lambda parameter, place=place: self._accumulated(place, parameter)))
        return hooks

    def add_to(self, gradient):
        """Adds what lay there before the first pass, and before later ones, to a line's gradient."""
        for name, pairs in (("leftover", self._left), ("carried", self._carried)):
            if pairs:
                rest, whole = torch.stack(pairs).pow(2).sum(0).tolist()
                gradient[name] = (rest / whole) ** 0.5 if whole > 0 else None

    def _arrives(self, place, gradient):
        if self._look:
            self._incoming[place] = gradient.detach().clone()

    def _accumulated(self, place, parameter):
        self._begins()
        incoming = self._incoming[place]
        if incoming is not None and parameter.grad is not None:
            rest = (parameter.grad.detach() - incoming).norm()
            kept = self._left if self._counts[place] == 0 else self._carried
            kept.append(torch.stack([rest, incoming.norm()]))
            self._incoming[place] = None
        self._counts[place] += 1
        self.passes = max(self._counts)
        self.fresh = True


def _smallest(named):
    """Up to four small parameters."""
    found, size = [], 0
    for _, one in sorted(named, key=lambda pair: pair[1].numel()):
        if len(found) < 4 and (size + one.numel() <= _WATCHED or not found):
            found.append(one)
            size += one.numel()
    return found
