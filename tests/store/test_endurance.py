"""Small versions of benchmarks/endurance: kills during builds, and the same bytes in any environment."""

import os
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.extractions import meetings
from tests.stores import build, nquads

pytestmark = pytest.mark.slow

ALL = [meetings(number, sentences=2) for number in range(1, 9)]
SOME = ALL[::2]
KILLS = int(os.environ.get("KG_KILLS", "4"))
BUILDS = """
import sys
from pathlib import Path
from tests.stores import build
from tests.store.test_endurance import ALL, SOME
print("ready", flush=True)
while True:
    for articles in (ALL, SOME):
        build(Path(sys.argv[1]), articles)
"""
DIGEST = """
import sys
from pathlib import Path
from hashlib import sha256
from tests.stores import build, nquads
from tests.store.test_endurance import ALL
build(Path(sys.argv[1]), ALL)
print(sha256("".join(nquads(Path(sys.argv[1]))).encode()).hexdigest())
"""


def python(code: str, store: Path, **environment: str) -> dict[str, Any]:
    return {
        "args": [sys.executable, "-c", code, str(store)],
        "env": {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        "stdout": subprocess.PIPE,
        "text": True,
    }


def test_a_killed_build_leaves_the_graph_before_it_or_the_new_one(tmp_path):
    chance, store, graphs = random.Random(1), tmp_path / "store", []
    for number, articles in enumerate((ALL, SOME)):
        build(tmp_path / f"{number}", articles)
        graphs.append(nquads(tmp_path / f"{number}"))
    build(store, SOME)
    for _ in range(KILLS):
        with subprocess.Popen(**python(BUILDS, store)) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.5))
            process.send_signal(signal.SIGKILL)
        assert nquads(store) in graphs
    build(store, ALL)
    assert nquads(store) == graphs[0]


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Honolulu", "LC_ALL": "C"},
    ],
    ids=["east", "west"],
)
def test_quads_are_the_same_in_any_environment(tmp_path, environment):
    build(tmp_path / "here", ALL)
    done = subprocess.run(**python(DIGEST, tmp_path / "there", **environment), check=True)
    here = sha256("".join(nquads(tmp_path / "here")).encode()).hexdigest()
    assert done.stdout.strip() == here
