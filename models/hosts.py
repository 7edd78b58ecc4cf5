"""Hosts: which of them are one outlet's, whose domain they stand under, and which are this machine's own."""

import re
from ipaddress import ip_address

_PREFIX = re.compile(r"^(?:www|m|amp)\.(?=[^.]+\.[^.]+)")


def bare_host(host: str) -> str:
    """A host without the prefixes under which outlets repeat themselves."""
    return _PREFIX.sub("", host.lower())


_SECOND_LEVELS = frozenset({"ac", "biz", "co", "desa", "go", "mil", "my", "net", "or", "ponpes", "sch", "web"})
"""Second-level domains under which .id and its neighbours are registered (PANDI)."""


def registrable_domain(host: str) -> str:
    """The domain somebody registered, under which a network puts its hosts: ``jatim.antaranews.com`` → ``antaranews.com``.

    Addresses stand for themselves.
    """
    labels = bare_host(host).split(".")
    if all(label.isdigit() for label in labels):
        return host
    public = 2 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 1
    return ".".join(labels[-public - 1 :])


def is_loopback(host: str) -> bool:
    """Whether a host is an address of this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
