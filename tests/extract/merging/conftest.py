from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extract.merging.profiles import Profile, profile
from models.ids import report_id
from models.merging import merge_weights
from models.records import Office, Report, Span, StoredReport
from models.tellings import Telling
from models.vocab import EventType, OfficeKind, Program, Salience, Status

DAY = datetime(2025, 11, 25, 3, tzinfo=UTC)
TELLING = {"sentence", "figures", "origin", "copies"}


def telling(article: str = "a1", *, days: float = 0, **changes: Any) -> Telling:
    """A report of a monitoring of 25 November 2025 in Asahan, with what is said otherwise."""
    slots: dict[str, Any] = {
        "type": EventType.MONEV,
        "nth": 1,
        "trigger": "menggelar monev",
        "trigger_span": Span(0, 15),
        "evidence": Span(0, 15),
        "status": Status.HELD,
        "salience": Salience.MAIN,
        "date": "2025-11-25",
        "venue": None,
        "places": ("Asahan",),
        "offices": (Office(OfficeKind.KC, "Kisaran", "kc-kisaran"),),
        "counterparties": (),
        "officials": (),
        "programs": (Program.PLKK,),
        "rule": "test",
    }
    report = Report(**slots | {key: value for key, value in changes.items() if key not in TELLING})
    stored = StoredReport(report_id(article, report.type, report.nth), article, DAY + timedelta(days=days), report)
    return Telling(stored, **{key: value for key, value in changes.items() if key in TELLING})


@pytest.fixture(scope="session")
def tell() -> Callable[..., Telling]:
    return telling


@pytest.fixture(scope="session")
def made() -> Callable[..., Profile]:
    def make(*given: Any, **changes: Any) -> Profile:
        return profile(telling(*given, **changes), merge_weights())

    return make


@pytest.fixture(scope="session")
def happenings() -> ModuleType:
    """The generated press (``tests/happenings.py``)."""
    return _module("happenings", Path(__file__).parents[2] / "happenings.py")


@pytest.fixture(scope="session")
def gold_press() -> ModuleType:
    """The annotated articles as records (``tests/db/conftest.py``)."""
    return _module("gold_press", Path(__file__).parents[2] / "db" / "conftest.py")


def _module(name: str, path: Path) -> ModuleType:
    import sys

    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def moved_to() -> Callable[[Telling, str], Telling]:
    """The same telling in another article."""

    def move(found: Telling, article: str) -> Telling:
        key = report_id(article, found.stored.report.type, found.stored.report.nth)
        return replace(found, stored=replace(found.stored, id=key, article_id=article))

    return move
