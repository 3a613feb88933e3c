"""News articles to a knowledge graph. `kg.open("news")` opens a store; `kg/pipeline.py` is the page to read first.

Importing any module of `kg` switches off the telemetry of onnxruntime in this process and in those that it starts.
"""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.query.python import open_graph as open  # noqa: F401  # for readers of types

# Since 1.32, importing onnxruntime contacts a server and writes a device id below the home folder, unless this is set
# before the import; `disable_telemetry_events` comes too late for both.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def __getattr__(name: str) -> Any:
    """`open`, whose libraries take a second to load: what imports a module of `kg` does not wait for them."""
    if name == "open":
        from kg.query.python import open_graph

        return open_graph
    raise AttributeError(f"module 'kg' has no attribute '{name}'")
