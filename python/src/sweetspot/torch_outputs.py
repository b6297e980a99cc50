"""What a PyTorch classifier's outputs are made of: their gradients, the last layer, the inputs."""

import torch
from torch.overrides import TorchFunctionMode

from sweetspot.last_layer import layer_of
from sweetspot.torch_singles import derivatives

_LINEAR = torch.nn.functional.linear
_MATMUL = (torch.matmul, torch.Tensor.matmul, torch.Tensor.__matmul__)
#: From so many weights on, gradients of single examples take longer than those of groups.
_LARGE = 200_000
_GROUP = 32


class Rows:
    """One row of logits for each example, as a function of the module and one example."""

    def __init__(self, objective, kind):
        self.objective, self.kind = objective, kind

    @classmethod
    def of(cls, objective, module, batch, logits, examples):
        """How the outputs give the logits, or None where an example has not one row of them."""
        if logits.shape[0] != examples:
            return None
        raw = objective.raw(module, batch)
        if not isinstance(raw, torch.Tensor) or raw.numel() % examples:
            return None
        for kind in ("logits", "binary", "logarithms", "sigmoid"):
            found = _logits(raw.reshape(examples, -1), kind)
            if found.shape == logits.shape and torch.allclose(
                    found.double(), logits, rtol=1e-4, atol=1e-5):
                return cls(objective, kind)
        return None

    def all(self, module, batch, examples):
        """Logits, examples x classes."""
        return _logits(self.objective.raw(module, batch).reshape(examples, -1), self.kind)

    def weighed(self, module, one, coefficients):
        """The sum of one example's logits, each times its coefficient."""
        return (self.all(module, one, 1)[0] * coefficients).sum()


def _logits(rows, kind):
    if kind == "binary":
        return torch.cat([torch.zeros_like(rows), rows], 1) if rows.shape[1] == 1 else rows
    if kind == "sigmoid":
        if rows.shape[1] != 1:
            return rows
        floor = torch.finfo(rows.dtype).tiny
        odds = rows.clamp_min(floor).log() - (1 - rows).clamp_min(floor).log()
        return torch.cat([torch.zeros_like(odds), odds], 1)
    if kind == "logarithms":
        return rows.clamp_min(torch.finfo(rows.dtype).tiny).log()
    return rows


def norms(model, batch, sets, group):
    """Squared norms of gradients of weighed outputs: sets x trained tensors x groups of examples.

    ``sets``: sets x examples x classes. A group's gradient is the sum over its examples.
    """
    found = []
    for coefficients in sets:
        found.append(torch.cat(
            [block.cpu() for block in _blocks(model, batch, coefficients, group)], 1))
    return torch.stack(found).double().contiguous().numpy()


def _blocks(model, batch, coefficients, group):
    rows = model.rows
    if group == 1:
        for gradients in model.singles.each(
                "outputs", rows.weighed, batch.split, batch.indices, coefficients):
            yield torch.stack([(part.double() ** 2).reshape(len(part), -1).sum(1) for part in gradients])
        return
    leaves = model.leaves()
    for start in range(0, len(batch.indices), group):
        indices = batch.indices[start:start + group]
        with model.module.at(leaves, "evaluate") as module:
            logits = rows.all(module, model.batch(batch.split, indices), len(indices))
            value = (logits * coefficients[start:start + group]).sum()
            gradients = derivatives(value, leaves)
        yield torch.stack([(part.double() ** 2).sum() for part in gradients]).reshape(-1, 1)


def cheap_group(model):
    """Examples in a group whose gradients are to be taken together."""
    return 1 if model.theta.numel() <= _LARGE else _GROUP


class _Calls(TorchFunctionMode):
    """Keeps each product of features with a matrix of weights that has the wanted height."""

    def __init__(self, heights):
        super().__init__()
        self.heights, self.found = heights, []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        layer = None
        if func is _LINEAR:
            bias = args[2] if len(args) > 2 else (kwargs or {}).get("bias")
            layer = (args[0], args[1], bias)
        elif func in _MATMUL and args[1].dim() == 2:
            layer = (args[0], args[1].T, None)
        elif func is torch.addmm and not kwargs:
            layer = (args[1], args[2].T, args[0])
        if layer is not None and layer[1].dim() == 2 and layer[1].shape[0] in self.heights:
            self.found.append(layer)
        return result


def seen(model, asked):
    """Logits, and every product that might have made them, with features in the rows' order."""
    batch = model.batch(asked.split, asked.indices)
    with model.module.at(model.leaves(False), "evaluate") as module, torch.no_grad():
        heights = model.classes["heights"]
        with _Calls(heights) as calls:
            found = model.objective.chosen_rows(module, batch)
    if found is None:
        return None, []
    logits, _, choose = found
    layers = []
    for features, weight, bias in calls.found:
        rows = choose(features)
        if rows is not None and rows.shape[0] == logits.shape[0]:
            parts = (None if part is None else part.cpu().numpy() for part in (rows, weight, bias))
            layers.append(layer_of(*parts, logits.shape[1]))
    return logits.cpu().numpy(), layers
