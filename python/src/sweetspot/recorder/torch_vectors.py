"""Norms, differences and random projections of many tensors at once."""

import torch

from . import sketch

_SAMPLED = 16384


class Vectors:
    """The trained parameters of a model, with what is kept to see how they move."""

    def __init__(self, named):
        self.names = [sketch.plain(name) for name, _ in named]
        self.parameters = [parameter for _, parameter in named]
        self._signs = {}
        self._before = None
        self._places = None

    def norms(self, tensors):
        """Of each tensor, on the device; zero for None."""
        there = [tensor.detach() for tensor in tensors if tensor is not None]
        found = iter(torch._foreach_norm(there)) if there else iter(())
        zero = torch.zeros((), device=self.parameters[0].device)
        return torch.stack([
            next(found).float().to(zero.device) if tensor is not None else zero
            for tensor in tensors])

    def sketch(self, tensors):
        """The projection of all tensors together."""
        device = self.parameters[0].device
        total = torch.zeros(sketch.WIDTH, dtype=torch.float64, device=device)
        for place, tensor in enumerate(tensors):
            if tensor is None:
                continue
            flat = tensor.detach().reshape(-1).float()
            rows = flat.numel() // sketch.WIDTH
            signs = self._sign(place, rows + 1, device)
            if rows:
                total += (signs[:rows] @ flat[: rows * sketch.WIDTH].view(rows, sketch.WIDTH)).double()
            rest = flat[rows * sketch.WIDTH:]
            if rest.numel():
                total[: rest.numel()] += (signs[rows] * rest).double()
        return total

    def _sign(self, place, rows, device):
        known = self._signs.get(place)
        if known is None:
            known = torch.tensor(sketch.signs(self.names[place], rows), device=device)
            self._signs[place] = known
        return known

    def hold(self):
        """Keeps the weights as they are before an update."""
        with torch.no_grad():
            if self._before is None:
                self._before = [parameter.detach().clone() for parameter in self.parameters]
            else:
                torch._foreach_copy_(self._before, [one.detach() for one in self.parameters])

    def moved(self):
        """The update since hold(), as tensors that are valid until the next hold()."""
        with torch.no_grad():
            torch._foreach_sub_(self._before, [one.detach() for one in self.parameters])
            torch._foreach_neg_(self._before)
        return self._before

    def sampled(self, tensors):
        """The same entries of the tensors each time, at most 16384 in all; zeros for None."""
        if self._places is None:
            total = sum(one.numel() for one in self.parameters)
            self._places = []
            for parameter in self.parameters:
                count = parameter.numel()
                kept = max(1, min(count, _SAMPLED * count // max(1, total)))
                step = max(1, count // kept)
                self._places.append(torch.arange(0, count, step, device=parameter.device)[:kept])
        return torch.cat([
            torch.zeros(len(places), device=places.device) if tensor is None
            else tensor.detach().reshape(-1)[places].float()
            for tensor, places in zip(tensors, self._places)])
