"""Which faults are planted, and which healthy trainings must give none."""

import torch
from torch.nn import functional

from faults import Setup, train

FAULTS, HEALTHY = {}, {}


def fault(name):
    def add(change):
        FAULTS.setdefault(name, []).append(change)
        return change
    return add


@fault("gradients-not-cleared")
def _(s):
    s.hooks["keep"] = True


@fault("softmax-twice")
def _(s):
    s.hooks["outputs"] = lambda outputs: torch.softmax(outputs, -1)


@fault("sigmoid-twice")
def _(s):
    s.loss = lambda outputs, targets: functional.cross_entropy(torch.sigmoid(outputs), targets)


@fault("sigmoid-twice")
def _(s):
    s.hooks["outputs"] = torch.sigmoid


@fault("softmax-over-batch")
def _(s):
    s.loss = lambda outputs, targets: functional.nll_loss(torch.log_softmax(outputs, 0), targets)


@fault("gradients-cleared-early")
def _(s):
    s.accumulate, s.batch = 4, 8
    held = []
    s.hooks["start"] = held.append

    def clear(pair, step, part):
        held[0].zero_grad()
        return pair
    s.hooks["batch"] = clear


@fault("gradient-used-twice")
def _(s):
    held = []
    s.hooks["start"] = held.append
    s.hooks["gradients"] = lambda model, step: held[0].step()


@fault("same-batch")
def _(s):
    s.hooks["order"] = lambda places, step, labels: torch.arange(s.batch)


@fault("dropout-too-strong")
def _(s):
    s.dropout = 0.995


@fault("group-still")
def _(s):
    def zeros(model):
        with torch.no_grad():
            for one in model.parameters():
                one.zero_()
    s.norm = "none"
    s.hooks["model"] = zeros


@fault("other-loss")
def _(s):
    s.before = True
    s.hooks["minimized"] = lambda loss, outputs, targets, part: functional.mse_loss(
        outputs, functional.one_hot(targets, outputs.shape[1]).float())


@fault("labels-shifted")
def _(s):
    s.model = "attention"
    s.hooks["data"] = lambda d: (d[0], d[0].clone(), d[2], d[3])


@fault("labels-shifted")
def _(s):
    s.model = "gru"
    s.hooks["data"] = lambda d: (d[0][:, :-1], d[1][:, 1:], d[2][:, :-1], d[3][:, 1:])


@fault("labels-shuffled")
def _(s):
    s.hooks["batch"] = lambda pair, step, part: (pair[0], pair[1].roll(1, 0))


@fault("labels-unrelated")
def _(s):
    s.hooks["data"] = lambda d: (d[0], d[1][torch.randperm(len(d[1]))], d[2], d[3])


@fault("wrong-mode")
def _(s):
    s.hooks["mode"] = lambda model, step: model.eval() if step > s.steps // 8 else None


@fault("wrong-mode")
def _(s):
    s.hooks["evaluation"] = lambda model: model.train()


@fault("validation-seen")
def _(s):
    s.hooks["data"] = lambda d: (torch.cat([d[0], d[2][:300]]), torch.cat([d[1], d[3][:300]]),
                                 d[2], d[3])


@fault("unequal-weights")
def _(s):
    s.model, s.accumulate, s.batch = "attention", 4, 8

    def ragged(pair, step, part):
        inputs, targets = pair[0].clone(), pair[1].clone()
        length = (4, 8, 12, 16)[part]
        return inputs[:, :length], targets[:, :length]
    s.hooks["batch"] = ragged


@fault("padding-counts")
def _(s):
    s.model = "gru"

    def padded(pair, step, part):
        inputs, targets = pair[0].clone(), pair[1].clone()
        inputs[:, 10:] = 0
        targets[:, 10:] = -100
        return inputs, targets
    s.hooks["batch"] = padded
    s.loss = lambda outputs, targets: functional.cross_entropy(outputs, targets.clamp(min=0))


@fault("accumulated-sum")
def _(s):
    s.accumulate, s.batch = 4, 8
    s.hooks["divide"] = lambda count: 1


@fault("schedule-steps-often")
def _(s):
    s.accumulate, s.batch = 4, 8
    s.schedule = "linear"
    s.hooks["scheduled"] = lambda plan, part: plan.step()


@fault("schedule-not-stepped")
def _(s):
    s.hooks["scheduled"] = lambda plan, part: None


@fault("schedule-past-end")
def _(s):
    s.total = s.steps // 3


@fault("schedule-ends-early")
def _(s):
    s.schedule, s.total = "linear", s.steps // 2


@fault("schedule-starts-wrong")
def _(s):
    s.schedule = "warmup"

    def late(chosen):
        for group in chosen.param_groups:
            group["lr"] = s.rate
    s.hooks["start"] = late


@fault("updates-lost")
def _(s):
    s.dtype, s.rate = torch.bfloat16, 1e-4


@fault("scaler-skips")
def _(s):
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0, growth_interval=4)
    s.hooks["scaler"] = scaler
    s.hooks["minimized"] = lambda loss, outputs, targets, part: loss * (
        float("inf") if torch.rand(()) < 0.15 else 1.0)


@fault("not-shuffled")
def _(s):
    s.hooks["data"] = lambda d: (d[0][d[1].argsort()], d[1].sort().values, d[2], d[3])
    s.hooks["order"] = lambda places, step, labels: (
        torch.arange(step * s.batch, (step + 1) * s.batch) % len(labels))


@fault("group-still")
def _(s):
    def part(_, model):
        kept = list(model.parameters())
        return [{"params": kept[4:]}]
    s.hooks["groups"] = part


@fault("group-still")
def _(s):
    def part(_, model):
        kept = list(model.parameters())
        return [{"params": kept[:4], "lr": 0.0}, {"params": kept[4:]}]
    s.hooks["groups"] = part


@fault("group-fast")
def _(s):
    def part(_, model):
        kept = list(model.parameters())
        return [{"params": kept[:4]}, {"params": kept[4:8]},
                {"params": kept[8:], "lr": 100 * s.rate}]
    s.hooks["groups"] = part


@fault("step-too-large")
def _(s):
    s.kind, s.rate, s.schedule, s.norm = "sgd", 3.0, None, "none"


@fault("step-too-large")
def _(s):
    s.rate, s.norm, s.schedule = 1.0, "none", None


@fault("spike-data")
def _(s):
    def outlier(pair, step, part):
        if step in (150, 220, 301):
            return pair[0] * 60, pair[1]
        return pair
    s.hooks["batch"] = outlier
    s.clip, s.norm = 5.0, "none"


@fault("spike-stale-moments")
def _(s):
    s.norm, s.schedule, s.rate, s.dropout, s.batch = "none", None, 1e-2, 0.0, 128
    s.hooks["beta2"] = 0.9999
    s.overhead = 0

    def grows(model, step):
        factor = 1e-3 if step < 200 else 1.0
        for one in model.parameters():
            one.grad.mul_(factor)
    s.hooks["gradients"] = grows


@fault("clipping-most")
def _(s):
    s.kind, s.rate, s.clip = "sgd", 0.5, 0.02


@fault("decay-on-normalization")
def _(s):
    s.kind, s.rate, s.decay = "adamw", 3e-3, 0.5
    s.hooks["groups"] = lambda _, model: [{"params": list(model.parameters()), "weight_decay": 0.5}]


@fault("hardly-moves")
def _(s):
    s.kind, s.rate = "sgd", 1e-6


@fault("input-scale")
def _(s):
    s.hooks["data"] = lambda d: (d[0] * 40 + 100, d[1], d[2] * 40 + 100, d[3])


@fault("over-confidence")
def _(s):
    s.dropout, s.decay, s.rate, s.width = 0.0, 0.0, 3e-3, 256
    s.steps = 800
    s.hooks["data"] = lambda d: (d[0][:300] + 1.5 * torch.randn(300, 20), d[1][:300],
                                 d[2] + 1.5 * torch.randn(len(d[2]), 20), d[3])


@fault("batch-against-noise")
def _(s):
    s.batch, s.kind, s.rate, s.dropout = 2400, "sgd", 0.02, 0.0


@fault("wrong-sign")
def _(s):
    s.hooks["minimized"] = lambda loss, outputs, targets, part: -loss


@fault("not-finite")
def _(s):
    def broken(pair, step, part):
        return (pair[0] * float("nan"), pair[1]) if step == 150 else pair
    s.hooks["batch"] = broken


@fault("stopped-early")
def _(s):
    s.steps, s.schedule, s.rate = 64, None, 3e-4


def healthy(change):
    HEALTHY[change.__name__] = change
    return change


@healthy
def mlp_adamw(s):
    pass


@healthy
def mlp_sgd(s):
    s.kind, s.rate, s.decay = "sgd", 0.05, 1e-4


@healthy
def mlp_sgd_constant(s):
    s.kind, s.rate, s.schedule, s.norm = "sgd", 0.03, None, "none"


@healthy
def mlp_batch_norm_onecycle(s):
    s.norm, s.schedule, s.rate = "batch", "onecycle", 5e-3


@healthy
def mlp_rmsprop(s):
    s.kind, s.rate, s.schedule = "rmsprop", 1e-3, "steps"


@healthy
def mlp_accumulated(s):
    s.accumulate, s.batch = 4, 8


@healthy
def mlp_smoothed(s):
    s.smoothing, s.clip = 0.1, 1.0


@healthy
def cnn_adam(s):
    s.model, s.norm, s.kind = "cnn", "batch", "adam"


@healthy
def cnn_sgd_warmup(s):
    s.model, s.norm, s.kind, s.rate, s.schedule = "cnn", "group", "sgd", 0.05, "warmup"


@healthy
def attention_warmup(s):
    s.model, s.schedule, s.clip = "attention", "warmup", 1.0


@healthy
def gru_clipped(s):
    s.model, s.clip, s.schedule = "gru", 1.0, "linear"


@healthy
def attention_accumulated(s):
    s.model, s.accumulate, s.batch = "attention", 2, 16


@healthy
def mlp_large_batch(s):
    s.batch, s.rate = 256, 4e-3


@healthy
def mlp_bfloat_autocast(s):
    original = s.loss
    s.loss = lambda outputs, targets: original(outputs.float(), targets)
    s.hooks["model"] = lambda model: setattr(
        model, "forward", torch.autocast("cpu", torch.bfloat16)(model.forward))


def run(change, seed, folder):
    """One scenario."""
    setup = Setup(seed)
    change(setup)
    train(setup, folder)
