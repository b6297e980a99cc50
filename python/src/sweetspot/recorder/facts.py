"""What does not change during a training: framework, parameters, groups, settings."""

import inspect

import torch

from . import folder, sketch

_LAYERS = 1000
_NORMS = ("BatchNorm", "LayerNorm", "GroupNorm", "InstanceNorm", "RMSNorm", "SyncBatchNorm")


def roles(model):
    """The role of each parameter by its object: norm, embedding, bias or weight."""
    found = {}
    for module in model.modules():
        kind = type(module).__name__
        for name, parameter in module.named_parameters(recurse=False):
            if any(one in kind for one in _NORMS):
                found[parameter] = "norm"
            elif "Embedding" in kind:
                found[parameter] = "embedding"
            elif parameter.dim() < 2:
                found[parameter] = "bias"
            else:
                found[parameter] = "weight"
    return found


def describe(model, named, optimizer, scheduler, settings):
    """The header of a record."""
    known = roles(model)
    place = {}
    for group, values in enumerate(optimizer.param_groups):
        for parameter in values["params"]:
            place[parameter] = group
    dropouts = sorted({float(module.p) for module in model.modules()
                       if "Dropout" in type(module).__name__ and hasattr(module, "p")})
    parameter = named[0][1]
    header = {
        "program": folder.command(),
        "framework": {"name": "pytorch", "version": torch.__version__},
        "device": parameter.device.type,
        "threads": torch.get_num_threads(),
        "seed": torch.initial_seed() % (1 << 53),
        "model": type(model).__name__,
        "parameters": [
            {"name": sketch.plain(name), "shape": list(one.shape), "type": str(one.dtype).split(".")[-1],
             "role": known.get(one, "weight"), "group": place.get(one, -1)}
            for name, one in named],
        "optimizer": type(optimizer).__name__,
        "groups": [
            {name: value for name, value in group.items()
             if name != "params" and isinstance(value, (int, float, bool))
             or name == "betas" and isinstance(value, (tuple, list))}
            for group in optimizer.param_groups],
        "dropout": dropouts,
        "layers": _layers(model),
        "normalization": any(role == "norm" for role in known.values()),
        "batchNormalization": any("BatchNorm" in type(one).__name__ for one in model.modules()),
        "sketch": {"width": sketch.WIDTH, "version": 1},
        "settings": settings,
    }
    world = 1
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        world = torch.distributed.get_world_size()
    header["processes"] = world
    if scheduler is not None:
        header["scheduler"] = _scheduler(scheduler)
    return header


def _layers(model):
    """Each layer with its settings, those of dropout left out, as they are printed."""
    leaves = [one for one in model.modules() if not any(True for _ in one.children())]
    return ["%s(%s)" % (type(one).__name__, one.extra_repr()) for one in leaves[:_LAYERS]
            if "Dropout" not in type(one).__name__]


def _scheduler(scheduler):
    found = {"name": type(scheduler).__name__}
    for name in ("T_max", "total_steps", "total_iters", "T_0"):
        value = getattr(scheduler, name, None)
        if isinstance(value, (int, float)) and not inspect.isroutine(value):
            found[name] = value
    return found
