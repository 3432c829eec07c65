"""Works in turn: each after the one before, or as soon as it may; one that fails ends the others."""

from threading import Event

import pytest

from helpers.run.turns import in_turn

NEVER, AT_ONCE = (lambda: False), (lambda: True)


def run(works, begin, halt=lambda: None):
    with in_turn(works, begin, halt) as ends:
        for end in ends:
            end()


def test_each_begins_when_the_one_before_has_ended():
    done = []
    run([lambda number=number: done.append(number) for number in range(5)], [NEVER] * 5)
    assert done == [0, 1, 2, 3, 4]


def test_one_may_begin_while_the_one_before_goes_on():
    second = Event()

    def first():
        assert second.wait(60)

    run([first, second.set], [NEVER, AT_ONCE])


def test_after_a_work_that_failed_none_begins():
    begun = []

    def fail():
        raise ValueError("first")

    with pytest.raises(ValueError, match="first"):
        run([fail, lambda: begun.append(1), lambda: begun.append(2)], [NEVER] * 3)
    assert begun == []


def test_what_fails_beside_a_work_comes_out_at_once_and_the_work_is_ended():
    halted, begun = Event(), []

    def goes_on():
        assert halted.wait(60)
        raise RuntimeError("ended")

    def fail():
        raise ValueError("second")

    with pytest.raises(ValueError, match="second"):
        run([goes_on, fail, lambda: begun.append(1)], [NEVER, AT_ONCE, NEVER], halted.set)
    assert begun == []


def test_whoever_leaves_ends_all():
    halted, running = Event(), Event()

    def goes_on():
        running.set()
        assert halted.wait(60)
        raise RuntimeError("ended")

    with pytest.raises(KeyboardInterrupt), in_turn([goes_on], [NEVER], halted.set):
        assert running.wait(60)
        raise KeyboardInterrupt
