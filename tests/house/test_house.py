"""The house keeps its order: sizes, doors without queries, services that read alike, tables with promises."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "debates")
DOORS = ("debates/web", "debates/api", "debates/admin", "debates/management")
SERVICES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if path.stem == "services" or path.parent.name == "services"
]
# Tables without a constraint of their own, and why.
UNCONSTRAINED: dict[str, str] = {}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_no_file_grows_past_four_hundred_lines() -> None:
    written = [*sources(*PACKAGES, "tests"), *ROOT.glob("templates/**/*.html"), *ROOT.glob("static/**/*.[jc]s*")]
    long = {str(path.relative_to(ROOT)): n for path in written if (n := len(path.read_text().splitlines())) > 400}

    assert {name: n for name, n in long.items() if "/migrations/" not in name} == {}


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    silent = [
        path
        for path in sources(*PACKAGES)
        if path.read_text().strip()
        and "/migrations/" not in str(path)
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_doors_ask_queries_and_services_never_tables() -> None:
    asking = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources(*(door for door in DOORS if (ROOT / door).exists()))
        for line in path.read_text().splitlines()
        if re.search(r"\.objects\b|\.save\(\)", line)
    ]

    assert asking == []


@pytest.mark.parametrize("name", SERVICES)
def test_services_take_keywords_and_say_what_they_do(name: str) -> None:
    module = import_module(name)
    for title, function in inspect.getmembers(module, inspect.isfunction):
        if (
            title.startswith("_")
            or not function.__module__.startswith(name)
            or "by" not in inspect.signature(function).parameters
        ):
            continue
        kinds = {
            p.kind
            for n, p in inspect.signature(function).parameters.items()
            if n not in ("entrance", "controversy_id", "target_id")
        }
        assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}, f"{name}.{title}"
        assert function.__doc__, f"{name}.{title} has no docstring"


def test_every_template_compiles_and_is_used() -> None:
    folder = ROOT / "templates"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*.*")}
    texts = "\n".join(path.read_text() for path in [*sources(*PACKAGES), *folder.rglob("*.*")])
    for name in names:
        get_template(name)

    unused = {name for name in names if f'"{name}"' not in texts and f"'{name}'" not in texts}
    assert unused - {"400.html", "403.html", "404.html", "500.html"} == set()


def test_no_template_has_a_style_or_a_script_of_its_own() -> None:
    inline = [
        f"{path.name}: {line.strip()[:80]}"
        for path in (ROOT / "templates").rglob("*.html")
        for line in path.read_text().splitlines()
        if re.search(r"\sstyle=|\son[a-z]+=[\"']|<style|<script(?![^>]*(nonce|src))", line)
    ]

    assert inline == []


def test_migrations_stand_in_one_line_with_spoken_names() -> None:
    loader = MigrationLoader(None)
    for app in PACKAGES:
        names = [name for label, name in loader.disk_migrations if label == app]
        assert len(loader.graph.leaf_nodes(app)) == 1
        assert [name for name in names if "auto" in name] == []


def test_no_migration_follows_a_rule_that_may_change() -> None:
    """What it needs of ours stands in it: a rule that changes would otherwise rewrite what was done by the old one."""
    ours = {
        str(path.relative_to(ROOT)): line.strip()
        for path in sources(*(f"{package}/migrations" for package in PACKAGES))
        for line in path.read_text().splitlines()
        if re.match(rf"\s*(from|import)\s+({'|'.join(PACKAGES)})\b", line)
    }

    assert ours == {}


def test_every_table_promises_something_or_says_why_not() -> None:
    bare = [
        model._meta.label
        for app in PACKAGES
        for model in apps.get_app_config(app).get_models()
        if not model._meta.proxy and not model._meta.constraints and model._meta.label not in UNCONSTRAINED
    ]

    assert bare == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    arrows = {name: imported_by(path, name) for path, name in modules().items()}
    for start, first in arrows.items():
        reached: set[str] = set()
        waiting = list(first)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting.extend(arrows.get(name, ()))
        assert start not in reached, f"{start} is in an import cycle"


def modules() -> dict[Path, str]:
    """Every module of ours by its file."""
    return {
        path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sources(*PACKAGES)
    }


def imported_by(path: Path, name: str) -> set[str]:
    """The modules of ours that a module imports when it is loaded (not for types, not inside a function)."""
    known = set(modules().values())
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return (found & known) - {name, name.rpartition(".")[0]}
