"""The training step of the benchmarks in PyTorch, as a PyTorch user writes it.

Takes a task as JSON on the command line and prints one line of JSON with the
number of parameters that train; then, for each line with a number of steps on
stdin, does them and prints their losses as one line of JSON.
"""

import json
import os
import sys

import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """Two convolutions and a shortcut: torchvision's basic block."""

    def __init__(self, inputs, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.downsample = None
        if stride != 1 or inputs != channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, channels, 1, stride, bias=False),
                nn.BatchNorm2d(channels),
            )

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        y = functional.relu(self.bn1(self.conv1(x)))
        return functional.relu(self.bn2(self.conv2(y)) + shortcut)


class Head(nn.Module):
    """fastai's head, without dropout."""

    def __init__(self, channels, classes):
        super().__init__()
        self.layers = nn.Sequential(
            nn.BatchNorm1d(2 * channels),
            nn.Linear(2 * channels, 512, bias=False),
            nn.ReLU(),
            nn.BatchNorm1d(512),
            nn.Linear(512, classes, bias=False),
        )

    def forward(self, x):
        largest, mean = x.amax((2, 3)), x.mean((2, 3))
        return self.layers(torch.cat([largest, mean], 1))


def resnet(blocks, classes):
    """A ResNet of basic blocks in torchvision's layout: body and head."""
    body = [
        nn.Conv2d(3, 64, 7, 2, 3, bias=False),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.MaxPool2d(3, 2, 1),
    ]
    inputs = 64
    for stage, count in enumerate(blocks):
        channels = 64 << stage
        for block in range(count):
            stride = 2 if stage > 0 and block == 0 else 1
            body.append(Block(inputs, channels, stride))
            inputs = channels
    return nn.Sequential(*body), Head(inputs, classes)


def main():
    task = json.loads(sys.argv[1])
    torch.manual_seed(0)
    torch.set_num_threads(os.cpu_count())
    # Full single precision, which a GPU would leave for speed.
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    device = "cuda" if torch.cuda.is_available() else "cpu"
    body, head = resnet(task["blocks"], task["classes"])
    model = nn.Sequential(body, head).to(device)
    if task["trains"] != "all":
        body.requires_grad_(False)
    if task["trains"] == "head and norms":
        for module in body.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.requires_grad_(True)
    trained = [each for each in model.parameters() if each.requires_grad]
    if task["optimizer"] == "sgd":
        optimizer = torch.optim.SGD(trained, lr=task["rate"])
    else:
        optimizer = torch.optim.AdamW(
            trained,
            lr=task["rate"],
            betas=(task["momentum"], task["beta2"]),
            eps=task["epsilon"],
            weight_decay=0,
        )
    size, batch = task["size"], task["batch"]
    images = (torch.rand(batch, 3, size, size) * 4 - 2).to(device)
    targets = (torch.arange(batch) % task["classes"]).to(device)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(model(images), targets)
        loss.backward()
        optimizer.step()
        return loss.detach()

    parameters = sum(each.numel() for each in trained)
    name = f"PyTorch {torch.__version__}, {device}"
    print(json.dumps({"name": name, "parameters": parameters}), flush=True)
    for line in sys.stdin:
        losses = [step() for _ in range(int(line))]
        print(json.dumps([loss.item() for loss in losses]), flush=True)


main()
