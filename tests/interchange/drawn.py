"""Made maps for pictures: places with what hangs on them, as random as hypothesis likes."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from debates.interchange.drawing.palette import LIGHT
from debates.interchange.drawing.plan import Plan, plan
from debates.interchange.drawing.sheet import Picture, draw_map
from debates.interchange.drawing.words import Caption, Words

WORDS = Words(
    supports="Supports",
    opposes="Opposes",
    impact="Impact",
    strength="Strength",
    source_retracted="Source retracted",
    not_shown="A claim that is not shown",
    not_counted="Not counted",
    also_here="also used here",
    doubts_step="doubts the step",
    backs_step="backs the step",
    doubts_source="doubts a source here",
    loose="bears on nothing",
    for_it="{} for".format,
    against_it="{} against".format,
    more_below="{} more below".format,
    not_drawn="{} not drawn".format,
)
CAPTION = Caption(
    title="Aid",
    question="Does aid help?",
    address="debates.example.org/c/aid/map/",
    state="24 November 2026, change 5",
    language="en",
)


@dataclass
class Made:
    """A place: what it hangs on knows it as a kid."""

    key: str = ""
    claim: int = 0
    here: str = "reply"
    role: str = "reply"
    side: str | None = "pro"
    text: str = "Aid helps."
    is_stub: bool = False
    strength: int | None = 50
    standing: str = "contested"
    weight: int = 3
    pros: int = 0
    cons: int = 0
    evidence: int = 0
    retracted: int = 0
    state: str = "published"
    kids: list["Made"] = field(default_factory=list)

    def all(self) -> list["Made"]:
        return [self, *(one for kid in self.kids for one in kid.all())]


def thesis(*kids: Made, text: str = "Aid should go on.") -> Made:
    """A thesis with these hanging on it, every place with a key of its own."""
    return keyed(Made(here="thesis", role="thesis", side=None, text=text, kids=list(kids)))


def keyed(root: Made, first: int = 1) -> Made:
    for number, one in enumerate(root.all(), start=first):
        one.key, one.claim = str(number), number
    return root


def planned(*roots: Made, levels: int | None = None) -> Plan:
    drawn = plan(roots, levels=levels)
    drawn.fill([one for root in roots for one in root.all()])
    return drawn


def drawing(*roots: Made, levels: int | None = None) -> Picture:
    return draw_map(planned(*roots, levels=levels), caption=CAPTION, words=WORDS, palette=LIGHT)


def _kid(kids: list[Made], here: str, side: str, text: str, stub: bool, again: bool) -> Made:
    role = "again" if again else here
    told = None if here == "premise" else side
    return Made(here=here, role=role, side=told, text="" if stub else text, is_stub=stub, kids=kids)


texts = st.text(max_size=300) | st.sampled_from(["Aid helps.", "word " * 90, "Donaudampfschifffahrtsgesellschaft" * 9])
places = st.recursive(
    st.builds(Made, side=st.sampled_from(["pro", "con"]), text=texts),
    lambda inner: st.builds(
        _kid,
        st.lists(inner, max_size=4),
        st.sampled_from(["reply", "reply", "reply", "step", "premise", "evidence_doubt"]),
        st.sampled_from(["pro", "con"]),
        texts,
        st.booleans(),
        st.booleans(),
    ),
    max_leaves=25,
)


@st.composite
def maps(draw: st.DrawFn) -> list[Made]:
    """One to three theses, with anything below."""
    roots = draw(st.lists(st.lists(places, max_size=6), min_size=1, max_size=3))
    made, first = [], 1
    for kids in roots:
        top = keyed(Made(here="thesis", role="thesis", side=None, text=draw(texts), kids=[_reply(kid) for kid in kids]))
        made.append(keyed(top, first))
        first += len(top.all())
    return made


def _reply(kid: Made) -> Made:
    """Nothing is beside a thesis."""
    if kid.here in ("step", "premise"):
        kid.here, kid.side = "reply", kid.side or "con"
    return kid
