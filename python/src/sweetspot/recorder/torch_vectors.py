"""Norms, differences and random projections of many tensors at once."""

import torch

from . import sketch

_SAMPLED = 4096
#: Tensors of at most so many entries are copied side by side, since each call costs more than they do.
_SMALL, _TOGETHER = 1 << 16, 1 << 22


class Look:
    """What was seen of a list of tensors: the norm of each, the projection of all, some entries."""

    __slots__ = ("norms", "sketch", "entries")

    def __init__(self, norms, projection, entries):
        self.norms, self.sketch, self.entries = norms, projection, entries


class Vectors:
    """The trained parameters of a model, with what is kept to see how they move.

    Small ones are looked at in one flat copy of all, each from a row of the projection on and filled
    up with zeros; the others one by one. Those in double precision are among the others: their
    smallest updates would be lost in a copy in single precision.
    """

    def __init__(self, named):
        self.names = [sketch.plain(name) for name, _ in named]
        self.parameters = [parameter for _, parameter in named]
        self._device = self.parameters[0].device
        self._zero = torch.zeros((), device=self._device)
        self._choose()
        self._held = None

    def _choose(self):
        counts = [one.numel() for one in self.parameters]
        total, together = max(1, sum(counts)), 0
        self._steps = [-(-count // max(1, _SAMPLED * count // total)) or 1 for count in counts]
        self._small, self._large = [], []
        for place, count in enumerate(counts):
            fits = count <= _SMALL and together + count <= _TOGETHER
            if fits and self.parameters[place].dtype != torch.float64:
                self._small.append(place)
                together += count
            else:
                self._large.append(place)
        self._order = torch.tensor(self._small + self._large, device=self._device).argsort()
        starts, rows, owners, signs = [], 0, [], []
        for place in self._small:
            more = -(-counts[place] // sketch.WIDTH)
            starts.append(rows * sketch.WIDTH)
            owners += [len(starts) - 1] * more
            signs += sketch.signs(self.names[place], more)
            rows += more
        self._rows, self._starts = rows, starts
        self._owners = torch.tensor(owners, dtype=torch.int64, device=self._device)
        self._signs = {-1: torch.tensor(signs, device=self._device)}
        self._places = torch.tensor(
            [at for start, place in zip(starts, self._small)
             for at in range(start, start + counts[place], self._steps[place])],
            dtype=torch.int64, device=self._device)
        self._spare = self._buffer()

    def _buffer(self):
        """Room for the small tensors, with a view of the shape of each."""
        flat = torch.zeros(self._rows * sketch.WIDTH, device=self._device)
        return flat, [
            flat[start:start + self.parameters[place].numel()].view(self.parameters[place].shape)
            for start, place in zip(self._starts, self._small)]

    def norms(self, tensors):
        """Of each tensor, on the device; zero for None."""
        there = [tensor.detach() for tensor in tensors if tensor is not None]
        found = torch._foreach_norm(there) if there else []
        if len(there) == len(tensors) and all(
                one.dtype == torch.float32 and one.device == self._device for one in found):
            return torch.stack(found)
        rest = iter(found)
        return torch.stack([
            self._zero if tensor is None else next(rest).float().to(self._device)
            for tensor in tensors])

    def sketch(self, tensors):
        """The projection of all tensors together."""
        return self.look(tensors).sketch

    def look(self, tensors):
        """Norms, projection and the same entries each time; None counts as zeros."""
        with torch.no_grad():
            return self._look(
                self._filled(self._spare, tensors), [tensors[place] for place in self._large])

    def _look(self, flat, large):
        total, parts = self._projected(-1, flat), [flat[self._places]]
        for place, tensor in zip(self._large, large):
            if tensor is None:
                count = self.parameters[place].numel()
                parts.append(self._zero.expand(-(-count // self._steps[place])))
                continue
            values = tensor.detach().reshape(-1)
            entries = values[::self._steps[place]]
            # In double precision what is no zero may be one when it is rounded.
            parts.append((entries.sign() if entries.dtype == torch.float64 else entries).to(
                self._device, torch.float32))
            total += self._projected(place, values.to(self._device, torch.float32))
        return Look(self._norms(flat, large), total, torch.cat(parts))

    def _norms(self, flat, large):
        """Of each tensor in the order of the parameters, from the flat copy of the small ones."""
        squares = torch.zeros(len(self._small), device=self._device)
        if self._small:
            rows = flat.view(self._rows, sketch.WIDTH)
            squares.index_add_(0, self._owners, rows.square().sum(1)).sqrt_()
        if not large:
            return squares
        return torch.cat([squares, self.norms(large)])[self._order]

    def _projected(self, place, flat):
        """Of a flat tensor, in double precision."""
        rows, rest = divmod(flat.numel(), sketch.WIDTH)
        signs = self._signs.get(place)
        if signs is None:
            signs = torch.tensor(sketch.signs(self.names[place], rows + 1), device=self._device)
            self._signs[place] = signs
        found = (signs[:rows] @ flat[:rows * sketch.WIDTH].view(rows, sketch.WIDTH)).double()
        if rest:
            found[:rest] += signs[rows] * flat[rows * sketch.WIDTH:]
        return found

    def _filled(self, buffer, tensors):
        """Copies the small ones of the tensors, and returns the whole flat copy."""
        flat, views = buffer
        these = [tensors[place] for place in self._small]
        if any(one is None for one in these):
            flat.zero_()
            pairs = [(view, one) for view, one in zip(views, these) if one is not None]
            views, these = [view for view, _ in pairs], [one for _, one in pairs]
        if these:
            torch._foreach_copy_(views, [one.detach() for one in these])
        return flat

    def hold(self):
        """Keeps the weights as they are before an update."""
        with torch.no_grad():
            large = [self.parameters[place].detach() for place in self._large]
            if self._held is None:
                self._held = self._buffer(), [one.clone() for one in large]
            elif large:
                torch._foreach_copy_(self._held[1], large)
            self._filled(self._held[0], self.parameters)

    def moved(self):
        """Looks at the update since hold(), and the norms of the weights after it."""
        with torch.no_grad():
            buffer, large = self._held
            weights = self._filled(self._spare, self.parameters)
            # The update with the other sign, in place; signs are put right in what is small.
            flat = buffer[0].sub_(weights)
            now = [self.parameters[place].detach() for place in self._large]
            if now:
                torch._foreach_sub_(large, now)
            found = self._look(flat, large)
            found.sketch.neg_()
            return found, self._norms(weights, now)
