"""The files that make a trained model a folder: weights, tokenizer, description, model card."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Any

import torch
from tokenizers import Tokenizer

from policyqa.retrieval.encoder import DESCRIPTION_FILE, FORMAT, SEGMENTATION, WEIGHTS_FILE
from policyqa.retrieval.train_evaluate import Figures

MODEL_NAME = "policyqa-static-zh"
LOG_FILE = "training-log.json"
CARD_FILE = "README.md"
_TEMPLATE = Path(__file__).with_name("model_card.md")


def save_model(weights: torch.Tensor, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the sentence-transformers folder with float16 weights, and ``policyqa.json``."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    rounded = weights.detach().to(torch.float16)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=rounded), Normalize()], device="cpu"
    )
    model.save(str(folder), create_model_card=False)
    (folder / WEIGHTS_FILE).chmod(0o644)
    description = {
        "format": FORMAT,
        "name": MODEL_NAME,
        "segmentation": SEGMENTATION,
        "dimension": rounded.shape[1],
        "vocabulary": rounded.shape[0],
        "weights_sha256": hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest(),
    }
    write_json(folder / DESCRIPTION_FILE, description)


def write_card(folder: Path, log: Mapping[str, Any], figures: Mapping[str, Figures]) -> None:
    """Write the model card: the template with the numbers of this run in it."""
    values = {
        f"{name}_{field}": f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
        for name, result in figures.items()
        for field, value in asdict(result).items()
    }
    for name in ("held_out", "written"):
        hits = figures[name].hit_at_1
        spread = hits * (1 - hits) / max(1, figures[name].questions)
        values[f"{name}_margin"] = f"{1.96 * math.sqrt(spread):.3f}"
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    values |= {name: f"{value:,}" for name, value in log["counts"].items()}
    values |= {
        "dimension": str(log["settings"]["dimension"]),
        "megabytes": f"{size / 1e6:.1f}",
        "seed": str(log["settings"]["seed"]),
        "stages": "\n".join(_stage_row(stage) for stage in log["stages"]),
    }
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    (folder / CARD_FILE).write_text(template.substitute(values), encoding="utf-8")


def _stage_row(stage: Mapping[str, Any]) -> str:
    fields = ("name", "pairs", "epochs", "batch", "learning_rate", "scale", "dropout")
    return "| " + " | ".join(str(stage[field]) for field in fields) + " |"


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write ``content`` as readable JSON."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8")


class ReplacedFolder:
    """A folder beside ``target`` to write into; it takes its place when all went well."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __enter__(self) -> Path:
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._new = Path(tempfile.mkdtemp(prefix=f".{self._target.name}-", dir=self._target.parent))
        self._new.chmod(0o755)
        return self._new

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            shutil.rmtree(self._new, ignore_errors=True)
            return
        old = self._new.with_name(self._new.name + "-old")
        if self._target.exists():
            self._target.replace(old)
        self._new.replace(self._target)
        shutil.rmtree(old, ignore_errors=True)
