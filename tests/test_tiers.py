"""The marks of tests: one without the mark `model` cannot open the trained pipeline."""

import pytest

from kg.parse.load_pipeline import MODEL


def test_without_the_mark_the_pipeline_cannot_be_opened():
    with pytest.raises(pytest.fail.Exception, match="mark it with"):
        (MODEL / "meta.json").read_bytes()


@pytest.mark.model
def test_with_the_mark_it_can():
    assert (MODEL / "meta.json").read_bytes()


def test_ids_of_tests_are_the_same_in_every_process(request):
    ids = [item.nodeid for item in request.session.items]
    assert [name for name in ids if " at 0x" in name] == []
    assert len(ids) == len(set(ids))
