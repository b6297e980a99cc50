"""What an optimizer's step does: norms, projections and unchanged shares of gradient and update."""

import operator

import torch

from . import sketch
from .pace import shared
from .torch_vectors import Vectors

_MOMENTS = 8
_SAMPLED = 2048
_FEWEST, _MOST = 32, 1 << 16
#: What optimizers call the second moment.
_SECOND = ("exp_avg_sq", "square_avg")


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
        self._late = False
        #: One small tensor, whose second moment is compared at every update.
        self._sample = min(
            (one for place, (_, one) in enumerate(named) if place not in outside),
            key=lambda one: (one.numel() < _FEWEST, one.numel() if one.numel() >= _FEWEST
                             else -one.numel()), default=None)
        self.reset()

    def reset(self):
        """Begins an update."""
        self._found, self._repeats, self._entries = {}, 0, None
        self._ratio = None
        #: The rate of each group at the last step.
        self.rates = []

    def start(self):
        """Norm and projection of the weights, as they stand in the header."""
        weights = self.vectors.parameters
        return {"norm": float(self.vectors.norms(weights).pow(2).sum().sqrt()),
                "sketch": sketch.encode(self.vectors.sketch(weights).tolist())}

    def before(self, look, norms, fresh, late=False):
        """Before a step: whether to look closely, or at norms; whether a backward pass preceded.

        late: the gradient is made inside the step, by a closure, and looked at after it.
        """
        self.rates = [float(group["lr"]) for group in self._optimizer.param_groups]
        self._late = (look, norms) if late else False
        if late or not (look or norms):
            self._found, self._used = {}, None
            if late and look:
                self.vectors.hold()
        else:
            self._gradients(look, fresh)
        if not late:
            self._ratio = self._lag()

    def _gradients(self, look, fresh, hold=True):
        vectors, found = self.vectors, {}
        gradients = [None if place in self._outside else one.grad
                     for place, one in enumerate(vectors.parameters)]
        if look:
            seen = vectors.look(gradients)
            found["norms"], found["sketch"], self._entries = seen.norms, seen.sketch, seen.entries
            if hold:
                vectors.hold()
        else:
            found["norms"] = vectors.norms(gradients)
        used, self._used = self._used, found.get("norms")
        if not fresh and used is not None and self._used is not None:
            # No backward pass since the last update, and what lies there has not changed.
            self._repeats += bool(torch.equal(self._used, used) and used.any())
        self._found = found

    def entries(self):
        """Some entries of the gradient, where it was looked at closely; None otherwise."""
        return self._entries

    def after(self, passes=1):
        """After a step that was looked at closely before; nothing after others.

        passes: backward passes inside the step; after several of them its gradient is not known.
        """
        if self._late and passes == 1 and any(self._late):
            self._gradients(self._late[0], True, hold=False)
        found, vectors = self._found, self.vectors
        if "sketch" not in found:
            return
        there = self._entries != 0
        moved, found["weights"] = vectors.moved()
        found["moves"], found["moved"] = moved.norms, moved.sketch
        found["unchanged"] = torch.stack([((moved.entries == 0) & there).sum(), there.sum()])
        stale = self._second_moment()
        if stale is not None:
            found["stale"] = stale

    def add_to(self, line, step):
        """Adds gradient and update to a step's line; whether it was looked at closely."""
        found = _numbers(self._found)
        if self._repeats:
            line["repeats"] = self._repeats
        if self._ratio is not None:
            squares, sums, scale = self._ratio
            line["momentRatio"] = (float(squares) / max(1e-30, float(sums)) * scale) ** 0.5
        if "norms" in found:
            line["gradient"] = {"norm": _root(found["norms"])}
        if "moves" not in found:
            self._previous = None
            return False
        gradient, moved = found["sketch"], found["moved"]
        line["gradient"]["norms"] = found["norms"]
        if self._previous is not None and self._previous[0] == step - 1:
            line["gradient"]["dot"] = _dot(gradient, self._previous[1])
            line["gradient"]["alongUpdate"] = _dot(gradient, self._previous[2])
        still, there = found["unchanged"]
        line["update"] = {
            "norm": _root(found["moves"]), "norms": found["moves"], "weights": found["weights"]}
        if there:
            line["update"]["unchanged"] = still / there
        if shared(step):
            line["gradient"]["sketch"] = sketch.encode(gradient)
            line["update"]["sketch"] = sketch.encode(moved)
        if "stale" in found:
            line["update"]["momentRatio"] = found["stale"][0]
        self._previous = (step, gradient, moved)
        return True

    def _second_moment(self):
        """Root of the mean of g^2 / v over sampled entries: above 1, v lags behind."""
        gradients, moments, scales = [], [], []
        for parameter in self.vectors.parameters[:_MOMENTS]:
            state = self._optimizer.state.get(parameter, {})
            held = _second(state)
            if held is None or parameter.grad is None:
                continue
            scales.append(self._scale(parameter, state))
            stride = max(1, parameter.numel() // _SAMPLED)
            gradients.append(parameter.grad.detach().reshape(-1)[::stride].float())
            moments.append(held.detach().reshape(-1)[::stride].float())
        if not scales:
            return None
        # Sums over the same entries stand for their means.
        squares = torch.stack(torch._foreach_norm(gradients)).square()
        sums = torch.stack(torch._foreach_norm(moments, 1)).clamp(min=1e-30)
        return (squares / sums * sums.new_tensor(scales)).mean().sqrt()

    def _lag(self):
        """Sums of g^2 and v over one tensor, and the scale of v, before the step; None without."""
        one = self._sample
        if one is None or one.grad is None or one.numel() > _MOST:
            return None
        state = self._optimizer.state.get(one, {})
        held = _second(state)
        if held is None or one.grad.is_sparse:
            return None
        flat = one.grad.detach().reshape(-1)
        return torch.dot(flat, flat), held.sum(), self._scale(one, state)

    def _scale(self, parameter, state):
        """Of the bias of v, which started at zero; root mean square propagation keeps it."""
        if "exp_avg_sq" not in state:
            return 1.0
        return max(1e-12, 1 - self._beta(parameter) ** float(state.get("step", 1)))

    def _beta(self, parameter):
        for group in self._optimizer.param_groups:
            if "betas" in group and any(one is parameter for one in group["params"][:64]):
                return group["betas"][1]
        return 0.999


def _second(state):
    return next((state[name] for name in _SECOND if torch.is_tensor(state.get(name))), None)


def _numbers(found):
    """Every tensor as a list of numbers, in one transfer from the device."""
    if not found:
        return {}
    device = next(iter(found.values())).device
    values = torch.cat([
        one.reshape(-1).to(device, torch.float64) for one in found.values()]).tolist()
    lists, at = {}, 0
    for name, one in found.items():
        lists[name] = values[at:at + one.numel()]
        at += one.numel()
    return lists


def _root(norms):
    return sum(one * one for one in norms) ** 0.5


def _dot(one, other):
    return sum(map(operator.mul, one, other))
