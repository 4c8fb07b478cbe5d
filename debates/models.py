"""Index of every room's tables; a table moves between rooms by a file move and this list."""

from debates.comments.models import Comment
from debates.evidence.models import Evidence, Source
from debates.history.models import Entry, Visit
from debates.maps.models import (
    Claim,
    Contribution,
    Controversy,
    Draft,
    Grant,
    Layer,
    Premise,
    Relation,
    Seat,
    Subject,
    Suggestion,
)
from debates.ratings.models import Rating, RatingVersion

__all__ = [
    "Claim",
    "Comment",
    "Contribution",
    "Controversy",
    "Draft",
    "Entry",
    "Evidence",
    "Grant",
    "Layer",
    "Premise",
    "Rating",
    "RatingVersion",
    "Relation",
    "Seat",
    "Source",
    "Subject",
    "Suggestion",
    "Visit",
]
