"""Commands of the extraction stage."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TextIO

import click

from models.records import Article


@click.command()
@click.argument("source", type=click.File(encoding="utf-8"), default="-")
def annotate(source: TextIO) -> None:
    """Baca artikel (satu objek JSON per baris: id, url, published, title, text), tulis satu baris JSON per artikel."""
    from extract.nlp import build, read_one
    from extract.record import to_extraction, to_gold
    from models.rules_digest import rules_digest

    nlp = build()
    for name, article in _articles(source):
        line = {"id": name, **to_gold(to_extraction(read_one(nlp, article), rules_digest()))}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _articles(source: TextIO) -> Iterator[tuple[Any, Article]]:
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        where = f"{source.name}, baris {number}"
        try:
            data = json.loads(line)
            published = datetime.fromisoformat(data["published"])
            article = Article(
                id=str(data["id"]),
                url=data["url"],
                outlet=data.get("outlet") or "",
                title=data["title"],
                text=data["text"],
                published=published,
            )
        except json.JSONDecodeError as error:
            raise click.ClickException(f"{where}: bukan JSON: {error}") from None
        except KeyError as error:
            raise click.ClickException(f"{where}: tidak ada medan {error}") from None
        except (TypeError, ValueError) as error:
            raise click.ClickException(f"{where}: {error}") from None
        if published.tzinfo is None:
            raise click.ClickException(f"{where}: 'published' tanpa zona waktu; tulis misalnya +07:00")
        yield data["id"], article
