"""What is opened and must be closed: with `with`, or by hand."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closes:
    """`with` over an object that has `close()`."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        raise NotImplementedError
