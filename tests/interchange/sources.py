"""Sources as hypothesis draws them: every column, with whatever signs people type."""

from typing import Any

from hypothesis import strategies as st

from core.text import clean
from debates.evidence.models import Source
from debates.evidence.rules import SourceType
from debates.evidence.rules.fields import LINES, source_fields

SIGNS = "aZ9 áßñĀŁ漢“”‘’'`\"–—-{}\\$&%#_^~@<>=,;:/()[]|+*!?…§€"
PLAIN = "abcXYZ019-._~!$&'()*+,;=:@/"


def lines(limit: int = 30, *, least: int = 0) -> st.SearchStrategy[str]:
    """Text of one line, as it would be kept."""
    cleaned = st.text(SIGNS, max_size=limit).map(lambda text: clean(text, field="", limit=200, required=False))
    return cleaned.filter(lambda text: len(text) >= least)


def words() -> st.SearchStrategy[str]:
    return lines(12, least=1)


names = st.one_of(
    st.fixed_dictionaries({"literal": words()}),
    st.fixed_dictionaries({"family": words(), "given": words()}, optional={"suffix": words()}),
    st.fixed_dictionaries(
        {"family": words(), "given": words(), "non-dropping-particle": st.sampled_from(["de", "de la", "van"])}
    ),
)
dates: st.SearchStrategy[Any] = st.one_of(
    st.just([]),
    st.lists(st.integers(1, 2100), min_size=1, max_size=1),
    st.tuples(st.integers(-800, 2100).filter(bool), st.integers(1, 12)).map(list),
    st.tuples(st.integers(1, 2100), st.integers(1, 12), st.integers(1, 28)).map(list),
)
addresses = st.one_of(st.just(""), st.text(PLAIN, max_size=20).map(lambda rest: f"https://example.org/{rest}%20{{x}}"))


@st.composite
def described(draw: st.DrawFn) -> dict[str, Any]:
    """The checked columns of a source."""
    return source_fields(
        title=draw(lines(40, least=1)),
        url=draw(addresses),
        doi=draw(st.one_of(st.just(""), st.text(PLAIN + "<>{}\\", min_size=1, max_size=12).map("10.1000/x{}".format))),
        archive_url=draw(addresses),
        csl_type=draw(st.sampled_from(SourceType.values)),
        authors=draw(st.lists(names, max_size=3)),
        issued=draw(dates),
        **{name: draw(lines(12)) for name in LINES},
    )


def source(fields: dict[str, Any], pk: int = 1) -> Source:
    return Source(pk=pk, **fields)
