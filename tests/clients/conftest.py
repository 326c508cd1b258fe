"""Vectors that many tests compare with, made once."""

import pytest

import support


@pytest.fixture(scope="session")
def expected():
    """The program's own vectors of `support.TEXTS`."""
    vectors, truncated = support.of_program(support.TEXTS)
    assert not any(truncated)
    return vectors


@pytest.fixture(scope="session")
def expected_long():
    """The program's own vector of `support.LONG`."""
    vectors, truncated = support.of_program([support.LONG])
    assert truncated == [True]
    return vectors[0]
