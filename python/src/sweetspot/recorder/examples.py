"""Which examples a training sees: exact hashes that do not depend on the batch they come in."""

import math

import torch

_LONGEST = 4096
_MOST = 8192
_MIX = 0x2545F4914F6CDD1D


class ExampleHash:
    """Hashes rows of a tensor by the bits of their entries.

    Integers are summed modulo 2^64 with odd weights by position, so that an example's hash is the
    same in any batch, and the same whether or not it is padded with zeros.
    """

    def __init__(self):
        self._weights = {}

    def rows(self, inputs):
        """One whole number for each row."""
        flat = inputs.detach().reshape(inputs.shape[0], -1)
        if flat.is_floating_point():
            flat = flat.float()
            stride = max(1, flat.shape[1] // _LONGEST) | 1 if flat.shape[1] > _LONGEST else 1
            flat = flat[:, ::stride].contiguous().view(torch.int32)
        flat = flat.to(torch.int64)
        weight = self._weight(flat.shape[1], flat.device)
        if flat.device.type == "cpu":
            return (flat @ weight).tolist()
        # Elsewhere there are no products of matrices of integers.
        return (flat * weight).sum(dim=1).tolist()

    def _weight(self, length, device):
        known = self._weights.get((length, device))
        if known is None:
            place = torch.arange(1, length + 1, dtype=torch.int64)
            known = (place * 0x1B873593CC9E2D51 ^ (place << 29) ^ 0x5851F42D4C957F2D) | 1
            known = known.to(device)
            self._weights[(length, device)] = known
        return known


class SeenExamples:
    """Training examples met so far, a consistent sample of them, with the labels they came with."""

    def __init__(self):
        self.labels = {}
        self.share = 1
        self.repeated = 0
        self.relabelled = 0

    def _kept(self, code):
        return ((code * _MIX) & 0xFFFFFFFFFFFFFFFF) >> 20 & (self.share - 1) == 0

    def train(self, codes, labels):
        """Notes a batch; labels may be None."""
        fresh = {}
        for place, code in enumerate(codes):
            if self.share > 1 and not self._kept(code):
                continue
            label = None if labels is None else labels[place]
            if code in self.labels:
                before = self.labels[code]
                if before is not None and label is not None:
                    self.repeated += 1
                    self.relabelled += before != label
            fresh[code] = label
        self.labels.update(fresh)
        while len(self.labels) > _MOST:
            self.share *= 2
            self.labels = {code: label for code, label in self.labels.items() if self._kept(code)}

    def met(self, codes):
        """How many of these were sampled, and how many of the sampled ones were trained on."""
        sampled = [code for code in codes if self._kept(code)]
        return len(sampled), sum(code in self.labels for code in sampled)


def tensor_of(values):
    """The first tensor among a forward's arguments, or None."""
    if torch.is_tensor(values):
        return values
    if isinstance(values, dict) or hasattr(values, "items"):
        found = dict(values.items())
        for name in ("input_ids", "inputs", "x", "pixel_values", "input_features"):
            if torch.is_tensor(found.get(name)):
                return found[name]
        return next((one for one in found.values() if torch.is_tensor(one)), None)
    if isinstance(values, (list, tuple)):
        for one in values:
            found = tensor_of(one)
            if found is not None:
                return found
    return None


def logits_of(values):
    """The outputs of a model: a tensor, the entry logits of an answer, or its first tensor."""
    if torch.is_tensor(values):
        return values
    logits = getattr(values, "logits", None)
    if torch.is_tensor(logits):
        return logits
    if isinstance(values, dict) and torch.is_tensor(values.get("logits")):
        return values["logits"]
    if isinstance(values, (list, tuple)):
        return next((one for one in values if torch.is_tensor(one) and one.is_floating_point()), None)
    return None


def labels_of(module, keywords, outputs, ignored):
    """The labels that a model was called with, each at the place it is predicted from; or None."""
    labels, logits = keywords.get("labels"), logits_of(outputs)
    if not torch.is_tensor(labels) or logits is None:
        return None
    name = type(getattr(module, "module", module)).__name__
    causal = "CausalLM" in name or "LMHeadModel" in name
    if causal and labels.dim() == 2 and logits.shape[:2] == labels.shape:
        return torch.cat([labels[:, 1:], torch.full_like(labels[:, :1], ignored)], 1)
    return labels


class LabelCounts:
    """How often each label occurred, and how mixed batches are."""

    def __init__(self):
        self.counts = {}
        self._whole, self._most, self._sum = 0, 0, 0.0

    def add(self, labels):
        """Counts a batch, and returns the entropy of the labels inside it."""
        inside = {}
        for label in labels:
            inside[label] = inside.get(label, 0) + 1
        for label, count in inside.items():
            before = self.counts.get(label, 0)
            after = self.counts[label] = before + count
            self._sum += _times_log(after) - _times_log(before)
            self._most = max(self._most, after)
        self._whole += len(labels)
        return entropy(inside.values())

    def entropy(self):
        """Of all labels so far, in nats: the loss of a model that knows their frequencies only."""
        # log n - sum of c log c / n, whose sum is kept: there may be many labels.
        whole = self._whole
        return max(0.0, math.log(whole) - self._sum / whole) if whole else 0.0

    def majority(self):
        """The share of the most frequent label: the accuracy of always guessing it."""
        return self._most / self._whole if self._whole else None


def _times_log(count):
    return count * math.log(count) if count else 0.0


def entropy(counts):
    """Of frequencies, in nats."""
    counts = [count for count in counts if count]
    whole = float(sum(counts))
    return -sum(count / whole * math.log(count / whole) for count in counts) if counts else 0.0


def token_shift(inputs, targets, ignored):
    """Shares of targets that equal the token at the same place, one later, and two later."""
    if inputs.shape != targets.shape or inputs.dim() != 2 or inputs.is_floating_point():
        return None
    if targets.shape[1] < 4:
        return None
    shares = []
    for offset in (0, 1, 2):
        mine = inputs[:, offset:]
        theirs = targets[:, : targets.shape[1] - offset]
        valid = theirs != ignored
        total = valid.sum()
        shares.append(((mine == theirs) & valid).sum() / total.clamp(min=1))
    return [float(share) for share in torch.stack(shares).tolist()]
