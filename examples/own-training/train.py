"""Trains a small network on the digits: a plain PyTorch loop, recorded by three calls."""

import argparse
import gzip
import pathlib
import zipfile

import torch
from torch import nn

import sweetspot

HOME = pathlib.Path(__file__).resolve().parents[2]
DIGITS = "org/sweetspot/data/digits.csv.gz"


def packed():
    """The digits of the checkout, or of the program that was unpacked."""
    source = HOME / "core/src/main/resources" / DIGITS
    if source.exists():
        return source.read_bytes()
    for jar in HOME.glob("lib/sweetspot-core-*.jar"):
        return zipfile.ZipFile(jar).read(DIGITS)
    raise FileNotFoundError(f"digits: expected {source} or the program's jars, got neither")


def digits():
    """The digits that ship with the program, in an order that never changes, cut in three."""
    lines = gzip.decompress(packed()).decode("ascii").splitlines()
    rows = torch.tensor([[int(one) for one in line.split(",")] for line in lines])
    rows = rows[torch.randperm(len(rows), generator=torch.Generator().manual_seed(0))]
    inputs, targets = rows[:, :64].float() / 16, rows[:, 64]
    return [(inputs[a:b], targets[a:b]) for a, b in ((0, 1000), (1000, 1300), (1300, 1797))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--warm-up", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true", help="also measure the trained network")
    given = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    (inputs, targets), *others = digits()
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=given.lr)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / max(1, given.warm_up)))
    criterion = nn.CrossEntropyLoss()
    recorder = sweetspot.Recorder("record", model, optimizer, scheduler)

    for epoch in range(given.epochs):
        for rows in torch.randperm(len(inputs)).split(given.batch):
            loss = criterion(model(inputs[rows]), targets[rows])
            recorder.step(loss, targets=targets[rows])
            loss.backward()
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
        if (10 * epoch) // given.epochs != (10 * (epoch + 1)) // given.epochs:
            with torch.no_grad():
                for name, (held, truth) in zip(("validation", "test"), others):
                    recorder.evaluation(name, outputs=model(held), targets=truth)
    if given.measure:
        recorder.biases((inputs, targets), criterion, validation=others[0], test=others[1],
                        batch=given.batch)
    recorder.close()


if __name__ == "__main__":
    main()
