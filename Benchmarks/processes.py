"""What work takes: the time of threads that do it together, and of a process and all that it started what Linux counts."""

import contextlib
import os
import pathlib
import threading
import time
from typing import NamedTuple


class Usage(NamedTuple):
    """Of one process: its command, resident memory in MB, and core seconds so far."""

    command: str
    megabytes: float
    core_seconds: float


def family(pid):
    """A process and all that it started, directly or not, by number."""
    parents, found = {}, {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        # A process may end while it is looked at.
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text(errors="replace").replace("\0", " ")
            memory = int(fields[21]) * os.sysconf("SC_PAGESIZE") / 1e6
            parents[int(folder.name)] = int(fields[1])
            found[int(folder.name)] = Usage(command, memory, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
    members = {pid}
    while more := {number for number, parent in parents.items() if parent in members} - members:
        members |= more
    return {number: found[number] for number in members if number in found}


def total(pid):
    """Megabytes and core seconds of a process and all that it started."""
    members = family(pid).values()
    return sum(each.megabytes for each in members), sum(each.core_seconds for each in members)


def seconds_of_threads(work, threads):
    """Seconds until so many threads have each done the work, all at once."""
    workers = [threading.Thread(target=work) for _ in range(threads)]
    begin = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - begin
