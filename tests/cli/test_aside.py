"""Work in a thread of its own: it ends when nobody waits for it, and speaks as its starter does."""

import sys
from threading import Event

import pytest

from marchland.cli.aside import Lives, aside
from marchland.language import speaking, spoken


def test_work_goes_on_beside_and_is_there_in_the_end() -> None:
    begun, goes_on = Event(), Event()

    def work(_: Lives) -> int:
        begun.set()
        assert goes_on.wait(10)
        return 7

    turn = sys.getswitchinterval()
    with aside(work) as found:
        assert begun.wait(10)
        assert not found.done()
        goes_on.set()
        assert found.result() == 7
    assert sys.getswitchinterval() == turn


def test_what_goes_wrong_beside_is_raised_where_the_result_is_asked_for() -> None:
    def work(_: Lives) -> int:
        raise KeyError("lost")

    with aside(work) as found, pytest.raises(KeyError, match="lost"):
        found.result()


def test_work_is_given_up_where_nobody_waits_for_it() -> None:
    turns = []

    def work(lives: Lives) -> None:
        while True:
            lives()
            turns.append(1)

    with pytest.raises(ZeroDivisionError), aside(work) as found:
        raise ZeroDivisionError
    assert isinstance(found.exception(), InterruptedError)


def test_work_beside_speaks_the_language_of_who_began_it() -> None:
    with speaking("fr"), aside(lambda _: spoken()) as found:
        assert found.result() == "fr"
