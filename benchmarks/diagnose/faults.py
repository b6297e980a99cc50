"""Small healthy PyTorch trainings, and the faults that are planted in them.

A scenario is a function of a seed and a folder; `FAULTS` names the finding that each must give first
and `HEALTHY` must give no fault.
"""

import math

import torch
from torch import nn
from torch.nn import functional

import sweetspot


class Setup:
    """Everything of a training that a fault can change."""

    def __init__(self, seed):
        self.seed = seed
        self.steps, self.batch, self.accumulate = 400, 32, 1
        self.model, self.kind, self.width = "mlp", "adamw", 64
        self.rate, self.decay, self.clip = 2e-3, 0.01, None
        self.schedule, self.total = "cosine", None
        self.dropout, self.norm = 0.1, "layer"
        self.dtype = torch.float32
        self.loss = functional.cross_entropy
        self.overhead = 0.02
        self.before = seed % 2 == 0
        self.hooks = {}
        self.smoothing = 0.0

    def call(self, name, *arguments):
        """What a fault does at a point of the loop, or the first argument."""
        hook = self.hooks.get(name)
        return hook(*arguments) if hook else (arguments[0] if arguments else None)


def blobs(seed, examples=3000, classes=10, noise=1.0):
    """Classes of overlapping clouds: learnable, with an error that remains."""
    generator = torch.Generator().manual_seed(seed)
    centres = torch.randn(classes, 20, generator=generator)
    labels = torch.randint(0, classes, (examples,), generator=generator)
    spread = torch.randn(examples, 20, generator=generator) * noise
    warp = torch.randn(20, 20, generator=generator) / 4
    inputs = centres[labels] + spread
    return inputs + torch.tanh(inputs @ warp), labels


def images(seed, examples=1500):
    """Small images of bars in one of 4 directions, with noise."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, 4, (examples,), generator=generator)
    grid = torch.arange(12.0)
    angles = labels * math.pi / 4
    phase = torch.rand(examples, generator=generator) * 6
    wave = (grid[None, :, None] * torch.cos(angles)[:, None, None]
            + grid[None, None, :] * torch.sin(angles)[:, None, None] + phase[:, None, None])
    pixels = torch.sin(1.3 * wave) + 1.5 * torch.randn(examples, 12, 12, generator=generator)
    return pixels[:, None], labels


def sentences(seed, examples=1500, length=16, words=24):
    """Sequences in which each token follows from the one before, mostly."""
    generator = torch.Generator().manual_seed(seed)
    table = torch.randperm(words - 1, generator=generator) + 1
    tokens = torch.randint(1, words, (examples, length + 1), generator=generator)
    for place in range(1, length + 1):
        follows = torch.rand(examples, generator=generator) < 0.7
        tokens[:, place] = torch.where(follows, table[tokens[:, place - 1] - 1], tokens[:, place])
    return tokens


class Language(nn.Module):
    """A little recurrent or attending language model."""

    def __init__(self, words=24, width=32, attend=True, dropout=0.1):
        super().__init__()
        self.embed = nn.Embedding(words, width)
        self.place = nn.Embedding(64, width)
        self.attend = attend
        if attend:
            self.body = nn.TransformerEncoderLayer(width, 4, 64, dropout, batch_first=True)
        else:
            self.body = nn.GRU(width, width, batch_first=True)
        self.head = nn.Linear(width, words)

    def forward(self, tokens):
        length = tokens.shape[1]
        hidden = self.embed(tokens) + self.place(torch.arange(length))
        if self.attend:
            mask = torch.triu(torch.ones(length, length, dtype=torch.bool), 1)
            hidden = self.body(hidden, src_mask=mask)
        else:
            hidden = self.body(hidden)[0]
        return self.head(hidden)


def network(setup, inputs, classes):
    """The model of a setup."""
    if setup.model == "cnn":
        norm = nn.BatchNorm2d if setup.norm == "batch" else lambda n: nn.GroupNorm(2, n)
        return nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1), norm(8), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1), norm(16), nn.ReLU(), nn.AdaptiveAvgPool2d(2),
            nn.Flatten(), nn.Dropout(setup.dropout), nn.Linear(64, classes))
    if setup.model in ("attention", "gru"):
        return Language(attend=setup.model == "attention", dropout=setup.dropout)
    norms = {"layer": nn.LayerNorm, "batch": nn.BatchNorm1d, "none": nn.Identity}
    width = setup.width
    return nn.Sequential(
        nn.Linear(inputs, width), norms[setup.norm](width), nn.ReLU(), nn.Dropout(setup.dropout),
        nn.Linear(width, width), norms[setup.norm](width), nn.ReLU(), nn.Linear(width, classes))


def optimizer(setup, model):
    """The optimizer of a setup; normalization and biases are not decayed."""
    groups = setup.call("groups", None, model) if "groups" in setup.hooks else None
    if groups is None:
        plain = [one for one in model.parameters() if one.dim() < 2]
        decayed = [one for one in model.parameters() if one.dim() >= 2]
        groups = [{"params": decayed, "weight_decay": setup.decay},
                  {"params": plain, "weight_decay": 0.0}]
    if setup.kind == "sgd":
        return torch.optim.SGD(groups, lr=setup.rate, momentum=0.9)
    if setup.kind == "rmsprop":
        return torch.optim.RMSprop(groups, lr=setup.rate)
    betas = (0.9, setup.hooks.get("beta2", 0.999))
    kind = torch.optim.Adam if setup.kind == "adam" else torch.optim.AdamW
    return kind(groups, lr=setup.rate, betas=betas)


def scheduler(setup, chosen):
    """The schedule of a setup, or None."""
    total = setup.total or setup.steps
    if setup.schedule == "cosine":
        return torch.optim.lr_scheduler.CosineAnnealingLR(chosen, total)
    if setup.schedule == "linear":
        return torch.optim.lr_scheduler.LambdaLR(chosen, lambda t: max(0.0, 1 - t / total))
    if setup.schedule == "warmup":
        return torch.optim.lr_scheduler.LambdaLR(
            chosen, lambda t: min((t + 1) / 40, max(0.0, (total - t) / (total - 40))))
    if setup.schedule == "onecycle":
        return torch.optim.lr_scheduler.OneCycleLR(chosen, setup.rate, total_steps=total)
    if setup.schedule == "steps":
        return torch.optim.lr_scheduler.MultiStepLR(chosen, [total // 2, 3 * total // 4])
    return None


def train(setup, folder):
    """One training, recorded."""
    torch.manual_seed(setup.seed)
    language = setup.model in ("attention", "gru")
    if language:
        tokens = sentences(setup.seed)
        data, labels = tokens[:, :-1], tokens[:, 1:].clone()
    else:
        data, labels = images(setup.seed) if setup.model == "cnn" else blobs(setup.seed)
    held = len(data) // 5
    test, test_labels = data[:held], labels[:held]
    data, labels = data[held:], labels[held:]
    data, labels, test, test_labels = setup.call(
        "data", (data, labels, test, test_labels))
    classes = int(test_labels.max()) + 1
    model = network(setup, data.shape[-1], 24 if language else max(classes, 4)).to(setup.dtype)
    setup.call("model", model)
    chosen = optimizer(setup, model)
    plan = scheduler(setup, chosen)
    scaler = setup.hooks.get("scaler")
    recorder = sweetspot.Recorder(folder, model, chosen, plan, scaler, overhead=setup.overhead)
    order, at = torch.randperm(len(data)), 0
    setup.call("start", chosen)
    each = max(1, setup.steps // 8)
    for step in range(setup.steps):
        model.train()
        setup.call("mode", model, step)
        for part in range(setup.accumulate):
            if at + setup.batch > len(data):
                order, at = torch.randperm(len(data)), 0
            places = setup.call("order", order[at:at + setup.batch], step, labels)
            at += setup.batch
            inputs, targets = setup.call("batch", (data[places], labels[places]), step, part)
            if inputs.is_floating_point():
                inputs = inputs.to(setup.dtype)
            outputs = setup.call("outputs", model(inputs))
            if language:
                loss = setup.loss(outputs.flatten(0, 1), targets.flatten())
            elif setup.smoothing:
                loss = functional.cross_entropy(outputs, targets, label_smoothing=setup.smoothing)
            else:
                loss = setup.loss(outputs, targets)
            minimized = setup.call("minimized", loss, outputs, targets, part) / setup.call(
                "divide", setup.accumulate)
            given = outputs if "outputs" in setup.hooks else None
            if setup.before:
                recorder.step(loss, targets=targets, outputs=given)
            (scaler.scale(minimized) if scaler else minimized).backward()
            if not setup.before and part < setup.accumulate - 1:
                recorder.step(loss, targets=targets, outputs=given)
            if "scheduled" in setup.hooks and plan is not None:
                setup.hooks["scheduled"](plan, part)
        if scaler:
            scaler.unscale_(chosen)
        if setup.clip:
            nn.utils.clip_grad_norm_(model.parameters(), setup.clip)
        setup.call("gradients", model, step)
        if scaler:
            scaler.step(chosen)
            scaler.update()
        else:
            chosen.step()
        if "keep" not in setup.hooks:
            chosen.zero_grad()
        if plan is not None and "scheduled" not in setup.hooks:
            plan.step()
        if not setup.before:
            recorder.step(loss, targets=targets, outputs=given)
        if (step + 1) % each == 0:
            model.eval()
            setup.call("evaluation", model)
            with torch.no_grad():
                shown = test.to(setup.dtype) if test.is_floating_point() else test
                predicted = model(shown).float()
            flat, wanted = (predicted.flatten(0, 1), test_labels.flatten()) if language else (
                predicted, test_labels)
            recorder.evaluation("validation", outputs=flat, targets=wanted)
    recorder.close()
    return model
