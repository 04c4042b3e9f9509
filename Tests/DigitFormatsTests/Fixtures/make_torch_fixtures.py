"""Writes the checkpoints that the tests read into the folder `torch` beside this script.

    python3 -m venv torch && torch/bin/pip install torch==2.15.0 numpy && torch/bin/python make_torch_fixtures.py

What is in the files is said again, by hand, in PyTorchCheckpointTests.swift.
"""

import os
import pathlib

import torch
from torch import nn

folder = pathlib.Path(__file__).parent / "torch"
folder.mkdir(exist_ok=True)

# Rectangular, positional and signed, so that a swapped index or sign shows.
numbers = torch.tensor([[1.0, 2, 3], [-4, 5, 60]])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(3, 2)
        self.norm = nn.BatchNorm1d(2)


net = Net()
with torch.no_grad():
    net.dense.weight.copy_(numbers)
    net.dense.bias.copy_(torch.tensor([10.0, 100]))
    net.norm.weight.copy_(torch.tensor([0.5, 2]))
    net.norm.running_mean.copy_(torch.tensor([-1.0, 7]))
    net.norm.num_batches_tracked += 3
optimizer = torch.optim.Adam(net.parameters())
net.norm(net.dense(torch.eye(4, 3))).square().sum().backward()
optimizer.step()
with torch.no_grad():  # The step moved them; its own numbers are not of interest.
    net.dense.weight.copy_(numbers)
    net.dense.bias.copy_(torch.tensor([10.0, 100]))
    net.norm.weight.copy_(torch.tensor([0.5, 2]))
    net.norm.bias.zero_()
    net.norm.running_mean.copy_(torch.tensor([-1.0, 7]))
    net.norm.running_var.copy_(torch.tensor([1.0, 4]))
    net.norm.num_batches_tracked.fill_(3)

cube = torch.arange(24, dtype=torch.int32).reshape(2, 3, 4)
views = {
    "rows": numbers,
    "columns": numbers.t(),
    "second row": numbers[1],
    "every second": cube[:, ::2, 1:],
    "turned": cube.permute(1, 2, 0),
    "expanded": torch.tensor([7.0, -8]).reshape(2, 1).expand(2, 3),
    "single": torch.tensor(7.0),
    "empty": torch.zeros(0, 3),
    "flags": torch.tensor([True, False, True]),
    "float64": numbers.double(),
    "float16": numbers.half(),
    "bfloat16": numbers.bfloat16(),
    "uint8": numbers.abs().byte(),
    "int8": numbers.char(),
    "int16": numbers.short(),
    "int64": numbers.long(),
}


def save(value, name, **options):
    # The archive's folder is called after the file, and so the same wherever it is saved.
    os.chdir(folder)
    torch.save(value, name, **options)


save(net.state_dict(), "state-dict.pt")
save(views, "views.pt")
save({"epoch": 4, "optimizer": optimizer.state_dict(), "state_dict": net.state_dict(), "loss": 0.25}, "wrapped.pt")
save(dict(net.named_parameters()), "parameters.pth")
save(net, "module.pt")
save(net.state_dict(), "legacy.pt", _use_new_zipfile_serialization=False)
save({"epoch": 4, "lr": [0.1, 0.01]}, "nothing.pt")
torch.jit.script(nn.Linear(3, 2)).save("script.pt")
