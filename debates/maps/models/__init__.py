"""Tables of the map."""

from debates.maps.models.contribution import Claim, Contribution, Premise, Relation
from debates.maps.models.people import Draft, Grant, Seat, Suggestion
from debates.maps.models.places import Controversy, Layer, Subject

__all__ = [
    "Claim",
    "Contribution",
    "Controversy",
    "Draft",
    "Grant",
    "Layer",
    "Premise",
    "Relation",
    "Seat",
    "Subject",
    "Suggestion",
]
