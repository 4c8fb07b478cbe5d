"""Every registered address with every value that could stand in it, so that later pages are swept unasked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter
from django.urls.resolvers import RoutePattern

from core.languages import LanguagePrefix

Values = Mapping[str, Sequence[str]]


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """(route, its converters) of all addresses of the site, includes followed; catch-alls left out.

    What stands behind a language has the language that is spoken just now, as in `translation.override("es")`.
    """
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry.pattern, RoutePattern | LanguagePrefix):
            continue
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            for inner, converters in patterns(entry, route):
                yield inner, {**getattr(entry.pattern, "converters", {}), **converters}
        elif isinstance(entry, URLPattern):
            yield route, dict(entry.pattern.converters)


def addresses(*, ids: Sequence[int], slugs: Sequence[str], named: Values) -> Iterator[str]:
    """Each address filled in with each fitting value: by the parameter's name where given, else by its kind."""
    for route, converters in patterns():
        options = [_options(name, converter, ids, slugs, named) for name, converter in converters.items()]
        for chosen in product(*options):
            filled = route
            for name, value in zip(converters, chosen, strict=True):
                filled = _fill(filled, name, value)
            yield "/" + filled


def _options(name: str, converter: object, ids: Sequence[int], slugs: Sequence[str], named: Values) -> Sequence[str]:
    if name in named:
        return named[name]
    if isinstance(converter, IntConverter):
        return [str(pk) for pk in ids]
    if isinstance(converter, SlugConverter):
        return slugs
    if isinstance(converter, StringConverter):  # and paths
        return [str(pk) for pk in ids]
    raise AssertionError(f"the sweep does not know what could stand for <{converter!r}:{name}>: tell it in `named`")


def _fill(route: str, name: str, value: str) -> str:
    before, _, rest = route.partition(f":{name}>")
    if not rest and f"<{name}>" in route:
        return route.replace(f"<{name}>", value)
    return before[: before.rindex("<")] + value + rest
