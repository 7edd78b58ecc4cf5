"""Pages of the newsroom in the markup of each family, with all that surrounds an article on a real one."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from crawler.newsroom.press import Outlet, Story
from models.vocab import Family

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
SHORT: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")

_LINES: Final = {
    "wordpress-entry": "{day} {month} {year}",
    "wordpress-local": "{weekday}, {day} {month} {year} - {hh}:{mm} {zone}",
    "wordpress-jnews": "{day} {month} {year}",
    "blogger": "{month} {dd}, {year}",
    "antara": "{weekday}, {day} {month} {year} {h}:{mm} {zone}",
    "tribun": "{weekday}, {day} {month} {year} {hh}:{mm} {zone}",
    "disway": "{weekday} {dd}-{MM}-{year},{hh}:{mm} {zone}",
    "promedia": "- {weekday}, {day} {month} {year} | {hh}:{mm} {zone}",
    "generic": "{weekday}, {day} {month} {year} | {hh}:{mm} {zone}",
    "inews": "{weekday}, {dd} {short} {year} - {hh}:{mm}:00 {zone}",
}

_ASIDES: Final = {
    "disway": '<p class="baca-juga">BACA JUGA:{link}</p>',
    "antara": '<span class="baca-juga">Baca juga: {link}</span>',
    "tribun": '<p class="baca">Baca juga: {link}</p>',
    "promedia": "<p><strong>Baca Juga: {link}</strong></p>",
    "blogger": "<p>BACA JUGA: {link}</p>",
    "wordpress-jnews": '<p class="baca-juga">BACA JUGA : {link}</p>',
}
_ASIDE: Final = "<p><strong>Baca Juga:</strong> {link}</p>"

_ENTRIES: Final = {
    "wordpress-entry": '<article class="post"><h2 class="entry-title">{link}</h2><p>{lede}</p></article>',
    "wordpress-local": '<article class="item"><h3>{link}</h3><span class="tanggal">{date}</span></article>',
    "wordpress-jnews": '<article class="jeg_post"><h3 class="jeg_post_title">{link}</h3></article>',
    "blogger": '<div class="post"><h3 class="post-title entry-title">{link}</h3><p>{lede}</p></div>',
    "antara": '<div class="card__post"><div class="card__post__title">{link}</div><p>{date}</p></div>',
    "tribun": '<li class="ptb15"><h3>{link}</h3><time>{date}</time></li>',
    "disway": '<div class="media"><h2 class="media-heading">{link}</h2><span class="date">{date}</span></div>',
    "promedia": '<div class="latest__item"><h2 class="latest__title">{link}</h2><span class="latest__date">{date}</span></div>',
    "generic": '<div class="list-berita">{link} <i>{date}</i></div>',
    "inews": "<article><h3>{link}</h3><small>{date}</small></article>",
}  # fmt: skip


@cache
def _template(theme: str) -> Template:
    return Template((files("crawler.newsroom") / "themes" / f"{theme}.html").read_text("utf-8"))


def printed(outlet: Outlet, moment: datetime) -> str:
    """A moment as the outlet prints it, in its own zone."""
    return _LINES[outlet.theme].format(
        weekday=DAYS[moment.weekday()],
        day=moment.day,
        dd=f"{moment.day:02}",
        month=MONTHS[moment.month - 1],
        short=SHORT[moment.month - 1],
        MM=f"{moment.month:02}",
        year=moment.year,
        h=moment.hour,
        hh=f"{moment.hour:02}",
        mm=f"{moment.minute:02}",
        zone=outlet.source.zone,
    )


def article_page(outlet: Outlet, story: Story, home: str, *, page: int = 1, complete: bool = False) -> str | None:
    """The HTML of an article, or of one of its numbered pages; ``None`` where there is no such page."""
    sheets = sheets_of(outlet, story)
    if not 1 <= page <= len(sheets):
        return None
    paragraphs = story.paragraphs if complete else sheets[page - 1]
    others = [other for other in outlet.stories if other is not story]
    modified = story.published + timedelta(hours=26)
    url = home + story.path
    return _template(outlet.theme).substitute(
        title=escape(story.title),
        title_json=json.dumps(story.title, ensure_ascii=False).replace("<", "\\u003c"),
        site=escape(outlet.source.name),
        city=escape(outlet.source.city or outlet.source.province),
        home=home,
        url=url,
        path=story.path,
        slug=story.path.rstrip("/").rpartition("/")[2],
        section="daerah",
        number=story.number,
        iso=story.published.isoformat(),
        modified=modified.isoformat(),
        modified_date=printed(outlet, modified),
        plain=story.published.strftime("%Y-%m-%d %H:%M:%S"),
        date=printed(outlet, story.published),
        author=escape(story.author),
        author_json=json.dumps(story.author),
        caption=f"Ilustrasi. (Foto: {escape(story.author)})",
        body=_body(outlet, story, paragraphs, others, home),
        pager="" if complete else _pager(outlet, story, home, page, len(sheets)),
        tags=_tags(outlet, story, home),
        related="".join(f"<li>{_link(other, home)}</li>" for other in others[:3]),
        sidebar="".join(
            f"<li>{_link(other, home)} <small>{printed(outlet, other.published)}</small></li>" for other in others[3:8]
        ),
    )


def sheets_of(outlet: Outlet, story: Story) -> list[list[str]]:
    """An article's paragraphs by numbered page."""
    paragraphs = story.paragraphs
    if not outlet.after or len(paragraphs) <= outlet.after:
        return [paragraphs]
    return [paragraphs[at : at + outlet.after] for at in range(0, len(paragraphs), outlet.after)]


def sheet_path(outlet: Outlet, story: Story, page: int) -> str:
    """The path of one of an article's numbered pages, as the family writes it."""
    base = story.path.rstrip("/")
    if page == 1:
        return story.path
    if outlet.theme.startswith("wordpress"):
        return f"{base}/{page}/"
    if outlet.theme == "disway":
        return f"{base}/{15 * (page - 1)}"
    if outlet.theme == "inews":
        return f"{base}/{page}"
    return f"{base}?page={page}"


def _body(outlet: Outlet, story: Story, paragraphs: list[str], others: list[Story], home: str) -> str:
    aside = _ASIDES.get(outlet.theme, _ASIDE)
    lines = []
    for number, paragraph in enumerate(paragraphs, 1):
        lines.append(f"<p>{escape(paragraph, quote=False)}</p>")
        if others and number in (2, 5) and number < len(paragraphs):
            lines.append(aside.format(link=_link(others[(story.number + number) % len(others)], home)))
        if outlet.theme == "wordpress-local" and number == 3:
            lines.append("<p>ADVERTISEMENT</p><p>SCROLL TO RESUME CONTENT</p>")
    return "\n".join(lines)


def _pager(outlet: Outlet, story: Story, home: str, page: int, pages: int) -> str:
    if pages == 1:
        return ""
    links = "".join(
        f'<a class="post-page-numbers" href="{home}{sheet_path(outlet, story, number)}">{number}</a> '
        if number != page
        else f'<span class="current">{number}</span> '
        for number in range(1, pages + 1)
    )
    everything = "" if outlet.theme.startswith(("wordpress", "disway")) else f'<a href="{home}{story.path}?page=all">Semua</a>'
    return f'<div class="page-links paging">Halaman: {links}{everything}</div>'


def _tags(outlet: Outlet, story: Story, home: str) -> str:
    tags = [("berita-daerah", "berita daerah")]
    if story.agency:
        tags.append(("bpjs-ketenagakerjaan", "BPJS Ketenagakerjaan"))
    return " ".join(f'<a href="{home}{tag_path(outlet, slug)}">{name}</a>' for slug, name in tags)


def tag_path(outlet: Outlet, slug: str = "bpjs-ketenagakerjaan") -> str:
    """The path of a tag page, as the family writes it."""
    if outlet.family is Family.BLOGGER:
        label = "BPJS%20Ketenagakerjaan" if slug == "bpjs-ketenagakerjaan" else slug
        return f"/search/label/{label}"
    if outlet.family is Family.DISWAY:
        return f"/listtag/{TAG_NUMBER}/{slug}"
    return f"/tag/{slug}/" if outlet.family is Family.WORDPRESS else f"/tag/{slug}"


TAG_NUMBER: Final = 4821


def list_page(outlet: Outlet, heading: str, stories: Iterable[Story], home: str, following: str | None) -> str:
    """A tag, search or front page. Its margin teases other news, as real ones do."""
    entries = "\n".join(
        _ENTRIES[outlet.theme].format(
            link=_link(story, home), lede=escape(story.paragraphs[0][:120]), date=printed(outlet, story.published)
        )
        for story in stories
    )
    others = [story for story in outlet.stories if not story.agency]
    margin = "".join(f"<li>{_link(story, home)}</li>" for story in others[:4])
    more = f'<a class="next page-numbers" href="{home}{following}">Selanjutnya</a>' if following else ""
    site, heading = escape(outlet.source.name), escape(heading)
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{heading} - {site}</title>'
        f'</head><body><nav><a href="{home}/">{site}</a> <a href="{home}/redaksi">Redaksi</a></nav>'
        f'<main><h1>{heading}</h1>\n{entries}\n<div class="pagination">{more}</div></main>'
        f"<aside><h3>Terpopuler</h3><ul>{margin}</ul></aside><footer>&copy; 2026 {site}</footer></body></html>"
    )


def _link(story: Story, home: str) -> str:
    return f'<a href="{home}{story.path}">{escape(story.title)}</a>'
