"""Why one claim, relation or piece of evidence stands as it does, in plain figures."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from debates.insight.strength import interval
from debates.insight.why import Why, depends_on_method, explain
from debates.insight.words import word_for
from debates.maps.models import Controversy
from debates.maps.rules import Rights
from debates.reading.shape import load_shape


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The lines that add up, with how sure the base is and what the second method says; all in [0, 1]."""

    why: Why
    standing: str
    low: float
    high: float
    raters: int
    second: float
    depends_on_method: bool


def why_of(*, controversy: Controversy, node: int, rights: Rights) -> Reckoning:
    """The reckoning of one node. Whether it may be read has been asked at the gate; what pulls at it counts for the
    same audience. Raises Refusal `wrong_state` for what takes no part."""
    shape = load_shape(controversy=controversy, rights=rights)
    if node not in shape.solved.strength:
        raise Refusal(
            "wrong_state", _("This takes no part in the reckoning: it is not published, or hangs on nothing.")
        )
    why = explain(shape.solved, node)
    own = shape.claims.get(node) or shape.relations.get(node) or shape.evidence.get(node)
    count = own.rated if own else 0
    low, high = interval(why.base, count)
    second = shape.second[node]
    standing = word_for(why.strength, shape.raters[node]).code
    return Reckoning(why, standing, low, high, count, second, depends_on_method(why.strength, second))
