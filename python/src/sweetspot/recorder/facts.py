"""What does not change during a training: framework, parameters, groups, settings."""

import inspect
import re

import torch

from . import folder, sketch

_LAYERS = 1000
#: How people call layers that normalize, whatever their class is called.
_NORM = re.compile(r"(^|_)(ln|bn|layernorm|batchnorm)_?[a-z]?\d*$|norm\d*$")


def roles(model):
    """The role of each parameter by its object: norm, embedding, bias or weight."""
    found = {}
    for path, module in model.named_modules():
        kind = type(module).__name__
        named = _NORM.search(path.rsplit(".", 1)[-1].lower()) is not None
        for name, parameter in module.named_parameters(recurse=False):
            if "Norm" in kind or (named and parameter.dim() < 2):
                found[parameter] = "norm"
            elif "Embedding" in kind:
                found[parameter] = "embedding"
            elif parameter.dim() < 2:
                found[parameter] = "bias"
            else:
                found[parameter] = "weight"
    return found


def modes(model):
    """Modules that act otherwise in training, where anything is trained in or right around them.

    Those of a part that is frozen are left out: it may run in evaluation mode, on purpose. None
    where the model has such modules and all of them are left out.
    """
    found, left = [], False
    around = [(model, model)]
    while around:
        module, near = around.pop()
        # What has no parameters belongs to what is around it.
        near = module if any(True for _ in module.parameters()) else near
        around += [(child, near) for child in module.children()]
        kind = type(module).__name__
        if ("Dropout" in kind and getattr(module, "p", 0)) or "BatchNorm" in kind:
            trained = any(one.requires_grad for one in near.parameters())
            found += [module] if trained else []
            left = left or not trained
    return found if found or not left else None


def padding(model):
    """The token that stands for padding, as the model's settings say; None where they don't."""
    for module in model.modules():
        place = getattr(module, "padding_idx", None)
        if isinstance(place, int) and hasattr(module, "num_embeddings"):
            return place
    place = getattr(getattr(model, "config", None), "pad_token_id", None)
    return place if isinstance(place, int) else None


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
    if not hasattr(scheduler, "last_epoch"):
        scheduler = getattr(scheduler, "scheduler", scheduler)
    found = {"name": type(scheduler).__name__}
    for name in ("T_max", "total_steps", "total_iters", "T_0"):
        value = getattr(scheduler, name, None)
        if isinstance(value, (int, float)) and not inspect.isroutine(value):
            found[name] = value
    return found
