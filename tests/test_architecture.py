"""Who may import whom: the rules of the design, held against every module's import statements."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("crawler", "extract", "models", "db")
MODULES = [*sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")), ROOT / "pantau.py"]
STAGE_DOORS = {
    "extract/cli.py",
    "extract/golden_cli.py",
    "extract/merging/cli.py",
    "extract/merging/run.py",
    "extract/run.py",
    "extract/sharding/cli.py",
    "extract/sharding/work.py",
}
"""The modules of ``extract`` that may touch storage."""
FORBIDDEN_IN_MODELS = set("scrapy spacy sqlite3 sqlite_utils datasette time random socket urllib.request httpx".split())


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def allowed(place: str, module: str) -> bool:
    """Whether a module at ``place`` (relative path) may import ``module``."""
    home, top = place.split("/")[0], module.split(".")[0]
    if top == "datasette":
        return place.startswith("db/site/") or place == "db/cli.py"
    if top not in PACKAGES:
        return home != "models" or (module not in FORBIDDEN_IN_MODELS and top not in FORBIDDEN_IN_MODELS)
    match home:
        case "models":
            return top == "models"
        case "db":
            return top in ("models", "db")
        case "crawler":
            return top in ("models", "db", "crawler")
        case "extract":
            return top in ("models", "extract") or (top == "db" and place in STAGE_DOORS)
        case "pantau.py":
            return module.split(".")[1] in ("cli", "settings")
        case _:
            raise AssertionError(home)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_design(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    wrong = [module for module in imports(path) if not allowed(place, module)]
    assert not wrong, f"{place} may not import {wrong}"


@pytest.mark.parametrize(
    ("place", "module"),
    [
        ("models/ids.py", "spacy"),
        ("models/ids.py", "extract.nlp"),
        ("models/sources.py", "urllib.request"),
        ("crawler/cli.py", "extract.clean"),
        ("extract/clean.py", "db.store"),
        ("db/store.py", "extract.merge"),
        ("db/store.py", "datasette"),
        ("pantau.py", "extract.nlp"),
    ],
)
def test_the_rules_refuse_what_they_should(place: str, module: str) -> None:
    assert not allowed(place, module)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_looks_for_data_beside_its_own_file(path: Path) -> None:
    names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
    assert "__file__" not in names, "importlib.resources finds data in every kind of installation"


@pytest.mark.parametrize("path", [p for p in MODULES if "models" in p.parts], ids=lambda path: path.name)
def test_models_reads_no_clock(path: Path) -> None:
    called = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    assert not called & {"now", "utcnow", "today"}, "time is an argument"
