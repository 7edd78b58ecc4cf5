"""The site as one Datasette application over one ``news.db``."""

from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from db.editors import Editors
from db.site import pages, plugin
from db.site.dictionary import dictionary
from db.site.questions import canned

TIME_LIMIT_MS = 1000
"""How long one query may take before it is stopped."""


THREADS = 4
"""Queries that run at once; visitors' own SQL has half of them (:mod:`db.site.lanes`)."""


CACHE_KB = 32 * 1024
"""What each thread keeps of the database at hand; SQLite's own 2 MB are soon full of a million articles' indexes."""


def build(path: Path, base_url: str, *, public: bool = False, editors: Path | None = None) -> Datasette:
    """The application: our pages in front, Datasette's tables, queries and JSON behind; read-only but for editors' forms.

    Args:
        path: the news.db to show; it may be written by another process meanwhile, unless it is ``public``.
        base_url: the public address of the site, used in feeds; a path in it is the prefix of all addresses.
        public: the database is that of a public copy: it never changes, and the files beside it are served too.
        editors: the file of those who may correct events (:mod:`db.editors`); nobody may without it, nor in a public copy.

    Raises:
        EditorError: the file of editors cannot be used.
    """
    if public:
        editors = None
    if not pm.is_registered(plugin):
        pm.register(plugin, name=pages.PLUGIN)
    folder = files("db.site")
    read = dictionary()
    prefix = f"{urlsplit(base_url).path.rstrip('/')}/"
    found = Datasette(
        [str(path)],
        metadata={
            "title": read["title"],
            "description": read["description"],
            "plugins": {
                pages.PLUGIN: {
                    "base_url": base_url,
                    "public": str(path.parent) if public else "",
                    "editors": str(editors) if editors else "",
                }
            },
            "databases": {pages.DATABASE: {"description": read["description"], "tables": read["tables"], "queries": canned()}},
        },
        settings={
            "allow_download": False,
            "base_url": prefix,
            "cache_size_kb": CACHE_KB,
            "default_page_size": 50,
            "num_sql_threads": THREADS,
            "sql_time_limit_ms": TIME_LIMIT_MS,
            "suggest_facets": False,
            "truncate_cells_html": 120,
        },
        template_dir=str(folder / "templates"),
        static_mounts=[("gaya", str(folder / "static"))],
        **({"secret": Editors(editors).secret} if editors else {}),
    )
    for name in [name for name in found.databases if name != "_internal"]:
        found.remove_database(name)
    found.add_database(Database(found, path=str(path), is_mutable=not public), name=pages.DATABASE)
    return found
