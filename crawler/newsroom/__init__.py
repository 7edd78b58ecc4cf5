"""A press of our own: outlets of every family on loopback addresses, for the demo, the tests and the benchmarks."""

from crawler.newsroom.faults import Fault, FaultKind
from crawler.newsroom.server import Newsroom, Served

__all__ = ["Fault", "FaultKind", "Newsroom", "Served"]
