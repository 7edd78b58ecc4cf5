"""Who makes the shards: processes of this machine, or a Ray cluster. Both run the same function over the same tasks."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.util import find_spec
from multiprocessing import get_context

from extract.sharding.work import Outcome, Task, make

Engine = Callable[[Sequence[Task]], Iterator[Outcome]]


class EngineError(RuntimeError):
    """An engine that is not to be had; the message says what to do."""


def processes(workers: int) -> Engine:
    """Processes of this machine, at most ``workers`` at once; started anew, so that nothing is inherited."""

    def run(tasks: Sequence[Task]) -> Iterator[Outcome]:
        with ProcessPoolExecutor(min(workers, len(tasks)) or 1, mp_context=get_context("spawn")) as pool:
            for done in as_completed([pool.submit(make, task) for task in tasks]):
                yield done.result()

    return run


def ray(address: str) -> Engine:
    """A Ray cluster (``auto``, ``host:port``, ``ray://…``), or ``local`` for one on this machine.

    Archives, shards and register must lie under the same paths on all its machines, and Pantau must be installed there.

    Raises:
        EngineError: Ray is not installed.
    """
    if find_spec("ray") is None:
        raise EngineError("Ray belum terpasang. Pasang dengan `pip install 'pantau[ray]'`, atau pakai --workers.")

    def run(tasks: Sequence[Task]) -> Iterator[Outcome]:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray would report its use to its makers
        import ray as cluster

        try:
            cluster.init(address=address, include_dashboard=False, log_to_driver=False)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise EngineError(f"Ray di {address} tidak dapat dihubungi: {error}") from None
        try:
            remote = cluster.remote(make)
            waiting = [remote.remote(task) for task in tasks]
            while waiting:
                ready, waiting = cluster.wait(waiting)
                yield from cluster.get(ready)
        finally:
            cluster.shutdown()

    return run
