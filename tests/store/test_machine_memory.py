"""The memory of a container is that of its control group, not that of the machine."""

import pytest

from kg.store.processes import machine_memory as module
from kg.store.processes.machine_memory import machine_memory

MB = 1 << 20


@pytest.mark.parametrize(
    "membership, file",
    [
        ("0::/\n", "memory.max"),
        ("0::/service/worker\n", "service/memory.max"),
        ("5:memory:/docker/1\n2:cpu:/\n", "memory/memory.limit_in_bytes"),
        ("5:memory:/docker/1\n", "memory/docker/1/memory.limit_in_bytes"),
    ],
    ids=["root", "a group above", "version 1, root", "version 1"],
)
def test_limit_of_the_control_group_counts(tmp_path, monkeypatch, membership, file):
    limit = tmp_path / "groups" / file
    limit.parent.mkdir(parents=True)
    limit.write_text(f"{100 * MB}\n")
    (tmp_path / "membership").write_text(membership)
    monkeypatch.setattr(module, "GROUPS", tmp_path / "groups")
    monkeypatch.setattr(module, "MEMBERSHIP", tmp_path / "membership")
    assert machine_memory() == 100 * MB


def test_group_without_a_limit_has_the_memory_of_the_machine(tmp_path, monkeypatch):
    (tmp_path / "memory.max").write_text("max\n")
    monkeypatch.setattr(module, "GROUPS", tmp_path)
    monkeypatch.setattr(module, "MEMBERSHIP", tmp_path / "missing")
    assert machine_memory() > 100 * MB
