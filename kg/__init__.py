"""News articles to a knowledge graph. `kg.open("news")` opens a store; `kg/pipeline.py` is the page to read first."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.query.python import open_graph as open  # noqa: F401  # for readers of types


def __getattr__(name: str) -> Any:
    """`open`, whose libraries take a second to load: what imports a module of `kg` does not wait for them."""
    if name == "open":
        from kg.query.python import open_graph

        return open_graph
    raise AttributeError(f"module 'kg' has no attribute '{name}'")
