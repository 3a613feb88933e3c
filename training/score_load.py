"""Measures the time and memory of loading the pipeline in a new process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from training.report import Table

PROBE = """
import json, sys, time
from pathlib import Path
def memory(key):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(l for l in lines if l.startswith(key)).split()[1]) / 1024
start, started = time.perf_counter(), time.process_time()
from kg.parse.load_pipeline import load_pipeline
imported, imported_cpu = time.perf_counter(), time.process_time()
nlp = load_pipeline(*sys.argv[1:])
loaded, loaded_cpu = time.perf_counter(), time.process_time()
resident = memory("VmRSS")
text = "Ministers of nine countries met the envoy in Port Orrin on Tuesday to discuss the ceasefire, officials said. "
for doc in nlp.pipe([text * 15] * 40):
    pass
print(json.dumps({"import s": imported - start, "load s": loaded - imported, 
    "import CPU s": imported_cpu - started, "load CPU s": loaded_cpu - imported_cpu,
    "MB loaded": resident, "MB after": memory("VmRSS"), "MB peak": memory("VmHWM")}))
"""


def score_load(model: str | None) -> Iterator[Table]:
    """The best time of three fresh processes (the first may read from a cold disk), the most memory of any."""
    command = [sys.executable, "-c", PROBE, *([model] if model else [])]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(3)]
    row = {
        name: round((max if name.startswith("MB") else min)(run[name] for run in runs), 2) for name in runs[0]
    }
    note = "resident memory; 'after' and 'peak' with 40 texts of 300 words read; seconds by the clock and of the CPU"
    yield Table("load", {"pipeline": row}, (note,))
