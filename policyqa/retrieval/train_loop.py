"""Contrastive training of token vectors.

InfoNCE with in-batch negatives in both directions (van den Oord, Li and Vinyals 2018,
"Representation Learning with Contrastive Predictive Coding"; the symmetric form of Radford
et al. 2021), over the mean of token vectors, with token dropout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from tqdm import tqdm

Tokens = npt.NDArray[np.int32]
MASKED = -1e4


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A pair as token ids, none of them the unknown token; see ``train_pairs.Pair``."""

    query: Tokens
    document: Tokens
    group: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass of training; ``longest`` is the most tokens read of a text."""

    name: str
    epochs: int
    batch: int
    learning_rate: float
    scale: float = 20.0
    dropout: float = 0.15
    longest: int = 300


def new_vectors(vocabulary: int, dimension: int, seed: int) -> nn.EmbeddingBag:
    """Return random token vectors N(0, 0.04), the unknown token (row 0) at zero."""
    torch.manual_seed(seed)
    bag = nn.EmbeddingBag(vocabulary, dimension, mode="mean", padding_idx=0)
    with torch.no_grad():
        bag.weight.normal_(0.0, 0.04)
        bag.weight[0] = 0.0
    return bag


def train_stage(
    bag: nn.EmbeddingBag, pairs: Sequence[TokenPair], stage: Stage, seed: int
) -> list[float]:
    """Train ``bag`` in place and return the mean loss of each epoch."""
    chance = np.random.default_rng(seed)
    optimizer = torch.optim.Adam(bag.parameters(), lr=stage.learning_rate)
    batches = max(1, len(pairs) // stage.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, _warm_up_then_down(stage.epochs * batches)
    )
    losses = []
    for epoch in range(1, stage.epochs + 1):
        order = np.array_split(chance.permutation(len(pairs)), batches)
        total = 0.0
        progress = tqdm(order, desc=f"{stage.name} {epoch}/{stage.epochs}", unit="batch")
        for done, chosen in enumerate(progress, 1):
            batch = [pairs[index] for index in chosen]
            queries = _embed(bag, [pair.query for pair in batch], stage, chance)
            documents = _embed(bag, [pair.document for pair in batch], stage, chance)
            groups = torch.tensor([pair.group for pair in batch])
            loss = info_nce(queries, documents, groups, stage.scale)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += loss.item()
            progress.set_postfix(loss=f"{total / done:.3f}")
        losses.append(round(total / batches, 4))
    return losses


def info_nce(queries: Tensor, documents: Tensor, groups: Tensor, scale: float) -> Tensor:
    """Return the symmetric InfoNCE loss of unit rows; row i of each belongs together.

    ``groups`` of shape (n,): rows of the same group are not each other's negatives.
    """
    scores = scale * queries @ documents.T
    same = groups[:, None] == groups[None, :]
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, MASKED)
    target = torch.arange(len(scores))
    forth = nn.functional.cross_entropy(scores, target)
    back = nn.functional.cross_entropy(scores.T, target)
    return (forth + back) / 2


def _embed(
    bag: nn.EmbeddingBag, texts: Sequence[Tokens], stage: Stage, chance: np.random.Generator
) -> Tensor:
    parts = [text[: stage.longest] for text in texts]
    tokens = np.concatenate(parts)
    ends = np.cumsum([len(part) for part in parts])
    starts = np.concatenate([[0], ends[:-1]])
    kept = chance.random(len(tokens)) >= stage.dropout
    kept[starts] |= np.add.reduceat(kept, starts) == 0
    # Dropped tokens become the unknown token, which the mean leaves out.
    ids = torch.from_numpy(np.where(kept, tokens, 0).astype(np.int64))
    vectors = bag(ids, torch.from_numpy(starts.astype(np.int64)))
    return nn.functional.normalize(vectors, dim=1)


def _warm_up_then_down(steps: int) -> Callable[[int], float]:
    warm = max(1, steps // 20)

    def factor(step: int) -> float:
        return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm + 1))

    return factor
