"""Drivers of engines: installed where an address asks for one, after saying so."""

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterable

from helpers.base.addresses import is_engine_address
from helpers.base.errors import KitError, all_of
from helpers.base.folders import PROJECT
from helpers.base.words import Words
from helpers.read.engines.opening import driver_missing

_PINS = PROJECT / "requirements-engines.txt"
_LACKING = "E-ENGINE-DRIVER"


def check_drivers(places: Iterable[str]) -> None:
    """Stop where an address needs a driver that isn't there.

    Raises
    ------
    KitError
        ``E-ENGINE-DRIVER``, ``E-ENGINE-SECRET``, ``E-ENGINE-NO-TABLE``.
    """
    for place in filter(is_engine_address, places):
        if missing := driver_missing(place):
            raise missing


def with_drivers(run: Callable[[], int], language: str, say: Callable[[str], None]) -> int:
    """What a command comes to; where a driver was missing it is installed, and the command run again.

    Raises
    ------
    KitError
        Those of the command; ``E-ENGINE-DRIVER`` where the driver can't be installed.
    """
    try:
        return run()
    except KitError as error:
        lacking = [one for one in all_of(error) if one.code == _LACKING]
        if not lacking:
            raise
        _install(lacking[0], language, say)
    return run()


def _install(lacking: KitError, language: str, say: Callable[[str], None]) -> None:
    say(Words(language, "JPY").say("driver_installing", **lacking.fields))
    packages = lacking.fields["packages"].split()
    pip = [sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run(
        [*pip, "--only-binary", ":all:", "--no-binary", "pyspark-client", "-c", str(_PINS), *packages],
        capture_output=True,
        check=False,
    )
    importlib.invalidate_caches()
    if done.returncode:
        raise lacking
