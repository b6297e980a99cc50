"""Sees what clip_grad_norm_ returns: the norm before clipping, which is gone after it."""

import torch

_WATCHERS = []
_ORIGINAL = None


class _Watch:
    def __init__(self, recorder):
        self.recorder = recorder

    def remove(self):
        """Ends the watch; the last one puts the function back."""
        if self in _WATCHERS:
            _WATCHERS.remove(self)
        if not _WATCHERS:
            _restore()


def watch(recorder):
    """Tells the recorder of every clipping, until the answer's remove() is called."""
    global _ORIGINAL
    if _ORIGINAL is None:
        original = torch.nn.utils.clip_grad_norm_

        def clip_grad_norm_(parameters, max_norm, *arguments, **keywords):
            parameters = [parameters] if torch.is_tensor(parameters) else list(parameters)
            norm = original(parameters, max_norm, *arguments, **keywords)
            for one in list(_WATCHERS):
                one.recorder.clipped(max_norm, norm, parameters)
            return norm

        clip_grad_norm_.__doc__ = original.__doc__
        _ORIGINAL = original
        torch.nn.utils.clip_grad_norm_ = clip_grad_norm_
        torch.nn.utils.clip_grad.clip_grad_norm_ = clip_grad_norm_
    found = _Watch(recorder)
    _WATCHERS.append(found)
    return found


def _restore():
    global _ORIGINAL
    if _ORIGINAL is not None:
        torch.nn.utils.clip_grad_norm_ = _ORIGINAL
        torch.nn.utils.clip_grad.clip_grad_norm_ = _ORIGINAL
        _ORIGINAL = None
