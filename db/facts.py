"""Writing one article with all that was read out of it, inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from db.calendars import bounds, offset_minutes, stamp
from db.figures import Setting, settings
from db.queries import query
from db.rows import Row, dated, insert, report_of, slot_rows, spanned
from db.texts import storable
from models.ids import person_id, report_id
from models.records import Article, Extraction, Office, Official, Report, Span, StoredReport

_FACTS = ("quotations", "date_mentions", "figures", "article_offices", "article_officials", "program_mentions", "issues")


@dataclass(frozen=True, slots=True)
class Visit:
    """When and as what a page came: ``page`` is its address in pages.db, ``fetched`` a stored instant."""

    page: str
    digest: str
    fetched: str


def save(connection: sqlite3.Connection, article: Article, extraction: Extraction, visit: Visit) -> None:
    """Replace what is stored of an article.

    Raises:
        ValueError: the extraction belongs to another article, or holds a report twice or an impossible calendar value.
    """
    if extraction.article_id != article.id:
        raise ValueError(f"extraction of {extraction.article_id} given for article {article.id}")
    _save_article(connection, article, extraction, visit)
    connection.execute("DELETE FROM rejections WHERE page = ?", (visit.page,))
    connection.execute(query("note_reading"), {"page": visit.page, "digest": visit.digest, "rules": extraction.rules})
    people_before = _people(connection, article.id)
    for table in _FACTS:
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article.id,))  # noqa: S608
    _save_mentions(connection, article, extraction)
    _save_offices(connection, extraction)
    _save_officials(connection, extraction)
    _save_quotations(connection, extraction)
    _forget_people(connection, people_before)
    _save_reports(connection, article, extraction)


def _save_article(connection: sqlite3.Connection, article: Article, extraction: Extraction, visit: Visit) -> None:
    host = (urlsplit(article.url).hostname or "").removeprefix("www.")
    outlet = storable(article.source or host or article.outlet or "?")
    name = storable(article.outlet or host or outlet)
    connection.execute(
        "INSERT INTO outlets VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE "
        "SET name = excluded.name, province = coalesce(excluded.province, province) "
        "WHERE name != excluded.name OR province IS NOT coalesce(excluded.province, province)",
        (outlet, name, article.province),
    )
    values = {
        "id": article.id,
        "url": article.url,
        "page": visit.page,
        "outlet_id": outlet,
        "outlet_name": name,
        "source": article.source,
        "title": article.title,
        "body": article.text,
        "author": article.author,
        "published": stamp(article.published),
        "published_day": article.published.date().isoformat(),
        "published_offset": offset_minutes(article.published),
        "published_from": article.published_from,
        "province": article.province,
        "relevant": int(extraction.relevant),
        "fetched": visit.fetched,
        "page_digest": visit.digest,
        "rules": extraction.rules,
    }
    connection.execute(query("save_article"), {k: storable(v) if isinstance(v, str) else v for k, v in values.items()})


def _save_mentions(connection: sqlite3.Connection, article: Article, extraction: Extraction) -> None:
    dates = []
    for found in extraction.dates:
        start, end = bounds(found.value)
        dates.append(
            spanned(found.span)
            | {"text": storable(found.text), "date": found.value, "date_start": start, "date_end": end, "rule": found.rule}
        )
    figures = (
        spanned(f.span)
        | {
            "text": storable(f.text),
            "value": float(f.value),
            "kind": str(f.kind),
            "unit": storable(f.unit),
            "indicator": str(f.indicator),
            "per": f.per and str(f.per),
            "qualifier": f.qualifier and str(f.qualifier),
            "rule": f.rule,
            **_setting(setting),
        }
        for f, setting in zip(extraction.figures, settings(extraction, article.text), strict=True)
    )
    nowhere: Row = {"field": None, "start_offset": None, "end_offset": None}
    issues = (
        (spanned(i.span) if i.span else nowhere) | {"code": str(i.code), "detail": storable(i.detail)} for i in extraction.issues
    )
    _insert(connection, "date_mentions", extraction, dates)
    _insert(connection, "figures", extraction, figures)
    programs = (spanned(p.span) | {"code": str(p.code), "rule": p.rule} for p in extraction.programs)
    _insert(connection, "program_mentions", extraction, programs)
    _insert(connection, "issues", extraction, issues)


def _setting(setting: Setting) -> Row:
    start, end = bounds(setting.period) if setting.period else (None, None)
    return {"region_code": setting.region, "period": setting.period, "period_start": start, "period_end": end}


def _insert(connection: sqlite3.Connection, table: str, extraction: Extraction, found: Iterable[Row]) -> None:
    """Insert an article's facts of one kind, numbered in order, each with the rules it was read with."""
    key: Row = {"article_id": extraction.article_id, "rules": extraction.rules}
    insert(connection, table, (key | {"ord": order} | row for order, row in enumerate(found)))


def _save_offices(connection: sqlite3.Connection, extraction: Extraction) -> None:
    offices = ({"kind": str(o.kind), "name": storable(o.name), "office_id": o.office_id} for o in extraction.offices)
    _insert(connection, "article_offices", extraction, offices)
    insert(
        connection,
        "office_mentions",
        (
            {"article_id": extraction.article_id, "office_ord": owner, "ord": order, "rule": rule} | spanned(span)
            for owner, office in enumerate(extraction.offices)
            for order, (span, rule) in enumerate(_with_rules(office))
        ),
    )


def _save_officials(connection: sqlite3.Connection, extraction: Extraction) -> None:
    officials = [
        {
            "person_id": person_id(storable(official.name)),
            "name": storable(official.name),
            "position": storable(official.position),
            "organisation": official.organisation and storable(official.organisation),
            "aliases": json.dumps([storable(alias) for alias in official.aliases], ensure_ascii=False),
        }
        for official in extraction.officials
    ]
    connection.executemany("INSERT INTO people VALUES (:person_id, :name) ON CONFLICT (id) DO NOTHING", officials)
    _insert(connection, "article_officials", extraction, officials)
    insert(
        connection,
        "official_mentions",
        (
            {"article_id": extraction.article_id, "official_ord": owner, "ord": order, "rule": rule} | spanned(span)
            for owner, official in enumerate(extraction.officials)
            for order, (span, rule) in enumerate(_with_rules(official))
        ),
    )


def _with_rules(named: Office | Official) -> Iterable[tuple[Span, str]]:
    """The mentions, each with the rule that read it; records made elsewhere may name no rules."""
    return zip(named.spans, named.found_by or ("",) * len(named.spans), strict=True)


def _save_quotations(connection: sqlite3.Connection, extraction: Extraction) -> None:
    """Quotations with their speakers as officials of the article: a name that is none of theirs is not kept."""
    holders = {official.name: owner for owner, official in reversed(list(enumerate(extraction.officials)))}
    rows = (
        spanned(q.span) | {"kind": str(q.kind), "official_ord": holders.get(q.speaker or ""), "rule": q.rule}
        for q in extraction.quotations
    )
    _insert(connection, "quotations", extraction, rows)


def _people(connection: sqlite3.Connection, article: str) -> list[tuple[str]]:
    rows = connection.execute("SELECT DISTINCT person_id FROM article_officials WHERE article_id = ?", (article,))
    return [(row[0],) for row in rows]


def _forget_people(connection: sqlite3.Connection, people: list[tuple[str]]) -> None:
    """Remove the rows of people whom no article names any longer."""
    connection.executemany(
        "DELETE FROM people WHERE id = ? AND NOT EXISTS (SELECT 1 FROM article_officials WHERE person_id = people.id)", people
    )


def _save_reports(connection: sqlite3.Connection, article: Article, extraction: Extraction) -> None:
    before = {row["id"]: row for row in connection.execute(query("reports_of_article"), {"article": article.id})}
    published = stamp(article.published)
    after: dict[str, Report] = {}
    for report in extraction.reports:
        key = report_id(article.id, report.type, report.nth)
        if key in after:
            raise ValueError(f"report twice in one extraction: {key}")
        after[key] = report
    touched = {row["event_id"] for key, row in before.items() if key not in after}
    connection.executemany("DELETE FROM reports WHERE id = ?", [(key,) for key in before if key not in after])
    for key, report in after.items():
        old = before.get(key)
        if old is not None and _same(report_of(old), old["published"], report, published):
            connection.execute("UPDATE reports SET rules = ? WHERE id = ?", (extraction.rules, key))
            continue
        _save_report(connection, key, article.id, report, published, extraction.rules)
        touched.add(old["event_id"] if old is not None else None)
    connection.executemany("UPDATE events SET dirty = 1 WHERE id = ?", [(event,) for event in touched if event])


def _same(old: StoredReport, old_published: str, report: Report, published: str) -> bool:
    return old.report == report and old_published == published


def _save_report(connection: sqlite3.Connection, key: str, article: str, report: Report, published: str, rules: str) -> None:
    connection.execute(
        query("save_report"),
        {
            "id": key,
            "article_id": article,
            "type": str(report.type),
            "nth": report.nth,
            "published": published,
            "trigger_text": storable(report.trigger),
            "trigger_field": str(report.trigger_span.field),
            "trigger_start": report.trigger_span.start,
            "trigger_end": report.trigger_span.end,
            "evidence_field": str(report.evidence.field),
            "evidence_start": report.evidence.start,
            "evidence_end": report.evidence.end,
            "status": str(report.status),
            "salience": str(report.salience),
            "venue": report.venue and storable(report.venue),
            "rule": report.rule,
            "rules": rules,
            **dated(report.date),
        },
    )
    for table, rows in slot_rows("report", key, report).items():
        connection.execute(f"DELETE FROM {table} WHERE report_id = ?", (key,))  # noqa: S608
        insert(connection, table, rows)
