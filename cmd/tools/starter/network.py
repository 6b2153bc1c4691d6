"""ResNet-50 v1.5 with torchvision's names, at any width, and what widens it."""

import torch
from torch import nn


class Bottleneck(nn.Module):
    def __init__(self, inputs, middle, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, middle, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(middle)
        self.conv2 = nn.Conv2d(middle, middle, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(middle)
        self.conv3 = nn.Conv2d(middle, 4 * middle, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * middle)
        self.downsample = None
        if stride != 1 or inputs != 4 * middle:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, 4 * middle, 1, stride, bias=False), nn.BatchNorm2d(4 * middle)
            )

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = torch.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet50(nn.Module):
    """Pictures [N, 3, S, S] to features [N, 2048 * width]."""

    def __init__(self, width=1.0):
        super().__init__()
        channels = int(64 * width)
        self.conv1 = nn.Conv2d(3, channels, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        inputs = channels
        for stage, blocks in enumerate((3, 4, 6, 3)):
            middle = channels << stage
            layers = []
            for block in range(blocks):
                layers.append(Bottleneck(inputs, middle, 2 if block == 0 and stage > 0 else 1))
                inputs = 4 * middle
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            if isinstance(module, Bottleneck):
                # Each block begins as the identity (Goyal et al. 2017).
                nn.init.zeros_(module.bn3.weight)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        return self.layer4(self.layer3(self.layer2(self.layer1(x)))).mean((2, 3))


def widen(state, generator, noise=0.3):
    """Doubles every channel of a network without changing what it computes (Chen et
    al., "Net2Net", 2016). Each weight is split in two unequal parts between the two
    copies of its input, so that the copies learn different things from there on.
    `state` is of a model with parts "body" and "head"."""
    wide = {}
    for name, t in state.items():
        if name.endswith("num_batches_tracked"):
            wide[name] = t.clone()
            continue
        if name == "head.bias":
            wide[name] = t.clone()
            continue
        if t.dim() == 1:
            wide[name] = torch.cat((t, t))
            continue
        if name != "body.conv1.weight":
            shape = (t.shape[0] * (1 if name.startswith("head.") else 2), *t.shape[1:])
            copies = t if name.startswith("head.") else torch.cat((t, t))
            scale = t.abs().mean()
            share = noise * scale * torch.randn(shape, generator=generator)
            t = torch.cat((copies / 2 + share, copies / 2 - share), 1)
        else:
            t = torch.cat((t, t))
        wide[name] = t
    return wide


def narrow(state):
    """What widen made its argument of, from what it made, but for rounding: the mean of
    the two copies of each channel, their two inputs added up. Names as in ResNet50, and
    "fc.weight"."""
    halved = {}
    for name, t in state.items():
        if name == "fc.bias" or name.endswith("num_batches_tracked"):
            halved[name] = t.clone()
            continue
        if not name.startswith("fc."):
            t = (t[: len(t) // 2] + t[len(t) // 2 :]) / 2
        if t.dim() > 1 and name != "conv1.weight":
            t = t[:, : t.shape[1] // 2] + t[:, t.shape[1] // 2 :]
        halved[name] = t.clone()
    return halved
