"""Log lines as JSON: one object a line, for whoever collects them."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record carries; anything else was given with it and is told."""
_SIMPLE = (str, int, float, bool, dict, list, type(None))
_LONGEST = 4_000


class JsonFormatter(logging.Formatter):
    """Time (UTC), level, logger and message of a record, and the simple values that were given as ``extra``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the message holds."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()[:_LONGEST],
        }
        given = {key: value for key, value in vars(record).items() if key not in _KNOWN}
        told |= {key: value for key, value in given.items() if isinstance(value, _SIMPLE)}
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)[-_LONGEST:]
        return json.dumps(told, ensure_ascii=False, default=str)


def log_as_json(stream: TextIO | None = None, level: int = logging.INFO) -> logging.Handler:
    """Send the records of all loggers to a stream (standard error) as JSON; the handler comes back, to be taken off again."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.setLevel(level)
    logging.root.addHandler(handler)
    logging.root.setLevel(min(logging.root.level or level, level))
    return handler
