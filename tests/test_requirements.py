"""The pins: all that is asked for, and a ready-made wheel of each for every system and Python."""

import io
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uv

ROOT = Path(__file__).resolve().parents[1]
PINNED = ["requirements.txt", "requirements-dev.txt"]
SYSTEMS = ["x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-unknown-linux-gnu"]
VERSIONS = ["3.11", "3.12", "3.13", "3.14"]
UNREACHABLE = r"Failed to fetch|error sending request|dns error|Could not connect|timed out|network"


def lacking_wheels(files, system, version, *options):
    """What uv says where a pin has no wheel for the system and Python; "" if all have one."""
    command = [uv.find_uv_bin(), "pip", "compile", "--quiet", "--no-config", "--no-deps"]
    command += ["--only-binary", ":all:", "--no-binary", "pyspark-client", "--python", sys.executable]
    command += ["--python-platform", system, "--python-version", version]
    how = {"cwd": ROOT, "env": dict(os.environ, NO_COLOR="1"), "capture_output": True, "encoding": "utf-8"}
    result = subprocess.run([*command, *options, *map(str, files)], **how, check=False)
    return result.stderr if result.returncode else ""


@pytest.fixture(scope="module")
def answers():
    """uv's word for each combination, all asked at once."""
    pairs = [(system, version) for system in SYSTEMS for version in VERSIONS]
    with ThreadPoolExecutor(6) as pool:
        return dict(zip(pairs, pool.map(lambda pair: lacking_wheels(PINNED, *pair), pairs), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_pin_has_a_wheel(answers, system, version):
    answer = answers[system, version]
    if re.search(UNREACHABLE, answer):
        pytest.skip("the package index can't be reached")
    assert answer == ""


def write_sdist(folder, name):
    with tarfile.open(folder / f"{name}-1.0.tar.gz", "w:gz") as archive:
        content = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()
        entry = tarfile.TarInfo(f"{name}-1.0/PKG-INFO")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))


def write_wheel(path):
    with zipfile.ZipFile(path, "w") as archive:
        metadata = "Metadata-Version: 2.1\nName: invented\nVersion: 1.0\n"
        archive.writestr("invented-1.0.dist-info/METADATA", metadata)
        archive.writestr("invented-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n")
        archive.writestr("invented-1.0.dist-info/RECORD", "")


@pytest.mark.parametrize(
    "wheel, lacks",
    [
        (None, True),  # source only
        ("py3-none-any", False),
        ("cp312-cp312-win_amd64", False),
        ("cp311-cp311-win_amd64", True),
        ("cp312-cp312-macosx_11_0_arm64", True),
    ],
)
def test_the_check_sees_a_missing_wheel(tmp_path, wheel, lacks):
    """Invented packages in a folder of their own, for Windows and Python 3.12."""
    write_sdist(tmp_path, "invented")
    if wheel:
        write_wheel(tmp_path / f"invented-1.0-{wheel}.whl")
    (tmp_path / "pins.txt").write_text("invented==1.0\n", encoding="utf-8")
    source = ["--no-index", "--find-links", str(tmp_path)]
    answer = lacking_wheels([tmp_path / "pins.txt"], SYSTEMS[0], "3.12", *source)
    assert ("no usable wheels" in answer) == lacks and bool(answer) == lacks


def names(path):
    """Package names in a requirements file, as the index spells them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [re.match(r"[A-Za-z0-9][\w.-]*", line) for line in lines]
    return [re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match]


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_all_that_is_asked_for_is_pinned(name):
    asked = names(ROOT / f"{name}.in")
    assert asked and set(asked) <= set(names(ROOT / f"{name}.txt"))


@pytest.mark.parametrize("name", PINNED)
def test_every_line_pins_one_version(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins and all(re.match(r"[a-z0-9][a-z0-9.-]*==[\w.]+( ; .+)?$", line) for line in pins)


def test_both_files_agree():
    versions = {}
    for name in PINNED:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [line.split(" ;")[0].split("==") for line in lines if not line.startswith("#")]
        versions[name] = {package: {v for p, v in pins if p == package} for package, _ in pins}
    runtime, dev = versions.values()
    assert all(dev[package] <= runtime[package] for package in dev.keys() & runtime.keys())
