"""What the crawler will not do, and that nothing can switch that off."""

import re
from datetime import UTC, datetime
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

import crawler.settings
from crawler.politeness import BodyGuard, HostGuard, _public, wait_of
from crawler.refusals import HostPaused, Refused
from crawler.settings import scrapy_settings
from models.sources import Register, load_register

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
REGISTER = load_register()


def test_settings_that_never_change() -> None:
    for loopback in (True, False):
        for verbose in (True, False):
            settings = scrapy_settings(contact="redaksi@contoh.id", loopback=loopback, verbose=verbose)
            assert settings["ROBOTSTXT_OBEY"] is True
            assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
            assert settings["AUTOTHROTTLE_ENABLED"] is True
            assert settings["COOKIES_ENABLED"] is False
            assert settings["TELNETCONSOLE_ENABLED"] is False
            assert settings["REMOTE_CONTROL_ENABLED"] is False
            assert "redaksi@contoh.id" in settings["USER_AGENT"]
            assert settings["USER_AGENT"].startswith("Pantau/")
            assert (settings["DOWNLOAD_DELAY"] < 1) is loopback
            assert (settings["TWISTED_DNS_RESOLVER"] == "crawler.politeness.PublicResolver") is not loopback


def test_no_switch_for_robots_anywhere() -> None:
    """Neither a setting, nor a request, nor an option of a command turns robots.txt off."""
    for file in _python(files("crawler")):
        code = file.read_text("utf-8")
        for line in code.splitlines():
            if "ROBOTSTXT_OBEY" in line:
                assert line.strip() == "ROBOTSTXT_OBEY = True", file
            if "dont_obey_robotstxt" in line:
                assert "request.meta.get(" in line, file
        assert "obey" not in re.sub(r"ROBOTSTXT_OBEY|dont_obey_robotstxt", "", code).lower(), file
    assert crawler.settings.ROBOTSTXT_OBEY is True


def _python(folder: Any) -> list[Any]:
    found: list[Any] = []
    for item in folder.iterdir():
        if item.is_dir() and item.name != "__pycache__":
            found += _python(item)
        elif item.name.endswith(".py") and item.name != "politeness.py":
            found.append(item)
    return found


def guard(register: Register = REGISTER, **pauses: datetime) -> HostGuard:
    desk = SimpleNamespace(register=register, pauses=pauses, clock=lambda: NOW, spends=lambda _, again: True)
    return HostGuard(SimpleNamespace(spider=SimpleNamespace(desk=desk)))  # type: ignore[arg-type]


SOURCE = REGISTER.by_id["waspadaaceh-com"]


@pytest.mark.parametrize(
    "url", ["https://waspadaaceh.com/a-b-c/", "http://www.waspadaaceh.com/feed/", "https://waspadaaceh.com:443/x"]
)
def test_registered_hosts_pass(url: str) -> None:
    request = Request(url, meta={"source": SOURCE.id})
    guard().process_request(request)
    # One at a time over all forms of a host.
    assert request.meta["download_slot"] == SOURCE.host


@pytest.mark.parametrize(
    ("url", "meta", "why"),
    [
        ("https://lain.example/a", {"source": SOURCE.id}, "di luar media terdaftar"),
        ("https://waspadaaceh.com.lain.example/", {"source": SOURCE.id}, "di luar media terdaftar"),
        ("https://aceh.tribunnews.com/a", {"source": SOURCE.id}, "di luar media terdaftar"),
        ("https://waspadaaceh.com/a", {}, "di luar media terdaftar"),
        ("https://waspadaaceh.com:8080/a", {"source": SOURCE.id}, "porta"),
        ("http://127.0.0.1/a", {"source": SOURCE.id}, "di luar media terdaftar"),
        ("http://10.0.0.1/robots.txt", {}, "di luar media terdaftar"),
        ("file:///etc/passwd", {"source": SOURCE.id}, "bukan alamat web"),
        ("https://waspadaaceh.com/a", {"source": SOURCE.id, "dont_obey_robotstxt": True}, "selalu dipatuhi"),
    ],
)
def test_other_hosts_are_refused(url: str, meta: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        guard().process_request(Request(url, meta=meta))


def test_robots_of_registered_hosts_pass() -> None:
    guard().process_request(Request("https://waspadaaceh.com/robots.txt", meta={"dont_obey_robotstxt": True}))


def test_paused_hosts_are_left_alone() -> None:
    request = Request("https://waspadaaceh.com/a", meta={"source": SOURCE.id})
    with pytest.raises(HostPaused):
        guard(**{"waspadaaceh.com": NOW.replace(hour=9)}).process_request(request)
    guard(**{"waspadaaceh.com": NOW.replace(hour=7)}).process_request(request)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1"])
def test_names_of_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(Refused, match="alamat privat"):
        _public(address, "waspadaaceh.com")
    assert _public("8.8.8.8", "waspadaaceh.com") == "8.8.8.8"


def html_of(kind: str) -> Response:
    return Response("https://x/", headers={"Content-Type": kind} if kind else {})


@pytest.mark.parametrize(
    "kind",
    [
        "text/html; charset=UTF-8",
        "application/rss+xml",
        "application/xhtml+xml",
        "application/json",
        "text/plain",
        "TEXT/HTML",
        "",
    ],
)
def test_readable_bodies(kind: str) -> None:
    response = html_of(kind)
    assert BodyGuard().process_response(Request("https://x/"), response) is response


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf", "video/mp4", "application/octet-stream", "application/zip"])
def test_other_bodies_are_refused(kind: str) -> None:
    with pytest.raises(Refused, match="bukan halaman"):
        BodyGuard().process_response(Request("https://x/"), html_of(kind))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"120", 120.0), (b" 5 ", 5.0), (b"Sun, 01 Mar 2026 08:01:00 GMT", 60.0), (b"Sun, 01 Mar 2026 07:00:00 GMT", 0.0),
        (b"Sun, 01 Mar 2026 15:01:00 +0700", 60.0), (b"besok", None), (b"", None), (None, None), ("²".encode(), None),
    ],
)  # fmt: skip
def test_retry_after(value: bytes | None, seconds: float | None) -> None:
    assert wait_of(value, NOW) == seconds
