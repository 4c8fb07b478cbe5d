"""How addresses, names, dates and citations read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debates.evidence.models import Source
from debates.evidence.rules import address_key, date_as_text, date_from_text, names_as_text, names_from_text, normal_doi
from debates.evidence.rules.addresses import LONGEST_KEY, is_web_address


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("", ""),
        ("https://example.org", "example.org"),
        ("http://www.example.org:80/", "example.org"),
        ("https://example.org:8443/a", "example.org:8443/a"),
        ("https://example.org/a/?utm_source=x&b=1&gclid=2#c", "example.org/a?b=1"),
        ("https://example.org/%7ejo/%e9{x}", "example.org/~jo/%E9%7Bx%7D"),
        ("https://bücher.de/ä", "xn--bcher-kva.de/%C3%A4"),
        ("https://example.org/app#!/law/3/", "example.org/app#!/law/3"),
    ],
)
def test_the_key_of_an_address(url: str, key: str) -> None:
    assert address_key(url) == key


def test_a_long_address_has_a_short_key() -> None:
    one, two = (address_key(f"https://example.org/{'ä' * 900}{end}") for end in "ab")

    assert max(len(one), len(two)) <= LONGEST_KEY
    assert one != two


@given(st.text(min_size=1, max_size=60))
def test_whatever_passes_as_an_address_has_a_key(text: str) -> None:
    for url in (text, f"https://{text}", f"https://example.org/{text}"):
        if is_web_address(url):
            key = address_key(url)
            assert key
            assert address_key(f"http://{key}") in (key, key.removeprefix("www.")) or "sha256" in key


@pytest.mark.parametrize("text", ["10.1000/ABC", " doi:10.1000/abc. ", "https://DOI.org/10.1000/abc", "10.1000%2Fabc"])
def test_a_doi_without_its_wrapping(text: str) -> None:
    assert normal_doi(text) == ("10.1000%2fabc" if "%" in text else "10.1000/abc")


def test_names_are_typed_one_a_line_and_untouched_ones_stay_as_they_are() -> None:
    known = [{"family": "Cruz", "non-dropping-particle": "de la", "given": "Ana"}, {"literal": "World Bank"}]
    typed = names_as_text(known)
    assert typed == "de la Cruz, Ana\nWorld Bank"

    read = names_from_text(f"{typed}\n\n  King ,  Jr. , Martin \nRoe, Jane", known=known)

    assert read[:2] == known
    assert read[2:] == [
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"family": "Roe", "given": "Jane"},
    ]


@given(st.integers(-9999, 9999).filter(bool), st.integers(1, 12), st.integers(1, 28))
def test_a_date_reads_as_it_was_written(year: int, month: int, day: int) -> None:
    for parts in ([year], [year, month], [year, month, day], []):
        assert date_from_text(date_as_text(parts)) == parts


@pytest.mark.parametrize("text", ["0", "2015-13", "2015-02-30", "spring", "20155", "٢٠١٥", "2015-04-30-1"])
def test_what_is_no_date_is_told(text: str) -> None:
    assert date_from_text(text) is None


def test_a_citation_says_what_is_known() -> None:
    article = Source(
        csl_type="article-journal",
        title="Bases, Bullets, and Ballots",
        authors=[{"family": "Dube", "given": "Oeindrila"}, {"family": "Naidu", "given": "Jean-Suresh A."}],
        issued=[2015],
        container="The Journal of Politics",
        volume="77",
        issue="1",
        pages="249–267",
        doi="10.1086/679021",
    )
    report = Source(
        csl_type="report",
        title="Is aid a debt?",
        authors=[{"literal": "World Bank"}],
        publisher="World Bank",
        number="WB-1",
        url="https://example.org/r",
    )

    assert article.citation == (
        "Dube, O. & Naidu, J.-S. A. (2015). Bases, Bullets, and Ballots. The Journal of Politics, 77(1), 249–267. "
        "https://doi.org/10.1086/679021"
    )
    assert report.citation == "World Bank. Is aid a debt? WB-1. https://example.org/r"
    assert Source(title="Alone").citation == "Alone."
