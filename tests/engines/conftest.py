"""Real engines: a PostgreSQL in a folder of its own on loopback, and a Spark Connect server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from itertools import count
from pathlib import Path

import pytest

from helpers.base.folders import PROJECT

APACHE_SPARK = PROJECT / ".venv" / "apache-spark"  # beside the client, whose modules have the same names
_PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")


def _programs():
    """Folder of PostgreSQL's own programs, where there is one."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(path.parent for place in _PLACES for path in Path(place).glob("*/bin/initdb"))
    return folders[-1] if folders else None


class Database:
    """A PostgreSQL server, its folder and its port."""

    def __init__(self, folder):
        programs = _programs()
        if programs is None:
            pytest.skip("no PostgreSQL on this computer (Debian: apt install postgresql)")
        self.folder, self.programs, self.port = folder, programs, _free_port()
        self.as_user, self.numbers = [], count()
        if os.geteuid() == 0:  # the server refuses to be root's
            shutil.chown(folder, "nobody")
            for parent in folder.parents[:3]:
                parent.chmod(parent.stat().st_mode | 0o055)
            self.as_user = ["setpriv", "--reuid=nobody", "--clear-groups"]
        self.run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "shop", "-E", "UTF8", "--no-locale", "-N")
        (folder / "data" / "pg_hba.conf").write_text(
            "host all keyed 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n", encoding="utf-8"
        )
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        self.run("pg_ctl", "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start")

    def run(self, program, *words):
        """Run a program of PostgreSQL's, not as root."""
        command = [*self.as_user, str(self.programs / program), *words]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def stop(self):
        """Stop the server at once."""
        process = int((self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(process, signal.SIGQUIT)

    def address(self, table, user="shop"):
        """Address of a table."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/postgres?table={table}"

    def connected(self):
        """A connection of the tests' own."""
        from adbc_driver_postgresql import dbapi

        return dbapi.connect(self.address("").partition("?")[0], autocommit=True)

    def holds(self, table, reader=False, **types):
        """A table of the shop's, some of its columns of other types; each has a name of its own.

        Its `reader` is one who may only read, as on a replica: she makes no table, not even a temporary one.
        """
        name = f"orders_{next(self.numbers)}"
        with self.connected() as connection, connection.cursor() as cursor:
            cursor.adbc_ingest(name, table, mode="create")
            for column, kind in types.items():
                cursor.execute(f'ALTER TABLE "{name}" ALTER COLUMN {column} TYPE {kind}')
            if not reader:
                return self.address(name)
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'reader'")
            if not cursor.fetchall():
                cursor.execute("CREATE ROLE reader LOGIN")
                cursor.execute("ALTER ROLE reader SET default_transaction_read_only = on")
            cursor.execute(f'GRANT SELECT ON "{name}" TO reader')
        return self.address(name, "reader")


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A PostgreSQL server; where there is none, its tests are skipped."""
    pytest.importorskip("adbc_driver_postgresql", reason="the driver is not installed (requirements-dev.txt)")
    server = Database(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def spark():
    """Address of a Spark Connect server."""
    pysail = pytest.importorskip("pysail.spark", reason="pysail is not installed (requirements-dev.txt)")
    server = pysail.SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def apache_spark():
    """Folder of Apache Spark's own driver, 0.5 GB: fetched where nobody waits, else by who wants it."""
    if os.name == "nt" or shutil.which("java") is None:
        pytest.skip("Apache Spark needs Java, and on Windows more (Debian: apt install default-jre-headless)")
    fetch = [sys.executable, "-m", "pip", "install", "--target", str(APACHE_SPARK)]
    fetch += [f"pyspark=={version('pyspark-client')}"]
    if not APACHE_SPARK.exists() and ("CI" not in os.environ or subprocess.run([*fetch, "-q"], check=False).returncode):
        pytest.skip(f"Apache Spark is not here: {' '.join(fetch[1:])}")
    return APACHE_SPARK
