"""The description of the API as a page of ours: every operation, what it takes and answers, and a line to try."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core.text import markdown
from debates.api.description import description

SAMPLES: dict[str, Any] = {
    "slug": "sovereignty",
    "id": 1,
    "side": "pro",
    "value": 3,
    "base_revision": 1,
    "theme": "dark",
}
CHANGED = ("title", "theme")  # what an edit that demands no words changes in a line to try


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is sent or answered; `form` is the anchor of the form it has, if it has one."""

    name: str
    kind: str
    form: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Reply:
    status: str
    note: str
    kind: str
    form: str


@dataclass(slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    note: str
    parameters: list[Field]
    body: list[Field]
    replies: list[Reply]
    sample: dict[str, Any]

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    def curl(self, site: str) -> str:
        """A line for the shell that asks this."""
        address = self.path
        for one in self.parameters:
            address = address.replace(f"{{{one.name}}}", str(SAMPLES.get(one.name, 1)))
        parts = [f"curl {site}{address}"]
        if self.writes:
            parts[0] = f"curl -X {self.method} {site}{address}"
            parts += ['-H "Authorization: Bearer $TOKEN"', '-H "Idempotency-Key: $(uuidgen)"']
        if self.sample:
            parts += ['-H "Content-Type: application/json"', f"-d '{json.dumps(self.sample)}'"]
        return " \\\n  ".join(parts)


@dataclass(slots=True)
class Group:
    name: str
    operations: list[Operation] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return slugify(self.name)


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    anchor: str
    note: str
    fields: list[Field]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page. It asks nothing of anybody else: no script, no style and no picture from elsewhere."""
    site = f"{request.scheme}://{request.get_host()}"
    groups, forms = read()
    told = [(group, [(one, one.curl(site)) for one in group.operations]) for group in groups]
    context = {"groups": told, "forms": forms, "introduction": markdown(description()["info"]["description"])}
    return render(request, "api/docs.html", context)


@cache
def read() -> tuple[list[Group], list[Form]]:
    """The groups of operations in the order in which they are served, and the forms that they name."""
    groups: dict[str, Group] = {}
    for path, methods in description()["paths"].items():
        for method, told in methods.items():
            name = told["tags"][0]
            groups.setdefault(name, Group(name)).operations.append(_operation(method, path, told))
    schemas = description()["components"]["schemas"]
    forms = [
        Form(name, form_anchor(name), schema.get("description", ""), [*fields_of(schema)])
        for name, schema in sorted(schemas.items())
    ]
    return [*groups.values()], forms


def _operation(method: str, path: str, told: Mapping[str, Any]) -> Operation:
    body = _resolved(_content(told.get("requestBody", {})))
    note = told.get("description", "")
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        note="" if note == told["summary"] else note,
        parameters=[_parameter(one) for one in told.get("parameters", [])],
        body=[*fields_of(body)],
        replies=[_reply(status, one) for status, one in told["responses"].items()],
        sample={name: _sample(name, body["properties"][name]) for name in _tried(method, body)},
    )


def _tried(method: str, body: Mapping[str, Any]) -> list[str]:
    """The fields that a line to try sends: what must be sent; an edit names something to change."""
    changed = [name for name in CHANGED if method == "patch" and name in body["properties"]]
    return [*body.get("required", []), *changed]


def _parameter(one: Mapping[str, Any]) -> Field:
    kind, form = kind_of(one["schema"])
    return Field(one["name"], kind, form, one.get("required", False), one.get("description", ""))


def _reply(status: str, one: Mapping[str, Any]) -> Reply:
    kind, form = kind_of(_content(one))
    return Reply(status, one.get("description", ""), kind, form)


def _content(told: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = told.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _sample(name: str, schema: Mapping[str, Any]) -> Any:
    if name in SAMPLES:
        return SAMPLES[name]
    if "enum" in schema:
        return schema["enum"][0]
    return {"integer": 1, "array": [], "boolean": True}.get(str(schema.get("type")), "…")


def fields_of(schema: Mapping[str, Any]) -> Iterator[Field]:
    """The fields of a form."""
    required = schema.get("required", [])
    for name, one in schema.get("properties", {}).items():
        kind, form = kind_of(one)
        yield Field(name, kind, form, name in required, one.get("description", ""))


def kind_of(schema: Mapping[str, Any]) -> tuple[str, str]:
    """What may stand there, in words, and the anchor of its form if it has one."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, form_anchor(name)
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            kinds = [kind_of(one) for one in schema[several] if one.get("maxLength") != 0]
            return " or ".join(kind for kind, _form in kinds), kinds[0][1]
    if "enum" in schema:
        return "one of " + ", ".join(str(value) for value in schema["enum"]), ""
    if schema.get("type") == "array":
        kind, form = kind_of(schema.get("items", {}))
        return f"list of {kind}", form
    return _plain(schema), ""


def _plain(schema: Mapping[str, Any]) -> str:
    kinds = schema.get("type", [])
    words = [*(kinds if isinstance(kinds, list) else [kinds])]
    said = " or ".join(words)
    if "format" in schema:
        said += f" ({schema['format']})"
    if "maxLength" in schema:
        said += f", at most {schema['maxLength']} characters"
    if "maximum" in schema and schema["maximum"] < 2**31 - 1:
        said += f", {schema.get('minimum', '')} to {schema['maximum']}"
    return said


def form_anchor(name: str) -> str:
    """Where on the page a form stands."""
    return f"form-{name.lower()}"
