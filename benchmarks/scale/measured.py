"""Processor seconds and peak memory by step: methods and functions are timed where they are called."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any
from unittest import mock

# Where a step is: a class or module, and the name of the function in it
Places = Mapping[str, tuple[Any, str]]


class Steps:
    """Processor seconds and the peak of the memory by step; a step within another counts by itself alone."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.seconds: dict[str, float] = dict.fromkeys(places, 0.0)
        self.megabytes: dict[str, float] = dict.fromkeys(places, 0.0)
        self._inner = [0.0]

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            begun = time.process_time()
            self._inner.append(0.0)
            _reset_peak()
            result = function(*arguments, **named)
            taken = time.process_time() - begun
            self.megabytes[name] = max(self.megabytes[name], peak())
            self.seconds[name] += taken - self._inner.pop()
            self._inner[-1] += taken
            print(f"{name}: {self.seconds[name]:.1f} s, {peak():,.0f} MB", file=sys.stderr, flush=True)
            return result

        return call

    @contextmanager
    def patched(self) -> Iterator[None]:
        replaced = [
            (of, method, self.timed(name, getattr(of, method)))
            for name, (of, method) in self._places.items()
            if method
        ]
        with patched(replaced):
            yield

    def lines(self) -> Iterator[str]:
        for name in self._places:
            yield f"{name:26} {self.seconds[name]:9.1f} s {self.megabytes[name]:8,.0f} MB"


@contextmanager
def patched(replaced: Iterable[tuple[Any, str, Any]]) -> Iterator[None]:
    """Within the block, classes or modules have other attributes: each of these by its name."""
    with ExitStack() as stack:
        for of, name, new in replaced:
            stack.enter_context(mock.patch.object(of, name, new))
        yield


def peak() -> float:
    """Megabytes since the last reset."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")
