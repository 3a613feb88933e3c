import asyncio
import signal
import sys
from asyncio.subprocess import PIPE

from kg.store.processes.child_process import child_process

WAITS = "import time; print('started', flush=True); time.sleep(60)"


def test_a_child_process_is_killed_at_the_end_and_its_pipe_is_closed():
    async def stopped_early():
        async with child_process(sys.executable, "-c", WAITS, stdout=PIPE) as process:
            await process.stdout.readline()
        return process

    process = asyncio.run(stopped_early())
    assert process.returncode == -signal.SIGKILL
    assert process.stdout.at_eof()
