"""Writes scripted modules that are made of layers that Sweetspot has, and some that are not quite.

Usage: make_recognized_modules.py FOLDER, of torch/src/test/resources/org/sweetspot/torch/model

A module `known-KIND-NAME.pt` is one whose layers shall be recognized, `opaque-KIND-NAME.pt` one that
shall be taken as it is; KIND is what it is applied to: images (2 x 8 x 8, 5 classes), signals
(2 x 16, 4 classes) or features (7, 3 classes).
"""

import sys

import torch
import torch.nn.functional as F
from torch import nn


class Plain(nn.Module):
    """What most people write, with statistics that have moved."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3, padding="same", bias=False)
        self.fc1 = nn.Linear(6 * 16, 7)
        self.fc2 = nn.Linear(7, 5)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.relu(self.conv2(x))
        x = x.view(x.size(0), -1)
        return self.fc2(torch.tanh(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, wide, out, stride):
        super().__init__()
        self.c1 = nn.Conv2d(wide, out, 3, stride, 1, bias=False)
        self.b1 = nn.BatchNorm2d(out)
        self.relu = nn.ReLU(inplace=True)
        self.c2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.b2 = nn.BatchNorm2d(out)
        self.down = None
        if stride != 1 or wide != out:
            self.down = nn.Sequential(
                nn.Conv2d(wide, out, 1, stride, bias=False), nn.BatchNorm2d(out)
            )

    def forward(self, x):
        identity = x
        out = self.relu(self.b1(self.c1(x)))
        out = self.b2(self.c2(out))
        if self.down is not None:
            identity = self.down(x)
        out += identity
        return self.relu(out)


class Residual(nn.Module):
    """As torchvision writes them: in place, with a stem that pools cells that overlap."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(2, 4, 3, 1, 1, bias=False),
            nn.BatchNorm2d(4),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, 2, 1),
        )
        self.layers = nn.Sequential(Block(4, 4, 1), Block(4, 6, 2))
        self.pool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(6, 5)

    def forward(self, x):
        x = self.pool(self.layers(self.stem(x)))
        return self.fc(torch.flatten(x, 1))


class Nested(nn.Module):
    """Sums within sums, one from the input on."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 7)
        self.b = nn.Linear(7, 7)
        self.c = nn.Linear(7, 7, bias=False)
        self.d = nn.Linear(7, 3)

    def forward(self, x):
        y = x + torch.tanh(self.a(x))
        z = F.silu(self.b(y))
        z = z + torch.sigmoid(self.c(z))
        return self.d(y + z)


class Signals(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = nn.Conv1d(2, 4, 5, stride=2, padding=2)
        self.norm = nn.GroupNorm(2, 4)
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        x = F.max_pool1d(F.leaky_relu(self.norm(self.c(x)), 0.1), 2)
        return F.log_softmax(self.fc(x.mean(-1)), dim=1)


def dropping():
    return nn.Sequential(
        nn.Linear(7, 8), nn.LayerNorm(8), nn.GELU(), nn.Dropout(0.4), nn.Linear(8, 3)
    )


def averaging():
    return nn.Sequential(
        nn.Conv2d(2, 3, 3, stride=2),
        nn.Hardswish(),
        nn.AvgPool2d(2, 1),
        nn.Mish(),
        nn.Flatten(),
        nn.Linear(12, 5),
    )


class Twice(nn.Module):
    """The same weights in two places."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 7)
        self.b = nn.Linear(7, 3)

    def forward(self, x):
        return self.b(torch.tanh(self.a(torch.tanh(self.a(x)))))


class Mixing(nn.Module):
    """Examples that depend on each other."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 3)

    def forward(self, x):
        return self.a(x) + self.a.bias.sum() + x.mean([0, 1], True)


class Centred(nn.Module):
    """Subtracts what all examples have in common, by layers that are known one by one."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 7)
        self.b = nn.Linear(7, 3)

    def forward(self, x):
        return self.b(self.a(x) + x.mean([0], True))


class Spread(nn.Module):
    """One number for each example, added to all of its numbers."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 7)
        self.b = nn.Linear(7, 3)

    def forward(self, x):
        y = torch.tanh(self.a(x))
        return self.b(y + y.mean([1], True))


class Overwritten(nn.Module):
    """A value that is used after it was written over."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 7)
        self.b = nn.Linear(7, 3)

    def forward(self, x):
        y = self.a(x)
        z = F.relu_(y.view(-1, 7))
        return self.b(y + z)


class Cut(nn.Module):
    """Rows that are cut otherwise than example by example."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(14, 5)

    def forward(self, x):
        x = x.transpose(1, 3).reshape(x.size(0), -1)
        return self.a(x[:, :14])


class Scaled(nn.Module):
    """Inputs that are normalized by buffers, and numbers that are written down."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.randn(7))
        self.register_buffer("std", torch.rand(7) + 0.5)
        self.a = nn.Linear(7, 6, bias=False)
        self.norm = nn.BatchNorm1d(6, affine=False)
        self.b = nn.Linear(6, 6)
        self.layer = nn.LayerNorm(6, elementwise_affine=False)
        self.c = nn.Linear(6, 3)

    def forward(self, x):
        x = F.elu(self.norm(self.a((x - self.mean) / self.std)), 0.7)
        x = x * 0.5 + F.softplus(self.layer(1 - self.b(x)), 2.0)
        return (self.c(x) + 0.25) / 1.5


class Pointwise(nn.Module):
    """Logits that a convolution puts out."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(2, 4, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d((2, 2))
        self.b = nn.Conv2d(4, 5, 2)
        self.none = nn.Identity()
        self.more = nn.ModuleList([nn.Linear(5, 5) for _ in range(2)])

    def forward(self, x):
        x = self.b(self.pool(F.hardtanh(self.a(x), -0.8, 0.9)))
        x = self.none(x).squeeze(-1).squeeze(2)
        for layer in self.more:
            x = x + torch.sigmoid(layer(x))
        return x


class Broadcast(nn.Module):
    """A dense layer's one number for each example, added to all of its numbers."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 6)
        self.b = nn.Linear(7, 1)
        self.c = nn.Linear(6, 3)

    def forward(self, x):
        return self.c(torch.tanh(torch.tanh(self.a(x)) + self.b(x)))


def frozen():
    module = nn.Sequential(nn.Linear(7, 6), nn.Tanh(), nn.Linear(6, 3))
    module[0].weight.requires_grad = False
    return module


class Logarithms(nn.Module):
    """Logarithms of probabilities, of layers that transposing hides."""

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 6)
        self.b = nn.Linear(6, 3)

    def forward(self, x):
        x = torch.tanh(self.a(x.transpose(0, 1).transpose(0, 1)))
        return F.log_softmax(self.b(x), 1)


def statistics():
    """Normalized by the statistics of the batch whenever it is used: an example alone has none."""
    norm = nn.BatchNorm1d(6, track_running_stats=False)
    return nn.Sequential(nn.Linear(7, 6), norm, nn.ReLU(), nn.Linear(6, 3))


def grouped():
    return nn.Sequential(
        nn.Conv2d(2, 4, 3, groups=2), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 36, 5)
    )


def main():
    torch.manual_seed(3)
    modules = {
        "known-images-plain": Plain(),
        "known-images-residual": Residual(),
        "known-images-averaging": averaging(),
        "known-signals-plain": Signals(),
        "known-features-nested": Nested(),
        "known-features-dropping": dropping(),
        "opaque-features-twice": Twice(),
        "opaque-features-mixing": Mixing(),
        "opaque-features-centred": Centred(),
        "known-features-spread": Spread(),
        "opaque-features-overwritten": Overwritten(),
        "opaque-features-frozen": frozen(),
        "opaque-images-cut": Cut(),
        "opaque-images-grouped": grouped(),
    }
    save(modules)
    torch.manual_seed(4)
    save(
        {
            "known-features-scaled": Scaled(),
            "known-images-pointwise": Pointwise(),
            "opaque-features-broadcast": Broadcast(),
        }
    )
    torch.manual_seed(5)
    save({"opaque-features-statistics": statistics()})
    save({"opaque-features-logarithms": Logarithms()})


def save(modules):
    for name, module in modules.items():
        for part in module.modules():
            if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d)):
                if part.track_running_stats:
                    nn.init.normal_(part.running_mean)
                    nn.init.uniform_(part.running_var, 0.5, 2)
                if part.affine:
                    nn.init.normal_(part.weight)
        torch.jit.script(module).save(f"{sys.argv[1]}/{name}.pt")


main()
