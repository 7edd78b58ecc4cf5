"""Feeds of events, independent of any web server: filters, what they select, and how it is told in Atom, RSS, JSON and iCalendar.

``filters`` reads what is asked for, ``selection`` finds it by indexes alone, ``entries`` loads it; ``atom`` and ``rss`` (both by
``syndication``), ``jsonfeed`` and ``ics`` write it, each a form of ``forms``; ``kept`` keeps what is written, ``documents`` joins
all this for the site and the public copy; ``changes`` is the ledger.
"""
