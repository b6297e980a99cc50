"""Trains the network of train.py as a plan's emitted lines say, pasted as they are.

    python pasted.py PLAN/plan-pytorch.py [SEED]

The lines define batch_size, epochs, max_steps, criterion and optimizer, and a scheduler where the plan
has one; this loop adds nothing of its own. Prints the accuracy on the test digits.
"""

import sys

import torch
from torch import nn

from train import digits


def trained(lines, seed):
    """Accuracy on the test digits after the training that the lines describe."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    (inputs, targets), _, (held, truth) = digits()
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    pasted = {"torch": torch, "model": model}
    exec(lines, pasted)
    step = 0
    for _ in range(pasted["epochs"]):
        for rows in torch.randperm(len(inputs)).split(pasted["batch_size"]):
            if step == pasted["max_steps"]:
                break
            pasted["criterion"](model(inputs[rows]), targets[rows]).backward()
            if "max_norm" in pasted:
                torch.nn.utils.clip_grad_norm_(model.parameters(), pasted["max_norm"])
            pasted["optimizer"].step()
            if "scheduler" in pasted:
                pasted["scheduler"].step()
            pasted["optimizer"].zero_grad()
            step += 1
    with torch.no_grad():
        return float((model(held).argmax(1) == truth).float().mean())


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(f"{100 * trained(file.read(), int(sys.argv[2]) if len(sys.argv) > 2 else 1):.1f}%")
