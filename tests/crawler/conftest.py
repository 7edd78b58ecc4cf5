"""A newsroom, and the command as a child process: Scrapy's reactor cannot start twice in one."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.newsroom import Newsroom
from db.pages import PageStore
from pantau import main

LIMIT = 120


@dataclass(frozen=True)
class Command:
    """The command `pantau` with a data folder of its own."""

    folder: Path

    @property
    def pages_db(self) -> Path:
        return self.folder / "var" / "pages.db"

    @property
    def register(self) -> Path:
        return self.folder / "register"

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        environment = {**os.environ, "PANTAU_DATA_DIR": str(self.folder / "var"), "PYTHONWARNINGS": "error"}
        return subprocess.Popen(
            [sys.executable, "-m", "pantau", *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(timeout=LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def here(self, *arguments: str) -> Result:
        """The command within this process: for what ends before a crawl begins."""
        return CliRunner(env={"PANTAU_DATA_DIR": str(self.folder / "var")}).invoke(main, arguments)

    def crawl(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self("crawl", "--register", str(self.register), *arguments)

    def stored(self) -> list[str]:
        with PageStore.open(self.pages_db, read_only=True) as store:
            return [item.page.url for item in store.stored()]


@pytest.fixture
def pantau(tmp_path: Path) -> Command:
    return Command(tmp_path)


@pytest.fixture
def open_newsroom() -> Iterator[Callable[..., Newsroom]]:
    opened: list[Newsroom] = []

    def inner(command: Command, **options: object) -> Newsroom:
        newsroom = Newsroom(**options).start()  # type: ignore[arg-type]
        opened.append(newsroom)
        newsroom.write_register(command.register)
        return newsroom

    yield inner
    for newsroom in opened:
        newsroom.stop()
