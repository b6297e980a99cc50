"""Gradients as they arrive at a few small parameters: the backward passes of an update."""

import torch

_WATCHED = 4096
_NOTHING = object()


class Arrivals:
    """Counts backward passes, and sees what lay in the gradients before each.

    named: names and parameters to choose from: those that the optimizer holds.
    watch: of the time that this takes.
    begins: called before a backward pass is counted.
    """

    def __init__(self, named, watch, begins):
        self._watched = _smallest(named)
        self._watch, self._begins = watch, begins
        #: The gradient that is being added to a parameter's, or that nothing lay there.
        self._incoming = [None] * len(self._watched)
        #: Whether a backward pass came since this was last set to False.
        self.fresh = True
        self._look, self._arriving, self._counting = False, [], []
        self.reset(False)

    def reset(self, look):
        """Begins an update; look: whether the gradients are compared, or only counted."""
        self._left, self._carried = [], []
        self._counts = [0] * len(self._watched)
        #: Backward passes since then.
        self.passes = 0
        if look != self._look:
            self._look = look
            self._compare()

    def _compare(self):
        """Hooks that see gradients before they are added, where they are looked at."""
        for hook in self._arriving:
            hook.remove()
        self._arriving = [
            one.register_hook(lambda gradient, place=place: self._arrives(place, gradient))
            for place, one in enumerate(self._watched)] if self._look else []

    def attach(self):
        """Begins to watch; remove() ends it."""
        self._counting = [
            one.register_post_accumulate_grad_hook(
                lambda parameter, place=place: self._accumulated(place, parameter))
            for place, one in enumerate(self._watched)]
        return self

    def remove(self):
        """Takes all hooks away."""
        for hook in self._counting + self._arriving:
            hook.remove()

    def add_to(self, gradient):
        """Adds what lay there before the first pass, and before later ones, to a line's gradient."""
        for name, pairs in (("carried", self._carried), ("leftover", self._left)):
            known = [pair for pair in pairs if pair is not None]
            if name == "leftover" and gradient.get("carried") == 0.0:
                # Cleared before a later pass, as where another loss passes here first.
                known = []
            if known:
                rest, whole = torch.stack(known).pow(2).sum(0).tolist()
                if whole > 0:
                    gradient[name] = (rest / whole) ** 0.5
            elif pairs:
                gradient[name] = 0.0

    def _arrives(self, place, gradient):
        with self._watch:
            empty = self._watched[place].grad is None
            self._incoming[place] = _NOTHING if empty else gradient.detach().clone()

    def _accumulated(self, place, parameter):
        with self._watch:
            self._begins()
            incoming = self._incoming[place]
            if incoming is not None and parameter.grad is not None:
                kept = self._left if self._counts[place] == 0 else self._carried
                kept.append(None if incoming is _NOTHING else torch.stack(torch._foreach_norm(
                    [parameter.grad.detach() - incoming, incoming])).float())
                self._incoming[place] = None
            self._counts[place] += 1
            self.passes = max(self.passes, self._counts[place])
            self.fresh = True


def _smallest(named):
    """Up to four small parameters."""
    found, size = [], 0
    for _, one in sorted(named, key=lambda pair: pair[1].numel()):
        if len(found) < 4 and (size + one.numel() <= _WATCHED or not found):
            found.append(one)
            size += one.numel()
    return found
