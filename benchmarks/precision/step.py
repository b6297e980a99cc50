"""Times a plain, an NVFP4 and bfloat16 training steps, here and in PyTorch.

Usage: step.py ROUNDS THREADS java ...     (benchmarks/precision/step calls it)
PyTorch's side quantizes the same operands of the same three products as the program does: nearest
forward and for the weights on the way back, stochastic for derivatives and for the inputs in the
weights' gradient; the gradient goes straight through the rounding. Real bfloat16 stands beside
PyTorch's autocast.
"""

import statistics
import subprocess
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 128
EXAMPLES = 1024


def e2m1(x, stochastic):
    """The nearest number of E2M1, or one of its two neighbours at random; |x| is at most 6."""
    a = x.abs()
    step = torch.where(a < 2, 0.5, torch.where(a < 4, 1.0, 2.0))
    scaled = a / step
    whole = torch.floor(scaled + torch.rand_like(a)) if stochastic else torch.round(scaled)
    return torch.copysign(whole * step, x)


def nvfp4(x, stochastic):
    """Blocks of 16 along the last axis; scales in E4M3 rounded up, one more for the tensor."""
    shape = x.shape
    rest = -shape[-1] % 16
    blocks = F.pad(x, (0, rest)).reshape(-1, 16)
    tensor = (x.abs().max() / (448 * 6)).clamp(min=1e-30)
    wanted = blocks.abs().amax(1, keepdim=True) / (6 * tensor)
    near = wanted.to(torch.float8_e4m3fn).float()
    bits = near.view(torch.int32) + (1 << 20)
    scale = torch.where(near < wanted, bits.view(torch.float32), near).clamp(2**-9, 448) * tensor
    held = e2m1((blocks / scale).clamp(-6, 6), stochastic) * scale
    return held.reshape(*shape[:-1], -1)[..., : shape[-1]].reshape(shape)


def along(x, axis, stochastic):
    return nvfp4(x.movedim(axis, -1).contiguous(), stochastic).movedim(-1, axis)


class Linear(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return nvfp4(x, False) @ nvfp4(w, False).t()

    @staticmethod
    def backward(ctx, d):
        x, w = ctx.saved_tensors
        down = nvfp4(d, True) @ along(w, 0, False)
        return down, along(d, 0, True).t() @ along(x, 0, True)


class Convolution(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        rows = w.movedim(1, -1).reshape(w.shape[0], -1)
        kernel = nvfp4(rows, False).reshape(w.movedim(1, -1).shape).movedim(-1, 1)
        return F.conv2d(along(x, 1, False), kernel, padding=1)

    @staticmethod
    def backward(ctx, d):
        x, w = ctx.saved_tensors
        down = None
        if ctx.needs_input_grad[0]:
            down = nn.grad.conv2d_input(x.shape, along(w, 0, False), along(d, 1, True), padding=1)

        def positions(t):
            rows = t.movedim(0, 1).reshape(t.shape[1], -1)
            return nvfp4(rows, True).reshape(t.movedim(0, 1).shape).movedim(0, 1)

        return down, nn.grad.conv2d_weight(positions(x), w.shape, positions(d), padding=1)


class QuantizedLinear(nn.Linear):
    def forward(self, x):
        return Linear.apply(x, self.weight) + self.bias


class QuantizedConvolution(nn.Conv2d):
    def forward(self, x):
        return Convolution.apply(x, self.weight) + self.bias[:, None, None]


def network(linear, convolution):
    return nn.Sequential(
        convolution(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        convolution(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        linear(32 * 7 * 7, 128),
        nn.ReLU(),
        linear(128, 10),
    )


class Peer:
    def __init__(self, linear, convolution, autocast=False):
        self.autocast = autocast
        torch.manual_seed(1)
        self.net = network(linear, convolution)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.01, momentum=0.9)
        self.inputs = torch.randn(EXAMPLES, 1, 28, 28)
        self.labels = torch.randint(0, 10, (EXAMPLES,))
        self.step = 0

    def time(self, count):
        begin = time.perf_counter()
        for _ in range(count):
            picked = torch.tensor([(i * 37 + self.step * 101) % EXAMPLES for i in range(BATCH)])
            self.step += 1
            self.optimizer.zero_grad()
            with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
                logits = self.net(self.inputs[picked])
            loss = F.cross_entropy(logits.float(), self.labels[picked])
            loss.backward()
            self.optimizer.step()
            loss.item()
        return (time.perf_counter() - begin) * 1e3 / count


class Ours:
    def __init__(self, command, threads):
        self.process = subprocess.Popen(
            command + [str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.process.stdout.readline()

    def time(self, what, count):
        self.process.stdin.write(f"{what} {count}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def main():
    rounds, threads = int(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    ours = Ours(sys.argv[3:], threads)
    plain, hand = Peer(nn.Linear, nn.Conv2d), Peer(QuantizedLinear, QuantizedConvolution)
    narrow = Peer(nn.Linear, nn.Conv2d, autocast=True)
    asked = {
        "plain": lambda n: ours.time("step", n),
        "NVFP4": lambda n: ours.time("quantized", n),
        "bfloat16 simulated": lambda n: ours.time("simulated", n),
        "bfloat16 real": lambda n: ours.time("real", n),
        "half real": lambda n: ours.time("half", n),
        "PyTorch plain": plain.time,
        "PyTorch bfloat16": narrow.time,
        "PyTorch NVFP4 by hand": hand.time,
    }
    for take in asked.values():
        take(30)
    times = {name: [] for name in asked}
    for _ in range(rounds):
        for name, take in asked.items():
            # One by one: on a busy machine the least of single steps is still a quiet one.
            times[name] += [take(1) for _ in range(5)]
    base = {name: (min(t), statistics.median(t)) for name, t in times.items()}
    print(f"milliseconds a step of batch {BATCH}, {threads} threads: least, median of {5 * rounds}")
    for name, (least, median) in base.items():
        print(f"{name:24s} {least:8.2f} {median:8.2f}")
    for a, b in [
        ("NVFP4", "plain"),
        ("PyTorch NVFP4 by hand", "NVFP4"),
        ("bfloat16 simulated", "plain"),
        ("bfloat16 real", "plain"),
        ("half real", "plain"),
        ("PyTorch bfloat16", "bfloat16 real"),
    ]:
        print(f"{a} / {b}: {base[a][0] / base[b][0]:.2f}, {base[a][1] / base[b][1]:.2f}")


main()
