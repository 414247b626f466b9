"""What a reader tells of words and numbers, from a vector for each piece; teacher and encoder have the same heads."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from extractors.results.mentions import SLOT_TYPES
from extractors.results.model import KINDS
from training.gold import MASKED, ROLES, TAGS
from training.lessons import Batch

__all__ = ["NEVER", "Heads", "Said", "loss_of"]

NEVER = -1e4
SLOTS = len(SLOT_TYPES)


@dataclass(slots=True)
class Said:
    """Scores: of each word its tags and roles; of each number its kinds, and by slot none and each piece."""

    tags: Tensor
    roles: Tensor
    kinds: Tensor
    slots: Tensor


class Heads(nn.Module):
    """A number asks, by slot, for the word that begins the name it belongs to; each piece offers itself."""

    def __init__(self, width: int, hidden: int, drop: float = 0.1) -> None:
        super().__init__()
        self.hidden = hidden
        self.tags = nn.Linear(width, len(TAGS))
        self.roles = nn.Linear(width, len(ROLES))
        self.kinds = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, 1 + len(KINDS)))
        self.asks = nn.Linear(width, hidden * SLOTS)
        self.offers = nn.Linear(width, hidden * SLOTS)
        self.nones = nn.Linear(width, SLOTS)
        self.drop = nn.Dropout(drop)

    def forward(self, h: Tensor, batch: Batch) -> Said:
        h = self.drop(h)
        words, numbers = h[batch.words], h[batch.numbers]
        rows, length = h.shape[:2]
        asks = self.asks(numbers).view(-1, SLOTS, self.hidden).transpose(0, 1)
        offers = self.offers(h).view(rows * length, SLOTS, self.hidden).permute(1, 2, 0)
        # Every number against the pieces of all texts, then those of its own: one product instead of a copy for each.
        fits = (asks @ offers).view(SLOTS, -1, rows, length)[:, torch.arange(len(numbers)), batch.numbers[0]]
        fits = fits.transpose(0, 1) / self.hidden**0.5
        every = torch.cat([self.nones(numbers)[:, :, None], fits], -1).float().masked_fill(~batch.open, NEVER)
        return Said(self.tags(words).float(), self.roles(words).float(), self.kinds(numbers).float(), every)


def loss_of(said: Said, batch: Batch) -> Tensor:
    """Cross-entropy of tags, half that of roles, and parts of that of kinds and of the slots of outcomes."""
    if batch.shares is not None:
        return _loss_of_shares(said, batch)
    loss = nn.functional.cross_entropy(said.tags, batch.tags, ignore_index=MASKED)
    if (batch.roles != MASKED).any():
        loss = loss + 0.5 * nn.functional.cross_entropy(said.roles, batch.roles, ignore_index=MASKED)
    if len(batch.kinds):
        loss = loss + 0.3 * nn.functional.cross_entropy(said.kinds, batch.kinds)
        right = said.slots.log_softmax(-1).masked_fill(~batch.right, NEVER).logsumexp(-1)
        weights = batch.weights * (batch.kinds > 0)[:, None]
        loss = loss - 0.3 * (right * weights).sum() / weights.sum().clamp(min=4.0)
    return loss


def _loss_of_shares(said: Said, batch: Batch) -> Tensor:
    """The same against what a teacher said, each answer with its share."""
    assert batch.shares is not None
    tags, roles, kinds, slots = batch.shares
    loss = -(tags * said.tags.log_softmax(-1)).sum(-1).mean()
    named = 1 - tags[:, 0]
    by_word = -(roles * said.roles.log_softmax(-1)).sum(-1)
    loss = loss + 0.5 * (by_word * named).sum() / named.sum().clamp(min=1.0)
    if len(kinds):
        loss = loss - 0.3 * (kinds * said.kinds.log_softmax(-1)).sum(-1).mean()
        outcome = (1 - kinds[:, 0])[:, None]
        by_slot = -(slots * said.slots.log_softmax(-1)).sum(-1)
        loss = loss + 0.3 * (by_slot * outcome).sum() / (SLOTS * outcome.sum()).clamp(min=4.0)
    return loss
