"""Feeds of events, independent of any web server: filters, what they select, and how it is told in Atom, RSS, JSON and iCalendar.

``filters`` reads what is asked for, ``selection`` finds it by indexes alone, ``entries`` loads it, ``atom``, ``rss``,
``jsonfeed`` and ``ics`` write it, ``documents`` joins these for the site and the public copy; ``changes`` is the ledger.
"""
