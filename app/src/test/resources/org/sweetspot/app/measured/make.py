"""Makes model.pt, data.npz and expected.json: values computed with PyTorch alone, in float64.

Usage: python make.py     (torch 2.10, numpy)
"""

import json

import numpy as np
import torch
from torch import nn

torch.manual_seed(3)
N, FEATURES, HIDDEN, CLASSES = 60, 6, 8, 3
net = nn.Sequential(nn.Linear(FEATURES, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES)).double()
x = torch.randn(N, FEATURES, dtype=torch.float64)
y = (x[:, :CLASSES] + 0.7 * torch.randn(N, CLASSES, dtype=torch.float64)).argmax(1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.2)
for _ in range(60):
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()

names = [name for name, _ in net.named_parameters()]
shapes = [p.shape for p in net.parameters()]
flat = nn.utils.parameters_to_vector(net.parameters()).detach()


def parameters(vector):
    values, at = {}, 0
    for name, shape in zip(names, shapes):
        values[name] = vector[at : at + shape.numel()].view(shape)
        at += shape.numel()
    return values


def outputs(vector, inputs):
    return torch.func.functional_call(net, parameters(vector), inputs)


def loss(vector):
    return nn.functional.cross_entropy(outputs(vector, x), y)


hessian = torch.func.hessian(loss)(flat)
values = torch.linalg.eigvalsh(hessian).flip(0)
jacobian = torch.func.vmap(
    torch.func.jacrev(lambda v, one: outputs(v, one[None])[0]), in_dims=(None, 0)
)(flat, x)
p = torch.softmax(outputs(flat, x), 1)
output_hessian = torch.diag_embed(p) - p[:, :, None] * p[:, None, :]
gauss_newton = torch.einsum("ncp,ncd,ndq->pq", jacobian, output_hessian, jacobian) / N
per_example = torch.func.vmap(
    torch.func.grad(lambda v, a, b: nn.functional.cross_entropy(outputs(v, a[None]), b[None])),
    in_dims=(None, 0, 0),
)(flat, x, y)
mean = per_example.mean(0)
trace_sigma = ((per_example - mean) ** 2).sum().item() / (N - 1)

torch.jit.script(net).save("model.pt")
np.savez("data.npz", x=x.numpy(), y=y.numpy())
with open("expected.json", "w") as file:
    json.dump(
        {
            "loss": loss(flat).item(),
            "top": values[:5].tolist(),
            "hessian-trace": torch.trace(hessian).item(),
            "gauss-newton-top": torch.linalg.eigvalsh(gauss_newton).flip(0)[:5].tolist(),
            "gauss-newton-trace": torch.trace(gauss_newton).item(),
            "trace-sigma": trace_sigma,
            "squared-gradient-norm": (mean @ mean).item(),
        },
        file,
        indent=1,
    )
    file.write("\n")
