"""What a PyTorch classifier's outputs are made of: their gradients, the last layer, the inputs."""

import torch
from torch.overrides import TorchFunctionMode

from sweetspot.torch_singles import derivatives
from sweetspot.wire import NotAble

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
        for kind in ("logits", "binary", "logarithms"):
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
            yield torch.stack([(part.double() ** 2).flatten(1).sum(1) for part in gradients])
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


class LastLayer:
    """The product of features with weights that gives a classifier's logits, found by trying."""

    def __init__(self, back, bias):
        #: Which product it is, counted from the last; what is added behind it, a row.
        self.back, self.bias = back, bias

    @classmethod
    def of(cls, model, batch):
        """Found on a few examples; raises NotAble where none of the products gives the logits."""
        logits, calls = _seen(model, batch)
        if logits is None or logits.shape[0] < 2:
            raise NotAble("last layer: needs two rows of logits to be found by")
        for back, layer in enumerate(reversed(calls)):
            rest = _rest(layer, logits)
            if rest is None:
                continue
            bias = rest.mean(0)
            if _small(rest - bias, logits):
                if _small(bias, logits):
                    bias = torch.zeros_like(bias)
                return cls(back, bias)
        raise NotAble(
            "the outputs are not a product of features with a matrix of weights that could be seen")

    def at(self, model, batch):
        """Features, weight and bias on a batch, in double precision."""
        logits, calls = _seen(model, batch)
        if logits is None or len(calls) <= self.back:
            raise NotAble("last layer: this batch went another way through the model")
        layer = calls[-1 - self.back]
        rest = _rest(layer, logits)
        if rest is None or not _small(rest - self.bias, logits):
            raise NotAble("last layer: on this batch it does not give the logits")
        features, weight, bias = layer
        return features, weight, bias + self.bias


def _seen(model, asked):
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
            layers.append(_wide(rows, weight, bias, logits.shape[1]))
    return logits, layers


def _wide(rows, weight, bias, classes):
    """In double precision; a single output is the second of two classes."""
    weight = weight.double()
    bias = torch.zeros_like(weight[:, 0]) if bias is None else bias.double().expand(len(weight))
    if len(weight) == 1 and classes == 2:
        weight = torch.cat([torch.zeros_like(weight), weight])
        bias = torch.cat([torch.zeros_like(bias), bias])
    return rows.double(), weight, bias


def _rest(layer, logits):
    """Logits less what the layer gives, up to a number that all classes of a row share."""
    features, weight, bias = layer
    given = features @ weight.T + bias
    if given.shape != logits.shape:
        return None
    rest = logits - given
    return rest - rest.mean(1, keepdim=True)


def _small(rest, logits):
    return float(rest.abs().max()) <= 1e-4 * max(1e-6, float(logits.abs().max()))
