"""Sees what clipping does: the norm before it, which is gone afterwards, and its limits."""

import torch

_WATCHERS = []
_ORIGINALS = {}


class _Watch:
    def __init__(self, rules):
        self.rules = rules

    def remove(self):
        """Ends the watch; the last one puts the functions back."""
        if self in _WATCHERS:
            _WATCHERS.remove(self)
        if not _WATCHERS:
            _restore()


def watch(rules):
    """Tells the rules of every clipping, until the answer's remove() is called."""
    if not _ORIGINALS:
        inner = getattr(torch.nn.utils.clip_grad, "_clip_grads_with_norm_", None)
        if inner is not None:
            _replace_inner(inner)
        else:
            _replace("clip_grad_norm_", lambda one, limit, norm, parameters: one.clipped(
                limit, norm, parameters))
        _replace("clip_grad_value_", lambda one, limit, _, parameters: one.clipped_values(
            limit, parameters))
    found = _Watch(rules)
    _WATCHERS.append(found)
    return found


def _replace(name, tell):
    original = getattr(torch.nn.utils, name)

    def replacement(parameters, limit=None, *arguments, **keywords):
        limit = keywords.pop({"clip_grad_norm_": "max_norm"}.get(name, "clip_value"), limit)
        parameters = [parameters] if torch.is_tensor(parameters) else list(parameters)
        found = original(parameters, limit, *arguments, **keywords)
        for one in list(_WATCHERS):
            tell(one.rules, limit, found, parameters)
        return found

    replacement.__doc__ = original.__doc__
    replacement.__name__ = name
    _ORIGINALS[name] = original
    _put(name, replacement)


def _replace_inner(original):
    """What clip_grad_norm_ calls: it is reached, too, where that was imported by its own name."""
    def replacement(parameters, max_norm, total_norm, *arguments, **keywords):
        parameters = [parameters] if torch.is_tensor(parameters) else list(parameters)
        for one in list(_WATCHERS):
            one.rules.clipped(max_norm, total_norm, parameters)
        return original(parameters, max_norm, total_norm, *arguments, **keywords)

    replacement.__doc__ = original.__doc__
    replacement.__name__ = original.__name__
    _ORIGINALS[original.__name__] = original
    _put(original.__name__, replacement)


def _put(name, function):
    if hasattr(torch.nn.utils, name):
        setattr(torch.nn.utils, name, function)
    setattr(torch.nn.utils.clip_grad, name, function)


def _restore():
    for name, original in _ORIGINALS.items():
        _put(name, original)
    _ORIGINALS.clear()
