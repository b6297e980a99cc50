"""One PyTorch module, taken at other weights without a trace: leaf copies, cloned buffers, modes."""

import contextlib
import random
import sys

import numpy
import torch

from sweetspot.wire import Mistake

_NORMS = (
    torch.nn.modules.batchnorm._NormBase, torch.nn.LayerNorm, torch.nn.GroupNorm,
    torch.nn.modules.instancenorm._InstanceNorm)
_EMBEDDINGS = torch.nn.Embedding, torch.nn.EmbeddingBag
_RMS = getattr(torch.nn, "RMSNorm", None)


class Part:
    """A trained tensor or a buffer: its name, its role and every place that holds it."""

    def __init__(self, name, tensor, role):
        self.name, self.tensor, self.role = name, tensor, role
        self.places = []


class Module:
    """A module whose parameters and buffers can be swapped for others while it runs."""

    def __init__(self, module):
        self.root = unwrapped(module)
        self.parts, self.buffers, self.frozen = [], [], []
        known = {}
        for prefix, owner in self.root.named_modules():
            for name, tensor in owner._parameters.items():
                if tensor is None:
                    continue
                if id(tensor) not in known:
                    full = f"{prefix}.{name}" if prefix else name
                    part = Part(full, tensor, _role(owner, name))
                    known[id(tensor)] = part
                    (self.parts if tensor.requires_grad else self.frozen).append(part)
                known[id(tensor)].places.append((owner, name))
            for name, tensor in owner._buffers.items():
                if tensor is not None:
                    full = f"{prefix}.{name}" if prefix else name
                    part = Part(full, tensor, "buffer")
                    part.places.append((owner, name))
                    self.buffers.append(part)
        self._check()
        self.recurrent = [m for m in self.root.modules() if isinstance(m, torch.nn.RNNBase)]
        self.sparse = [m for m in self.root.modules() if isinstance(m, _EMBEDDINGS) and m.sparse]
        #: Whether it can be put in training and evaluation mode, as those of torch.export cannot.
        self.has_modes = self._has_modes()

    def _has_modes(self):
        flags = self._flags()
        try:
            self.root.train(self.root.training)
        except NotImplementedError:
            return False
        finally:
            _restore_flags(flags)
        return True

    def _flags(self):
        return [(module, module.training) for module in self.root.modules()]

    def _check(self):
        if not self.parts:
            raise Mistake(
                f"model: expected weights that are trained, got a {type(self.root).__name__} without"
                " any; set requires_grad of those that are trained")
        lazy = torch.nn.parameter.UninitializedTensorMixin
        if any(isinstance(part.tensor, lazy) for part in self.parts):
            raise Mistake(
                "model: expected weights, got lazy layers that have seen no example yet; call the"
                " model once before")
        devices = {part.tensor.device for part in self.parts}
        kinds = {part.tensor.dtype for part in self.parts}
        if len(devices) > 1:
            raise Mistake(
                f"model: expected one device, got {sorted(str(d) for d in devices)}; move it to one")
        if kinds - {torch.float32, torch.float64} or len(kinds) > 1:
            raise Mistake(
                f"model: expected weights in float32 or all in float64, got"
                f" {sorted(str(k) for k in kinds)}; "
                + ("split complex weights into two real ones" if any(k.is_complex for k in kinds)
                   else "measure model.float()"))
        self.device, self.dtype = devices.pop(), kinds.pop()

    def weights(self):
        """All trained entries in one new flat tensor."""
        return torch.cat([part.tensor.detach().reshape(-1) for part in self.parts])

    def kept(self):
        """The buffers' entries that are real numbers, in one new flat tensor."""
        real = [part.tensor.detach().reshape(-1).to(self.dtype) for part in self.real_buffers()]
        return torch.cat(real) if real else torch.zeros(0, dtype=self.dtype, device=self.device)

    def real_buffers(self):
        return [part for part in self.buffers if part.tensor.is_floating_point()]

    def split(self, flat):
        """Views of a flat tensor, one for each trained tensor."""
        pieces = flat.split([part.tensor.numel() for part in self.parts])
        return [piece.view(part.tensor.shape) for piece, part in zip(pieces, self.parts)]

    def store(self, flat):
        """Writes a flat tensor into the module itself."""
        with torch.no_grad():
            for part, piece in zip(self.parts, self.split(flat)):
                part.tensor.copy_(piece)

    def store_buffers(self, flat):
        with torch.no_grad():
            real = self.real_buffers()
            for part, piece in zip(real, flat.split([p.tensor.numel() for p in real])):
                part.tensor.copy_(piece.view(part.tensor.shape))

    @contextlib.contextmanager
    def at(self, leaves, mode, key=0):
        """The module at these weights, in a mode, drawing from a key; afterwards as it was.

        Buffers are moved only in mode "train"; otherwise the module sees clones of them.
        """
        flags = self._flags()
        states = self._random()
        try:
            for part, leaf in zip(self.parts, leaves):
                for owner, name in part.places:
                    owner._parameters[name] = leaf
            if mode != "train":
                for part in self.buffers:
                    for owner, name in part.places:
                        owner._buffers[name] = self._clone(part.tensor)
            self._follow()
            self._set_mode(mode != "evaluate")
            for layer in self.sparse:
                # Sparse gradients are a way to update few rows; they cannot be differentiated.
                layer.sparse = False
            torch.manual_seed(key)
            random.seed(key)
            numpy.random.seed(key % (1 << 32))
            with guards():
                yield self.root
        finally:
            for part in self.parts:
                for owner, name in part.places:
                    owner._parameters[name] = part.tensor
            for part in self.buffers:
                for owner, name in part.places:
                    if mode == "train":
                        part.tensor = owner._buffers[name]
                    owner._buffers[name] = part.tensor
            self._follow()
            for layer in self.sparse:
                layer.sparse = True
            _restore_flags(flags)
            self._restore(states)

    def _set_mode(self, training):
        if self.has_modes and (not training or not self.root.training):
            self.root.train(training)

    def _clone(self, tensor):
        return tensor.to(self.dtype, copy=True) if tensor.is_floating_point() else tensor.clone()

    def _follow(self):
        """Recurrent layers keep a list of their weights beside the weights themselves."""
        for layer in self.recurrent:
            layer._flat_weights = [getattr(layer, name, None) for name in layer._flat_weights_names]

    def _random(self):
        cuda = torch.cuda.get_rng_state(self.device) if self.device.type == "cuda" else None
        return torch.random.get_rng_state(), cuda, random.getstate(), numpy.random.get_state()

    def _restore(self, states):
        torch.random.set_rng_state(states[0])
        if states[1] is not None:
            torch.cuda.set_rng_state(states[1], self.device)
        random.setstate(states[2])
        numpy.random.set_state(states[3])


def _restore_flags(flags):
    for module, flag in flags:
        module.training = flag


@contextlib.contextmanager
def guards():
    """What products of second derivatives need: attention written out, nothing compiled or fused."""
    fast = torch.backends.mha.get_fastpath_enabled()
    try:
        torch.backends.mha.set_fastpath_enabled(False)
        with contextlib.ExitStack() as stack:
            stack.enter_context(torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH))
            if "torch._dynamo" in sys.modules:
                stack.enter_context(torch.compiler.set_stance("force_eager"))
            stack.enter_context(torch.backends.cudnn.flags(enabled=False))
            stack.enter_context(torch.enable_grad())
            for device in ("cpu", "cuda"):
                stack.enter_context(torch.autocast(device, enabled=False))
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)


def piecewise_linear(module):
    """Whether outputs are surely piecewise linear in each single weight, as it is used."""
    nn = torch.nn
    if type(module) is nn.Sequential:
        return all(piecewise_linear(part) for part in module)
    if isinstance(module, (nn.modules.conv._ConvNd, nn.modules.batchnorm._BatchNorm)):
        return not nn.utils.parametrize.is_parametrized(module)
    return type(module) in (
        nn.Linear, nn.ReLU, nn.LeakyReLU, nn.ReLU6, nn.Hardtanh, nn.Identity, nn.Flatten,
        nn.Unflatten, nn.Dropout, nn.Dropout2d, nn.MaxPool1d, nn.MaxPool2d, nn.AvgPool1d,
        nn.AvgPool2d, nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.ZeroPad2d)


def unwrapped(module):
    """The module inside DataParallel, DistributedDataParallel and torch.compile."""
    if not isinstance(module, torch.nn.Module):
        raise Mistake(f"model: expected a torch.nn.Module, got {type(module).__name__}")
    while True:
        if type(module).__name__ in ("FullyShardedDataParallel", "FSDPModule"):
            raise Mistake(
                "model: expected whole weights, got shards of FSDP; measure an unsharded copy")
        if type(module).__name__ in ("DataParallel", "DistributedDataParallel"):
            module = module.module
        elif hasattr(module, "_orig_mod"):
            module = module._orig_mod
        else:
            return module


def _role(owner, name):
    if isinstance(owner, _NORMS) or (_RMS and isinstance(owner, _RMS)) or "Norm" in type(owner).__name__:
        return "normalization"
    if isinstance(owner, _EMBEDDINGS):
        return "embedding"
    return "bias" if "bias" in name else "weight"
