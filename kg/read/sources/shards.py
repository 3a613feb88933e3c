"""Parts of the input that machines read apart, and the order that its articles have together."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from kg.errors import ReadError

Number = tuple[int, int]  # of a file in the input, and of an article in that file, from 0


class Shard(NamedTuple):
    """Part `number` of `of`, from 1.

    If there are as many files as shards, a shard has whole files, and reads no others; of fewer files each shard reads
    all, and has every `of`-th article.
    """

    number: int = 1
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """The shard "3/10". Raises ReadError."""
        found = re.fullmatch(r"(\d+)/(\d+)", text)
        shard = cls(int(found[1]), int(found[2])) if found else cls(0, 0)
        if not 1 <= shard.number <= shard.of:
            raise ReadError(f"--shard: '{text}' is no part of a whole: write 3/10 for the third of ten")
        return shard

    def has_file(self, file: int, files: int) -> bool:
        """Whether it reads a file of so many."""
        return files < self.of or file % self.of == self.number - 1

    def has_article(self, article: int, files: int) -> bool:
        """Whether it has an article of a file that it reads."""
        return files >= self.of or article % self.of == self.number - 1
