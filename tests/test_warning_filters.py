"""What libraries do as they are imported must not depend on which test imports them first."""

import sys
import warnings
from contextlib import suppress
from importlib import import_module

import pytest


def test_a_library_may_try_for_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As trafilatura does for urllib3's SOCKS support: without PySocks that is an ImportError, never a warning."""
    monkeypatch.delitem(sys.modules, "urllib3.contrib.socks", raising=False)
    with suppress(ImportError):
        import_module("urllib3.contrib.socks")


def test_other_warnings_are_errors() -> None:
    with pytest.raises(UserWarning, match="SOCKS"):
        warnings.warn("a warning on SOCKS", stacklevel=1)
