"""The network and the data that the benchmarks of this folder measure."""

import torch
from torch import nn

CLASSES, EXAMPLES, SIDE = 10, 1000, 8


def trained():
    """A 100k-parameter CNN, some way into fitting noisy labels of random images."""
    torch.manual_seed(1)
    teacher = nn.Sequential(nn.Flatten(), nn.Linear(SIDE * SIDE, CLASSES))
    x = torch.randn(EXAMPLES, 1, SIDE, SIDE)
    with torch.no_grad():
        y = (teacher(x) + 0.3 * torch.randn(EXAMPLES, CLASSES)).argmax(1)
    net = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 16, 172),
        nn.ReLU(),
        nn.Linear(172, CLASSES),
    )
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for _ in range(60):
        order = torch.randperm(EXAMPLES)
        for at in range(0, EXAMPLES, 250):
            rows = order[at : at + 250]
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()
    return net.eval(), x, y
