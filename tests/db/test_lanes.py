import asyncio
from pathlib import Path
from typing import Any

from db.site.app import build
from db.site.lanes import Lanes

HEAVY = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"


def test_the_slow_lane_runs_so_many_at_once_and_the_rest_does_not_wait() -> None:
    running: list[str] = []
    most = 0
    gate = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal most
        running.append(scope["path"])
        most = max(most, sum(path.startswith("/news/") for path in running))
        if scope["path"].startswith("/news/"):
            await gate.wait()
        running.remove(scope["path"])

    async def story() -> None:
        lanes = Lanes(app, ("/news/",), 2)
        heavy = [asyncio.create_task(lanes({"type": "http", "path": f"/news/{n}"}, None, None)) for n in range(6)]
        await asyncio.sleep(0)
        await asyncio.wait_for(lanes({"type": "http", "path": "/umpan"}, None, None), 5)
        gate.set()
        await asyncio.gather(*heavy)

    asyncio.run(story())
    assert most == 2
    assert running == []


def test_feeds_answer_while_heavy_queries_run(filled: Path) -> None:
    datasette = build(filled, "http://127.0.0.1:8001")
    ended: list[str] = []

    async def get(path: str, **params: str) -> None:
        answer = await datasette.client.get(path, params=params)
        ended.append(f"{path} {answer.status_code}")

    async def story() -> None:
        await datasette.invoke_startup()
        heavy = [asyncio.create_task(get("/news.json", sql=f"{HEAVY} -- {n}")) for n in range(8)]
        await asyncio.sleep(0.2)
        await asyncio.gather(get("/umpan/kejadian.atom"), get("/"))
        await asyncio.gather(*heavy)

    asyncio.run(story())
    assert sorted(ended) == ["/ 200", *["/news.json 400"] * 8, "/umpan/kejadian.atom 200"]
    assert max(ended.index("/ 200"), ended.index("/umpan/kejadian.atom 200")) < 8, "they were not the last"
