"""Runs every program of predict/ on what graft export writes, and holds its
probabilities to those of graft predict. See README.md.

    python check_predict.py --graft ../../../bin/graft [--web NODE_MODULES] [--chromium chromium] [weights ...]
"""
import argparse
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

import numpy as np
from PIL import Image

# Largest difference of a probability: on a picture of 224 by 224, and where it
# is shrunk, which no two libraries round alike.
EXACT, SHRUNK = 1e-4, 3e-2
HERE = pathlib.Path(__file__).resolve().parent


def texture(kind, seed, width, height):
    """Smooth pictures of two kinds, told apart by colour."""
    r = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    base = np.sin(r.uniform(4, 9) * x + r.uniform(4, 9) * y + r.uniform(0, 6))
    colour = np.array([200, 90, 60] if kind == "warm" else [60, 90, 200])
    spread = r.uniform(30, 60, 3)
    return Image.fromarray(np.clip(colour + base[..., None] * spread + r.normal(0, 6, (height, width, 3)), 0, 255).astype(np.uint8))


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if done.returncode:
        raise RuntimeError(f"{command[0]} {command[1]}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def trained(graft, weights):
    """Trains a head here on those weights and exports it; returns the variant of the backbone."""
    for kind in ("warm", "cool"):
        pathlib.Path("set", kind).mkdir(parents=True, exist_ok=True)
        for i in range(4):
            texture(kind, i, 160, 120).save(f"set/{kind}/{i}.png")
    # Few epochs, so that probabilities are not all 0 and 1.
    run(graft, "train", "-weights", weights, "-epochs", "2", "-views", "1", "-cache", "cache", "-o", "head.safetensors", "set")
    for name in ("model.onnx", "model.safetensors", "labels.txt"):
        run(graft, "export", "-weights", weights, "-o", name, "head.safetensors")
    header = pathlib.Path("head.safetensors").read_bytes()
    return json.loads(header[8:8 + int.from_bytes(header[:8], "little")])["__metadata__"]["variant"]


def said(text):
    """The probabilities that a program printed, by class."""
    return {name: float(p) for p, name in (line.split(" ", 1) for line in text.strip().splitlines())}


class Page(http.server.SimpleHTTPRequestHandler):
    """Serves the folder, and takes what the page found out."""
    answer = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()
        type(self).answer.append(body.decode())
        type(self).came.set()

    def log_message(self, *_):
        pass


# What a visitor does, done by the page itself: choose a picture, read the answer.
DRIVE = """
<script>
  const send = (text) => fetch("/answer", { method: "POST", body: text });
  addEventListener("error", (e) => send("error: " + e.message));
  addEventListener("unhandledrejection", (e) => send("error: " + e.reason));
  (async () => {
    const picture = await (await fetch(new URLSearchParams(location.search).get("picture"))).blob();
    send((await recognise(picture)).map(([name, p]) => p.toFixed(6) + " " + name).join("\\n"));
  })();
</script>
"""


def in_chromium(chromium, program, picture, modules):
    if not pathlib.Path("node_modules").exists():
        pathlib.Path("node_modules").symlink_to(modules)
    pathlib.Path("driven.html").write_text(program.read_text() + DRIVE)
    Page.answer, Page.came = [], threading.Event()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    profile = tempfile.mkdtemp()
    browser = subprocess.Popen(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         f"--user-data-dir={profile}", f"http://127.0.0.1:{server.server_port}/driven.html?picture={picture}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not Page.came.wait(180):
            raise RuntimeError("the page did not answer")
    finally:
        browser.terminate()
        browser.wait()
        server.shutdown()
        shutil.rmtree(profile, ignore_errors=True)
    if Page.answer[0].startswith("error: "):
        raise RuntimeError(Page.answer[0])
    return said(Page.answer[0])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--graft", required=True, help="the graft program")
    options.add_argument("--web", help="a node_modules folder with onnxruntime-web")
    options.add_argument("--chromium", default="chromium")
    options.add_argument("weights", nargs="*", default=["random"], help="names or files of weights, for each of which a head is trained")
    options = options.parse_args()
    graft, faults = str(pathlib.Path(options.graft).resolve()), 0
    for weights in options.weights:
        weights = str(pathlib.Path(weights).resolve()) if pathlib.Path(weights).exists() else weights
        with tempfile.TemporaryDirectory() as folder:

            os.chdir(folder)
            variant = trained(graft, weights)
            texture("warm", 99, 224, 224).save("exact.png")
            texture("cool", 98, 500, 400).save("shrunk.png")
            for picture, bound in (("exact.png", EXACT), ("shrunk.png", SHRUNK)):
                line = json.loads(run(graft, "predict", "-weights", weights, "-json", "-top", "9", "head.safetensors", picture))
                want = {c["name"]: c["p"] for c in line["classes"]}
                for program in sorted((HERE / "predict").glob(variant + "-*")):
                    name = program.stem.removeprefix(variant + "-")
                    if name == "web" and not options.web:
                        continue
                    try:
                        if name == "web":
                            got = in_chromium(options.chromium, program, picture, pathlib.Path(options.web).resolve())
                        else:
                            got = said(run(sys.executable, program, picture))
                        gap = max(abs(got[c] - want[c]) for c in want)
                        if set(got) != set(want) or not gap <= bound + 5e-5:  # what is printed is rounded
                            raise RuntimeError(f"{got}: want {want}")
                        print(f"{variant:5} {name:12} {picture:11} differs by {gap:.5f} of {max(want.values()):.4f}", flush=True)
                    except Exception as e:
                        faults += 1
                        print(f"{variant:5} {name:12} {picture:11} FAULT {type(e).__name__}: {e}", flush=True)
    print(f"{faults} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
