"""Items as requests to a server: SPARQL updates in batches, or graphs by the Graph Store Protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.endpoint.client import Endpoint, RejectedError
from kg.endpoint.load_state import Item

Insertion = tuple[str | None, str]  # graph, None for the default graph; a line of N-Triples


@dataclass(slots=True)
class Sender:
    """Sends items. If the server refuses a batch, it is sent in halves, and later batches are as small."""

    endpoint: Endpoint
    size: int  # triples of a request

    def send(self, items: Sequence[Item]) -> None:
        """Replaces what the server has of these items. Raises EndpointError."""
        if self.endpoint.address.graph_store:
            items = [item for item in items if not self._sent_as_graph(item)]
        deletions = [self._deletion(item) for item in items if not item.is_new]
        insertions = [
            (item.name if item.kind == "graph" else None, line) for item in items for line in item.lines
        ]
        self._update(deletions, insertions)

    def _sent_as_graph(self, item: Item) -> bool:
        """Sends an item by the Graph Store Protocol; False if only an update can change it."""
        if item.kind == "graph":
            self.endpoint.send_graph("PUT" if item.lines else "DELETE", item.name, "\n".join(item.lines))
        return item.kind == "graph"

    def _update(self, deletions: Sequence[str], insertions: Sequence[Insertion]) -> None:
        if not deletions and not insertions:
            return
        try:
            if len(insertions) <= self.size:
                self.endpoint.update(" ;\n".join((*deletions, *self._inserted(insertions))))
                return
        except RejectedError:
            if len(insertions) + len(deletions) < 2:
                raise
            if insertions:
                self.size = max(1, len(insertions) // 2)
        middle, several = len(insertions) // 2, len(deletions) // 2
        if insertions:
            self._update(deletions, insertions[:middle])
            self._update((), insertions[middle:])
        else:
            self._update(deletions[:several], ())
            self._update(deletions[several:], ())

    def _deletion(self, item: Item) -> str:
        graph, pattern = (item.name, "?s ?p ?o") if item.kind == "graph" else (None, f"<{item.name}> ?p ?o")
        return f"DELETE WHERE {{ {self._in_graph(graph, pattern)} }}"  # QLever has no DROP

    def _inserted(self, insertions: Iterable[Insertion]) -> Iterator[str]:
        parts = [
            self._in_graph(graph, "\n".join(line for _, line in lines))
            for graph, lines in groupby(insertions, key=lambda each: each[0])
        ]
        if parts:
            yield f"INSERT DATA {{ {' '.join(parts)} }}"

    def _in_graph(self, graph: str | None, lines: str) -> str:
        name = graph or self.endpoint.address.default_graph
        return f"GRAPH <{name}> {{ {lines} }}" if name else lines
