"""One small world for each attack."""

import pytest

from tests.attacks.walk import World, make_world


@pytest.fixture
def world(transactional_db: None) -> World:
    """A member, an agent and an officer, with money and requests."""
    del transactional_db
    return make_world()
