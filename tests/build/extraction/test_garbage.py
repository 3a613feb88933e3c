import gc

import pytest

from kg.build.extraction.garbage import NEW_OBJECTS, rare_collections


def test_garbage_is_collected_as_before_once_a_build_has_ended_or_failed():
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="damaged"), rare_collections():
        assert gc.get_threshold()[0] == NEW_OBJECTS
        raise ValueError("damaged")
    assert gc.get_threshold() == before
