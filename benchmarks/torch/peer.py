"""The peer of BenchmarkWorker: the same network, batches and update in Python's torch."""

import copy
import sys
import time

import torch
from torch import nn

BATCH = 128
EXAMPLES = 1024

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
net = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(16, 32, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(32 * 7 * 7, 128),
    nn.ReLU(),
    nn.Linear(128, 10),
)
parameters = list(net.parameters())
inputs = torch.randn(EXAMPLES, 1, 28, 28)
labels = torch.randint(0, 10, (EXAMPLES,))
loss_of = nn.CrossEntropyLoss()
step = 0


def batch():
    global step
    indices = torch.tensor([(i * 37 + step * 101) % EXAMPLES for i in range(BATCH)])
    step += 1
    return inputs[indices], labels[indices]


def train():
    x, y = batch()
    optimizer.zero_grad()
    loss = loss_of(net(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def graph():
    x, y = batch()
    return torch.autograd.grad(loss_of(net(x), y), parameters, create_graph=True)


def product(gradients, keep):
    return torch.autograd.grad(gradients, parameters, direction, retain_graph=keep)


direction = [torch.randn_like(p) for p in parameters]
kept = graph()


def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * 4096 / 1048576


# The kept graph must stay valid while training goes on, and the optimizer changes weights in
# place: so the steps train a copy.
net = copy.deepcopy(net)
trained = list(net.parameters())
optimizer = torch.optim.SGD(trained, lr=0.01, momentum=0.9)


def full():
    x, y = batch()
    gradients = torch.autograd.grad(loss_of(net(x), y), trained, create_graph=True)
    return torch.autograd.grad(gradients, trained, direction)


print("ready", sum(p.numel() for p in parameters), flush=True)
for line in sys.stdin:
    what, count = line.split()
    if what == "resident":
        print(resident(), flush=True)
        continue
    start = time.perf_counter()
    for _ in range(int(count)):
        if what == "step":
            train()
        elif what == "kept":
            product(kept, True)
        else:
            full()
    print((time.perf_counter() - start) * 1000 / int(count), flush=True)
