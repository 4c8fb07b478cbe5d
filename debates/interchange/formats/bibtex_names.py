"""Names in BibTeX: "von Family, Jr, Given and {Whole Name}", to and from CSL names."""

import re
from collections.abc import Mapping

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from debates.interchange.formats.latex import decode, encode

OTHERS = "others"  # what BibTeX says for "et al."

_splits = re.compile(r",|(?:^|\s)and(?:\s|$)", re.IGNORECASE)


def read(value: str) -> list[dict[str, str]]:
    """CSL names of an author field."""
    found = [name for name in split_multiple_persons_names(value) if name.strip() and name.strip() != OTHERS]
    return [_read_one(" ".join(name.split())) for name in found]


def _read_one(name: str) -> dict[str, str]:
    if _is_one_group(name):
        return {"literal": decode(name).strip()}
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        return {"literal": decode(name).strip()}
    told = {
        "family": parts.last,
        "given": parts.first,
        "suffix": parts.jr,
        "non-dropping-particle": parts.von,
    }
    said = {part: decode(" ".join(words)).strip() for part, words in told.items()}
    return {part: words for part, words in said.items() if words}


def _is_one_group(name: str) -> bool:
    """Whether one pair of braces holds the whole name."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    depth = 0
    for place, sign in enumerate(name):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return place == len(name) - 1
    return False


def write(name: Mapping[str, str]) -> str:
    """One CSL name; a part that would be read otherwise stands in braces."""
    family, given, suffix = (name.get(part, "") for part in ("family", "given", "suffix"))
    if not family or not given:
        whole = [name.get("non-dropping-particle", ""), family or name.get("literal") or given, suffix]
        return f"{{{encode(' '.join(part for part in whole if part))}}}"
    particles = [name.get(part, "") for part in ("dropping-particle", "non-dropping-particle")]
    first = " ".join([*(_kept(part, lower=True) for part in particles if part), _kept(family, lower=False)])
    return ", ".join(part for part in (first, _held(suffix), _held(given)) if part)


def _kept(part: str, *, lower: bool) -> str:
    """A particle is known by its small letters, a family name by its capital."""
    expected = all(word[:1].islower() == lower for word in part.split())
    return _held(part) if expected else f"{{{encode(part)}}}"


def _held(part: str) -> str:
    """In braces where a comma, an "and" or a command would be taken apart."""
    said = encode(part)
    return f"{{{said}}}" if _splits.search(part) or "\\" in said else said
