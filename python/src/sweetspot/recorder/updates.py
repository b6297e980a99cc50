"""What an optimizer's step does: norms, projections and unchanged shares of gradient and update."""

import torch

from . import sketch
from .pace import shared
from .torch_vectors import Vectors

_MOMENTS = 8
_SAMPLED = 2048


class Updates:
    """Looks at the gradients before an optimizer's step and at the weights after it.

    named: names and parameters that are trained.
    outside: places of those that the optimizer does not hold.
    """

    def __init__(self, named, optimizer, outside):
        self._optimizer, self._outside = optimizer, outside
        self.vectors = Vectors(named)
        self._previous = None
        self._used = None
        self.reset()

    def reset(self):
        """Begins an update."""
        self._found, self._repeats = {}, 0
        #: The rate of each group at the last step.
        self.rates = []

    def start(self):
        """Norm and projection of the weights, as they stand in the header."""
        weights = self.vectors.parameters
        return {"norm": float(self.vectors.norms(weights).pow(2).sum().sqrt()),
                "sketch": sketch.encode(self.vectors.sketch(weights).tolist())}

    def before(self, look, norms, fresh):
        """Before a step: whether to look closely, or at norms; whether a backward pass preceded."""
        vectors, found = self.vectors, {}
        gradients = [None if place in self._outside else one.grad
                     for place, one in enumerate(vectors.parameters)]
        self.rates = [float(group["lr"]) for group in self._optimizer.param_groups]
        if look or norms:
            found["norms"] = vectors.norms(gradients)
        if look:
            found["sketch"] = vectors.sketch(gradients)
            found["places"] = vectors.sampled(gradients)
            found["before"] = vectors.sampled(vectors.parameters)
            vectors.hold()
        used, self._used = self._used, found.get("norms")
        if not fresh and used is not None and self._used is not None:
            # No backward pass since the last update, and what lies there has not changed.
            self._repeats += bool(torch.equal(self._used, used) and used.any())
        self._found = found

    def after(self):
        """After a step that was looked at closely before; nothing after others."""
        found, vectors = self._found, self.vectors
        if "sketch" not in found:
            return
        weights = vectors.sampled(vectors.parameters)
        there = found.pop("places") != 0
        still = (weights == found.pop("before")) & there
        found["unchanged"] = torch.stack([still.sum(), there.sum()])
        moved = vectors.moved()
        found["moves"] = vectors.norms(moved)
        found["moved"] = vectors.sketch(moved)
        found["weights"] = vectors.norms(vectors.parameters)
        found["stale"] = self._second_moment()

    def add_to(self, line, step):
        """Adds gradient and update to a step's line; whether it was looked at closely."""
        found = self._found
        if self._repeats:
            line["repeats"] = self._repeats
        if "norms" in found:
            norms = found["norms"].tolist()
            line["gradient"] = {"norm": _root(norms)}
        if "moves" not in found:
            self._previous = None
            return False
        gradient, moved = found["sketch"].tolist(), found["moved"].tolist()
        line["gradient"]["norms"] = norms
        if self._previous is not None and self._previous[0] == step - 1:
            line["gradient"]["dot"] = _dot(gradient, self._previous[1])
            line["gradient"]["alongUpdate"] = _dot(gradient, self._previous[2])
        moves, weights = found["moves"].tolist(), found["weights"].tolist()
        still, there = found["unchanged"].tolist()
        line["update"] = {"norm": _root(moves), "norms": moves, "weights": weights,
                          "unchanged": still / there if there else None}
        if shared(step):
            line["gradient"]["sketch"] = sketch.encode(gradient)
            line["update"]["sketch"] = sketch.encode(moved)
        if found["stale"] is not None:
            line["update"]["momentRatio"] = float(found["stale"])
        self._previous = (step, gradient, moved)
        return True

    def _second_moment(self):
        """Root of the mean of g^2 / v over sampled entries: above 1, v lags behind."""
        squares = []
        for parameter in self.vectors.parameters[:_MOMENTS]:
            state = self._optimizer.state.get(parameter, {})
            held = state.get("exp_avg_sq")
            if held is None or parameter.grad is None:
                continue
            beta = 0.999
            for group in self._optimizer.param_groups:
                if "betas" in group and any(one is parameter for one in group["params"][:64]):
                    beta = group["betas"][1]
            count = float(state.get("step", 1))
            stride = max(1, parameter.numel() // _SAMPLED)
            gradient = parameter.grad.detach().reshape(-1)[::stride].float()
            value = held.detach().reshape(-1)[::stride].float() / max(1e-12, 1 - beta ** count)
            squares.append((gradient.pow(2).mean() / value.mean().clamp(min=1e-30)))
        return torch.stack(squares).mean().sqrt() if squares else None


def _root(norms):
    return sum(one * one for one in norms) ** 0.5


def _dot(one, other):
    return sum(a * b for a, b in zip(one, other))
