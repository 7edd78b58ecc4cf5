"""What the crawler will not do: exceptions that name the reason."""

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """A request or response the crawler refuses; the message says why, in Indonesian."""


class HostPaused(Refused):
    """The host has asked to be left alone for a while."""


class BudgetSpent(HostPaused):
    """The day's budget of the domain is spent. What was to be fetched stays queued for the next day."""
