"""Writes the ONNX models that the tests carry out, with what PyTorch says of them.

    python onnx_models.py ../resources/org/sweetspot/onnx

Needs torch, onnx and onnxscript (the exporter's). The same seed gives the same files up to what the
exporter writes about itself.
"""

import json
import pathlib
import sys

import numpy
import torch

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
nn = torch.nn


def expected(model, x, y):
    with torch.no_grad():
        outputs = model.double()(torch.tensor(x).double())
    model.float()
    if outputs.dim() < 2 or outputs.shape[-1] == 1:
        return {"outputs": outputs.reshape(-1).tolist()}
    rows = torch.log_softmax(outputs, 1)
    truth = torch.tensor(y)
    margins = outputs.gather(1, truth[:, None])[:, 0] - outputs.scatter(
        1, truth[:, None], float("-inf")).max(1).values
    return {"loss": float(-rows.gather(1, truth[:, None]).mean()),
            "accuracy": float((outputs.argmax(1) == truth).double().mean()),
            "margin": float(margins.mean()), "outputs": outputs.reshape(-1).tolist()}


def write(name, model, x, **options):
    model.eval()
    torch.onnx.export(model, (torch.tensor(x),), folder / f"{name}.onnx", input_names=["x"],
                      output_names=["logits"], dynamo=True, external_data=False, verbose=False,
                      **options)


torch.manual_seed(1)
draws = numpy.random.RandomState(1)
x = draws.randn(40, 6).astype("float32")
y = draws.randint(0, 3, 40)
said = {}

mlp = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 3))
batch = {0: torch.export.Dim("batch")}
write("mlp", mlp, x[:2], dynamic_shapes=({0: torch.export.Dim("batch")},))
said["mlp"] = expected(mlp, x, y)
said["mlp"]["features"] = torch.tanh(mlp[0](torch.tensor(x))).double().reshape(-1).tolist()

# The same with batches of four alone, and probabilities at its end.
likely = nn.Sequential(*mlp, nn.Softmax(1))
write("fixed", likely, x[:4])

pictures = draws.randn(40, 1, 8, 8).astype("float32")
cnn = nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 3))
write("cnn", cnn, pictures[:2], dynamic_shapes=({0: torch.export.Dim("batch")},))
said["cnn"] = expected(cnn, pictures, y)

numbers = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 1))
write("numbers", numbers, x[:2], dynamic_shapes=({0: torch.export.Dim("batch")},))
target = draws.randn(40, 1).astype("float32")
found = torch.tensor(expected(numbers, x, y)["outputs"])
said["numbers"] = {"loss": float(((found - torch.tensor(target)[:, 0]) ** 2).mean() / 2)}

numpy.savez(folder / "points.npz", x=x, y=y)
numpy.savez(folder / "pictures.npz", x=pictures, y=y)
numpy.savez(folder / "targets.npz", x=x, y=target)
(folder / "expected.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
