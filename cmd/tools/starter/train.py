"""Trains the starter weights: see README.md. Killed, it goes on from its last
checkpoint when it is run again."""

import argparse
import gzip
import json
import os
import queue
import struct
import subprocess
import threading
import time

import torch
from torch import nn

from network import ResNet50, narrow, widen

KINDS, TRAITS = 4300, 128
MEAN = torch.tensor((0.485, 0.456, 0.406)).view(1, 3, 1, 1)
STD = torch.tensor((0.229, 0.224, 0.225)).view(1, 3, 1, 1)


class Model(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = ResNet50(width)
        self.head = nn.Linear(int(2048 * width), KINDS + TRAITS)

    def forward(self, x):
        out = self.head(self.body(x))
        return out[:, :KINDS], out[:, KINDS:]


def loss_of(kind_logits, trait_logits, kinds, traits):
    """The kind's cross-entropy and 0.3 of the sum of the traits'."""
    return nn.functional.cross_entropy(
        kind_logits, kinds, label_smoothing=0.05
    ) + 0.3 * nn.functional.binary_cross_entropy_with_logits(trait_logits, traits, reduction="sum") / len(kinds)


class Muon(torch.optim.Optimizer):
    """Momentum whose step is made orthogonal (Jordan et al. 2024), for kernels."""

    def __init__(self, parameters, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if "m" not in state:
                    state["m"] = torch.zeros_like(p)
                state["m"].lerp_(p.grad, 1 - group["momentum"])
                g = p.grad.lerp(state["m"], group["momentum"])
                u = orthogonal(g.flatten(1)).view_as(p)
                rows, columns = p.shape[0], p[0].numel()
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(u, alpha=-group["lr"] * max(1, rows / columns) ** 0.5)


def orthogonal(g):
    """Newton and Schulz's iteration, five times."""
    x = g / (g.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.T
    for _ in range(5):
        a = x @ x.T
        b = torch.addmm(a, a, a, beta=-4.7750, alpha=2.0315)
        x = torch.addmm(x, b, x, beta=3.4445)
    return x.T if tall else x


class Pictures:
    """Batches of what the drawing program writes, from picture `first` on. With a pool
    the last `pool` pictures are kept on the device, and what the drawing program is too
    slow for is taken from there, changed a little. `drawn` counts the fresh ones."""

    def __init__(self, draw, phase, seed, first, device):
        shares = [f for k in ("dishes", "finds", "later") for f in (f"-{k}", str(phase.get(k, 0)))]
        self.process = subprocess.Popen(
            [draw, "-side", str(phase["side"]), *shares, "-seed", str(seed), "-from", str(first)], stdout=subprocess.PIPE
        )
        self.side, self.device, self.drawn = phase["side"], device, 0
        self.batch = phase["batch"]
        self.pool = Pool(phase["pool"], self.side, device) if phase.get("pool") else None
        self.queue = queue.Queue(16 if self.pool else 4)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        size = 2 + TRAITS + 3 * self.side * self.side
        many = self.batch // 8 if self.pool else self.batch
        while True:
            data = self.process.stdout.read(size * many)
            if len(data) < size * many:
                self.queue.put(None)
                return
            rows = torch.frombuffer(bytearray(data), dtype=torch.uint8).view(many, size)
            kinds = rows[:, 0].long() + 256 * rows[:, 1].long()
            pictures = rows[:, 2 + TRAITS :].reshape(many, self.side, self.side, 3).permute(0, 3, 1, 2)
            got = (pictures, kinds, rows[:, 2 : 2 + TRAITS].float())
            if self.device.startswith("cuda"):
                got = [t.pin_memory() for t in got]  # copied while the device works
            self.queue.put(got)

    def fresh(self):
        got = self.queue.get()
        if got is None:
            raise RuntimeError("the drawing program has ended")
        self.drawn += len(got[1])
        return [t.to(self.device, non_blocking=True) for t in got]

    def next(self):
        """A batch: pictures ready for the network, kinds and traits."""
        pictures, kinds, traits = self.mixed() if self.pool else self.fresh()
        x = (pictures.float() / 255 - MEAN.to(self.device)) / STD.to(self.device)
        return x.contiguous(memory_format=torch.channels_last), kinds, traits

    def mixed(self):
        parts = []
        while len(parts) < 8 and (self.pool.size < 4 * self.batch or not self.queue.empty()):
            parts.append(self.fresh())
            self.pool.keep(*parts[-1])
        if len(parts) < 8:
            parts.append(self.pool.again(self.batch - len(parts) * (self.batch // 8)))
        return [torch.cat([p[k].float() if k == 0 else p[k] for p in parts]) for k in range(3)]

    def close(self):
        self.process.kill()


class Pool:
    """The last pictures that were drawn, to be shown again."""

    def __init__(self, most, side, device):
        self.pictures = torch.empty((most, 3, side, side), dtype=torch.uint8, device=device)
        self.kinds = torch.empty(most, dtype=torch.long, device=device)
        self.traits = torch.empty((most, TRAITS), device=device)
        self.most, self.at, self.size = most, 0, 0

    def keep(self, pictures, kinds, traits):
        n = min(len(kinds), self.most - self.at)
        for kept, new in ((self.pictures, pictures), (self.kinds, kinds), (self.traits, traits)):
            kept[self.at : self.at + n] = new[:n]
        self.at = (self.at + n) % self.most
        self.size = min(self.size + n, self.most)

    def again(self, n):
        """Some of them, each moved, scaled and in other light. None is mirrored: its
        traits tell left from right."""
        device = self.kinds.device
        which = torch.randint(self.size, (n,), device=device)
        pictures = self.pictures[which].float()
        place = torch.zeros((n, 2, 3), device=device)
        place[:, 0, 0] = place[:, 1, 1] = 0.85 + 0.3 * torch.rand(n, device=device)
        place[:, :, 2] = 0.2 * torch.rand((n, 2), device=device) - 0.1
        grid = nn.functional.affine_grid(place, pictures.shape, align_corners=False)
        pictures = nn.functional.grid_sample(pictures, grid, padding_mode="reflection", align_corners=False)
        light = 0.8 + 0.4 * torch.rand((n, 1, 1, 1), device=device)
        contrast = 0.8 + 0.4 * torch.rand((n, 1, 1, 1), device=device)
        middle = pictures.mean((1, 2, 3), keepdim=True)
        pictures = ((pictures - middle) * contrast + middle * light).clamp(0, 255)
        return pictures, self.kinds[which], self.traits[which]


def rate_at(step, done, phase):
    """Up in `warmup` steps, flat, and down to nothing over the last `decay` share of
    the phase, of which the share `done` is done."""
    warm = min(1.0, (step + 1) / max(phase.get("warmup", 50), 1))
    decay = phase.get("decay", 0.0)
    down = min(1.0, max(0.0, 1 - done) / decay) if decay else 1.0
    return warm * down


def optimizers(model, phase):
    kernels = [p for p in model.body.parameters() if p.dim() == 4]
    others = [p for p in model.parameters() if p.dim() != 4]
    return (
        Muon(kernels, phase["rate"], weight_decay=phase.get("weight_decay", 0.01)),
        torch.optim.AdamW(others, phase["rate"] * 0.1, (0.9, 0.98), weight_decay=0.01),
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--draw", required=True, help="the built drawing program")
    parser.add_argument("--plan", required=True)
    parser.add_argument("--dir", required=True, help="for checkpoint and log")
    parser.add_argument("--init", help="packed weights (resnet50.bin) or a checkpoint (.pt) to begin with instead of nothing")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--compile", action="store_true", help="let PyTorch compile the network: about a fifth faster, needs a C++ compiler")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=4, help="between checkpoints")
    args = parser.parse_args()
    torch.backends.cudnn.benchmark = True
    torch.backends.cuda.matmul.allow_tf32 = True
    if args.threads:
        torch.set_num_threads(args.threads)
    os.makedirs(args.dir, exist_ok=True)
    run = Run(args)
    while run.phase < len(run.plan["phases"]):
        run.train_phase()
    while run.width < 1:
        run.widen()
    torch.save(run.model.state_dict(), os.path.join(args.dir, "last.pt"))
    print("done: last.pt is what export.py packs")


def unpack(path):
    """The tensors of a packed network: see export.py."""
    with gzip.open(path) as f:
        raw = f.read()
    head = struct.unpack("<Q", raw[:8])[0]
    entries = json.loads(raw[8 : 8 + head])
    entries.pop("__metadata__")
    kinds = {"I8": torch.int8, "F16": torch.float16, "F32": torch.float32}
    arrays = {}
    for name, e in entries.items():
        a, b = (8 + head + o for o in e["data_offsets"])
        arrays[name] = torch.frombuffer(bytearray(raw[a:b]), dtype=kinds[e["dtype"]]).view(e["shape"]).float()
    scales = {k[: -len(".scale")]: v for k, v in arrays.items() if k.endswith(".scale")}
    return {
        k: v * scales[k].view(-1, *[1] * (v.dim() - 1)) if k in scales else v
        for k, v in arrays.items()
        if not k.endswith(".scale")
    }


def has_bfloat16(device):
    """Whether the device multiplies in bfloat16 itself. A processor that does not is
    eight times slower in it than in float32."""
    if not device.startswith("cpu"):
        return True
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


class Run:
    def __init__(self, args):
        self.args = args
        with open(args.plan) as f:
            self.plan = json.load(f)
        self.file = os.path.join(args.dir, "checkpoint.pt")
        self.log = open(os.path.join(args.dir, "log.jsonl"), "a")
        torch.manual_seed(self.plan["seed"])
        self.phase, self.step, self.seen = 0, 0, 0
        self.bfloat16 = has_bfloat16(args.device)
        self.width = self.plan["phases"][0]["width"]
        self.model = self.fresh(self.width)
        self.optimizers = None
        if os.path.exists(self.file):
            self.load()
        elif args.init and args.init.endswith(".pt"):
            self.begin_with_checkpoint(torch.load(args.init, map_location="cpu")["model"])
        elif args.init:
            self.begin_with(unpack(args.init))

    def fresh(self, width):
        return Model(width).to(self.args.device, memory_format=torch.channels_last)

    def begin_with(self, packed):
        """Takes the body, and the last layer as far as it is there; at half width too,
        since the network was doubled only when it was trained."""
        while packed["conv1.weight"].shape[0] > int(64 * self.width):
            packed = narrow(packed)
        self.model.body.load_state_dict({k: v for k, v in packed.items() if not k.startswith("fc.")}, strict=False)
        known = len(packed["fc.bias"])
        with torch.no_grad():
            self.model.head.weight[:known] = packed["fc.weight"]
            self.model.head.bias[:known] = packed["fc.bias"]

    def begin_with_checkpoint(self, state):
        """Takes all of it; the kinds that it does not know come behind those it knows, each
        at first as likely as their mean."""
        state = {k: v.float() for k, v in state.items()}
        generator = torch.Generator().manual_seed(self.plan["seed"])
        while len(state["body.bn1.weight"]) < int(64 * self.width):
            state = widen(state, generator)
        known = len(state["head.bias"]) - TRAITS
        for name in ("head.weight", "head.bias"):
            kinds, traits = state[name][:known], state[name][known:]
            new = kinds.mean(0, keepdim=True).expand(KINDS - known, *kinds.shape[1:])
            state[name] = torch.cat((kinds, new, traits))
        self.model.load_state_dict(state)

    def load(self):
        c = torch.load(self.file, map_location="cpu")
        self.phase, self.step, self.seen, self.width = c["phase"], c["step"], c["seen"], c["width"]
        self.model = self.fresh(self.width)
        self.model.load_state_dict(c["model"])
        if c["optimizers"]:
            self.optimizers = optimizers(self.model, self.plan["phases"][self.phase])
            for o, state in zip(self.optimizers, c["optimizers"]):
                o.load_state_dict(state)
        print(f"goes on with phase {self.phase}, step {self.step}", flush=True)

    def save(self, drawn=0):
        temporary = self.file + ".new"
        torch.save(
            dict(
                phase=self.phase, step=self.step, seen=self.seen + drawn, width=self.width,
                model=self.model.state_dict(),
                optimizers=[o.state_dict() for o in self.optimizers] if self.optimizers else None,
            ),
            temporary,
        )
        os.replace(temporary, self.file)

    def widen(self):
        generator = torch.Generator().manual_seed(self.plan["seed"])
        state = widen({k: v.cpu() for k, v in self.model.state_dict().items()}, generator)
        self.width *= 2
        self.model = self.fresh(self.width)
        self.model.load_state_dict(state)

    def train_phase(self):
        phase = self.plan["phases"][self.phase]
        while self.width < phase["width"]:
            self.widen()
        if self.optimizers is None or self.step == 0:
            self.optimizers = optimizers(self.model, phase)
        pictures = Pictures(self.args.draw, phase, phase.get("seed", self.plan["seed"]), self.seen, self.args.device)
        self.model.train()
        forward = torch.compile(self.model, dynamic=False) if self.args.compile else self.model
        saved, since, told, began = time.time(), time.time(), self.step, time.time()
        total = torch.zeros(2, device=self.args.device)
        done = self.done(phase, began)
        while done < 1:
            factor = rate_at(self.step, done, phase)
            for o, base in zip(self.optimizers, (phase["rate"], phase["rate"] * 0.1)):
                for group in o.param_groups:
                    group["lr"] = base * factor
            x, kinds, traits = pictures.next()
            with torch.autocast(self.args.device.split(":")[0], dtype=torch.bfloat16, enabled=self.bfloat16):
                logits, trait_logits = forward(x)
            loss = loss_of(logits.float(), trait_logits.float(), kinds, traits)
            self.model.zero_grad()
            loss.backward()
            for o in self.optimizers:
                o.step()
            total += torch.stack((loss.detach(), (logits.argmax(1) == kinds).float().mean()))
            self.step += 1
            done = self.done(phase, began)
            if self.step - told == phase.get("tell", 20) or done >= 1:
                n = self.step - told
                mean_loss, right = (total / n).tolist()
                rate = n * phase["batch"] / (time.time() - since)
                line = dict(phase=self.phase, step=self.step, seen=self.seen + pictures.drawn, loss=round(mean_loss, 4),
                            right=round(right, 4), pictures_a_second=round(rate, 1))
                print(json.dumps(line), flush=True)
                self.log.write(json.dumps(line) + "\n")
                self.log.flush()
                total.zero_()
                since, told = time.time(), self.step
            if time.time() - saved > 60 * self.args.minutes:
                self.save(pictures.drawn)
                saved = time.time()
        self.seen += pictures.drawn
        pictures.close()
        self.phase, self.step, self.optimizers = self.phase + 1, 0, None
        self.save()

    def done(self, phase, began):
        """Which share of a phase is done: of its pictures or, where the plan gives
        it `seconds` instead, of its time."""
        if "seconds" in phase:
            return (time.time() - began) / phase["seconds"]
        return self.step / (phase["pictures"] // phase["batch"])


if __name__ == "__main__":
    main()
