"""A batch's gradient, and products with its curvature, at the weights of that moment."""

import torch

from sweetspot.torch_singles import derivatives
from sweetspot.torch_weighing import scaled
from sweetspot.wire import NotAble


class Graph:
    """The graph of the gradient on one batch, at leaf copies of the weights."""

    def __init__(self, model, batch, into):
        self.model = model
        self.leaves = model.leaves()
        self.batch = model.batch(batch.split, batch.indices)
        self.share = model.share(batch.split, batch.indices, self.batch)
        self.outputs = None
        objective = model.objective
        with model.module.at(self.leaves, batch.mode) as module:
            if objective.form == "pair":
                self.outputs = objective.outputs(module, self.batch)
                loss = objective.of_outputs(self.outputs, self.batch)
            else:
                loss = objective.of(module, self.batch)
            loss = scaled(loss, self.share, self.leaves)
            self.gradients = derivatives(loss, self.leaves, graph=True)
        self.loss = float(loss.detach())
        if into is not None:
            model.fill(into, self.gradients)

    def hessian(self, x, into):
        pairs = [
            (gradient, part)
            for gradient, part in zip(self.gradients, self.model.module.split(x.data))
            if gradient.requires_grad]
        if not pairs:
            into.scale(0)
            return
        found = torch.autograd.grad(
            [gradient for gradient, _ in pairs], self.leaves, [part for _, part in pairs],
            retain_graph=True, allow_unused=True, materialize_grads=True)
        self.model.fill(into, found)

    def gauss_newton(self, x, into):
        """J' H J x by two passes through the outputs: J x as the derivative of J' u in u."""
        if not isinstance(self.outputs, torch.Tensor):
            raise NotAble("Gauss-Newton products: the outputs are not told apart from the loss")
        if not self.share:
            into.scale(0)
            return
        outputs = self.outputs
        dual = torch.zeros_like(outputs, requires_grad=True)
        transposed = torch.autograd.grad(
            outputs, self.leaves, dual, create_graph=True, allow_unused=True, materialize_grads=True)
        pairs = [
            (part, direction)
            for part, direction in zip(transposed, self.model.module.split(x.data))
            if part.requires_grad]
        along = torch.autograd.grad(
            [part for part, _ in pairs], dual, [direction for _, direction in pairs],
            retain_graph=True)[0]
        point = outputs.detach().requires_grad_()
        value = self.share * self.model.objective.of_outputs(point, self.batch)
        slope = torch.autograd.grad(value, point, create_graph=True)[0]
        bent = (
            torch.autograd.grad(slope, point, along, allow_unused=True, materialize_grads=True)[0]
            if slope.requires_grad else torch.zeros_like(point))
        found = torch.autograd.grad(
            outputs, self.leaves, bent, retain_graph=True, allow_unused=True, materialize_grads=True)
        self.model.fill(into, found)


class DifferenceGraph:
    """Products by central differences of the gradient, where differentiating twice fails."""

    def __init__(self, model, batch, into, step):
        self.model, self.step, self.asked = model, step, batch
        self.theta = model.theta.clone()
        self.batch = model.batch(batch.split, batch.indices)
        self.share = model.share(batch.split, batch.indices, self.batch)
        loss, found = self._at(self.theta)
        self.loss = float(loss.detach())
        if into is not None:
            into.data.copy_(found)

    def _at(self, theta):
        leaves = [piece.detach().clone().requires_grad_() for piece in self.model.module.split(theta)]
        with self.model.module.at(leaves, self.asked.mode) as module:
            loss = scaled(self.model.objective.of(module, self.batch), self.share, leaves)
            found = derivatives(loss, leaves)
        return loss, torch.cat([part.reshape(-1) for part in found])

    def hessian(self, x, into):
        size = float(x.data.norm())
        if size == 0:
            into.scale(0)
            return
        step = self.step / size
        ahead = self._at(self.theta + step * x.data)[1]
        behind = self._at(self.theta - step * x.data)[1]
        into.data.copy_((ahead - behind) / (2 * step))

    def gauss_newton(self, x, into):
        raise NotAble("Gauss-Newton products: the model can't be differentiated twice")
