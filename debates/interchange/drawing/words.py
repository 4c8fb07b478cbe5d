"""What a picture says beside the claims; whoever asks for one says it in their language."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of cards, legend and foot; those with a number are asked for it."""

    supports: str
    opposes: str
    impact: str
    strength: str
    source_retracted: str
    not_shown: str
    not_counted: str
    also_here: str
    doubts_step: str
    backs_step: str
    doubts_source: str
    loose: str
    for_it: Callable[[int], str]
    against_it: Callable[[int], str]
    more_below: Callable[[int], str]
    not_drawn: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around the map: whose map it is, where it is found, how old it is.

    `branch` says that only a part is drawn, and of what; `language` is that of the claims.
    """

    title: str
    question: str
    address: str
    state: str
    language: str
    branch: str = ""
