"""What each convolution of a PyTorch module is applied to."""

import torch

_PLAIN = (torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.Conv3d)


def layers(model, indices):
    """By the name of the kernel: sides of the input, stride, and zeros around.

    Left out are kernels that are used at several places or sizes, dilated, or with other strides or
    margins along one side than along another.
    """
    names = {}
    for part in model.module.parts:
        if len(part.places) == 1 and part.places[0][1] == "weight":
            names[part.places[0][0]] = part.name
    seen, hooks = {}, []

    def passed(owner, given):
        if given and torch.is_tensor(given[0]):
            seen.setdefault(owner, set()).add(tuple(given[0].shape[2:]))

    try:
        for owner in names:
            if type(owner) in _PLAIN and not torch.nn.utils.parametrize.is_parametrized(owner):
                hooks.append(owner.register_forward_pre_hook(passed))
        with model.module.at(model.leaves(False), "evaluate") as module, torch.no_grad():
            model.objective.of(module, model.batch("train", indices))
    finally:
        for hook in hooks:
            hook.remove()
    found = {}
    for owner, sizes in seen.items():
        stride, margin = _one(owner.stride), _margin(owner)
        if len(sizes) == 1 and stride and margin is not None and _one(owner.dilation) == 1:
            found[names[owner]] = {
                "sides": list(next(iter(sizes))), "stride": stride, "margin": margin}
    return found


def _one(values):
    """What is the same along all sides; None where it is not."""
    return values[0] if len(set(values)) == 1 else None


def _margin(owner):
    if owner.padding_mode != "zeros" and owner.padding not in ("valid", 0):
        return None
    if owner.padding == "valid":
        return 0
    if owner.padding == "same":
        side = _one(owner.kernel_size)
        return (side - 1) // 2 if side and side % 2 else None
    return _one(owner.padding)
