"""Works done at the same time give what they give one after the other."""

import threading

import pytest

from helpers.base.together import each_at_once


def test_results_come_in_the_order_of_what_was_given():
    gate = threading.Event()

    def work(number):
        if number == 0:
            assert gate.wait(60), "the second is done beside the first"
        gate.set()
        return number

    assert each_at_once(work, range(5)) == [0, 1, 2, 3, 4]


def test_what_the_first_raises_comes_out():
    def work(number):
        if number in (1, 2):
            raise ValueError(number)

    with pytest.raises(ValueError, match="1"):
        each_at_once(work, range(4))
