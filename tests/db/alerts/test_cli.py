"""The commands: adding, listing, testing; and nowhere a secret."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

SECRET = "kait-rahasia-7788"


def secrets_in(folder: Path) -> list[str]:
    """The files of a folder that hold the secret."""
    return [path.name for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize("way", ["plain", "env", "file"])
def test_secrets_stay_out_of_sight(post: Any, desk: Any, real_webhook: Any, tmp_path: Path, way: str) -> None:
    kept = tmp_path / "alamat.txt"
    kept.touch(0o600)
    kept.write_text(f"{real_webhook.url}\n", "utf-8")
    post.environment = {"PANTAU_UJI_TUJUAN": real_webhook.url}
    target = {"plain": real_webhook.url, "env": "env:PANTAU_UJI_TUJUAN", "file": f"file:{kept}"}[way]
    real_webhook.answers = [(200, {}), (403, {}), (403, {})]
    done = [post.command("add", "humas", "--to", target, "--filter", "status=held"), post.command("test", "humas")]
    desk.happen(2)
    done += [post.command(*words) for words in (("send",), ("status",), ("list",), ("list", "--json"), ("status", "--json"))]
    done += [post.command("send", "--json"), post.command("remove", "humas"), post.command("list")]
    assert [result.exit_code for result in done] == [0, 0, 1, 3, 0, 0, 3, 0, 0, 0]
    for result in done:
        assert SECRET not in result.output + result.stderr + repr(result.exception)
    assert len(real_webhook.taken) == 3, "the test message and two happenings"
    written = {"plain": {"alerts.db", "alerts.db-wal", "alamat.txt"}, "env": {"alamat.txt"}, "file": {"alamat.txt"}}[way]
    assert set(secrets_in(tmp_path)) <= written
    for path in tmp_path.glob("alerts.*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_failed_test_says_why_and_no_more(post: Any, desk: Any, real_webhook: Any) -> None:
    assert post.command("add", "humas", "--to", real_webhook.url).exit_code == 0
    real_webhook.answers = [(403, {})]
    done = post.command("test", "humas")
    assert done.exit_code == 1
    assert "HTTP 403" in done.stderr
    assert SECRET not in done.stderr


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("bukan alamat", "alamat Apprise"),
        ("tidakada://x/y", "tidak dikenal Apprise"),
        ("tgram://kait-rahasia-7788", "tidak dikenal Apprise"),
        ("env:TIDAK_ADA_SAMA_SEKALI", "TIDAK_ADA_SAMA_SEKALI kosong atau tidak ada"),
        ("env:kait rahasia", "env:NAMA"),
        ("file:/tidak/ada", "tidak dapat dibaca"),
    ],
)
def test_targets_that_cannot_be(post: Any, desk: Any, target: str, told: str) -> None:
    done = post.command("add", "humas", "--to", target)
    assert done.exit_code == 1
    assert told in done.stderr
    assert SECRET not in done.stderr
    assert not post.place.alerts_db.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_files_that_others_can_read_are_refused(post: Any, desk: Any, real_webhook: Any, tmp_path: Path, mode: int) -> None:
    kept = tmp_path / "alamat.txt"
    kept.write_text(real_webhook.url, "utf-8")
    kept.chmod(mode)
    done = post.command("add", "humas", "--to", f"file:{kept}")
    assert "chmod 600" in done.stderr
    kept.chmod(0o600)
    assert post.command("add", "humas", "--to", f"file:{kept}").exit_code == 0
    post.place.alerts_db.chmod(mode)
    assert "chmod 600" in post.command("list").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--filter", "warna=merah"), "warna"),
        (("--filter", "jenis=pesta"), "pesta"),
        (("--filter", "provinsi="), "provinsi"),
        (("--filter", "media=tidak.ada.example"), "tidak.ada.example"),
        (("--daily", "25:00"), "HH:MM"),
        (("--weekly", "Hari Raya 07:00"), "Senin"),
        (("--daily", "07:00", "--weekly", "07:00"), "--weekly"),
        (("--health", "--filter", "status=held"), "--health"),
    ],
)
def test_what_cannot_be_asked(post: Any, desk: Any, words: tuple[str, ...], told: str) -> None:
    done = post.command("add", "humas", "--to", "json://127.0.0.1/", *words)
    assert done.exit_code in (1, 2)
    assert told in done.stderr
    assert not post.place.alerts_db.exists()


def test_names_are_single_and_free_again(post: Any, desk: Any) -> None:
    add = ("add", "  humas   aceh ", "--to", "json://127.0.0.1/", "--weekly", "Jumat 16.30")
    assert post.command(*add).exit_code == 0
    assert "sudah ada" in post.command(*add).stderr
    (line,) = json.loads(post.command("list", "--json").stdout)
    assert (line["name"], line["schedule"], line["to"]) == ("humas aceh", "tiap Jumat 16.30 WIB", "json://…")
    assert post.command("remove", "humas aceh").exit_code == 0
    assert "tidak ada" in post.command("remove", "humas aceh").stderr
    assert post.command(*add).exit_code == 0


@pytest.mark.parametrize("words", [("list",), ("send",), ("status",), ("test", "x"), ("remove", "x")])
def test_without_any_alert(post: Any, desk: Any, words: tuple[str, ...]) -> None:
    done = post.command(*words)
    assert done.exit_code == 1
    assert "Belum ada peringatan" in done.stderr
