"""A real Spark for the tests: a master, workers and Spark Connect on this machine, stopped at the end.

Every part is a process of its own, started from the classes of the pip package: what a province runs on many
machines, on one. Memory is small: one core and 1 GB for each worker.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

import psutil

HOST = "127.0.0.1"
SECONDS_TO_START = 240
PR_SET_PDEATHSIG = 1
# seven processes share two cores: none of them needs collectors of garbage that run side by side
LIGHT = "-XX:+UseSerialGC -Xshare:auto"
QUIET = """rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n
"""


def what_is_missing() -> str:
    """Why no cluster can be started here; "" where one can."""
    if find_spec("pyspark") is None or find_spec("grpc") is None:
        return "pyspark is not installed (deploy/set-up.sh spark)"
    return "" if shutil.which("java") else "there is no Java (deploy/set-up.sh spark)"


@dataclass
class SparkCluster:
    """`address`: what `engine` says in a store's settings. `workers`: their processes."""

    folder: Path
    master_port: int
    connect_port: int
    screen_port: int
    memory: str = "1g"
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"sc://{HOST}:{self.connect_port}"

    @property
    def master(self) -> str:
        return f"spark://{HOST}:{self.master_port}"

    def start(self, workers: int) -> None:
        """All parts, until Spark Connect answers and every worker has its executor."""
        (self.folder / "conf").mkdir()
        (self.folder / "conf" / "log4j2.properties").write_text(QUIET, encoding="utf-8")
        deploy = "org.apache.spark.deploy"
        self._run(f"{deploy}.master.Master", "--port", str(self.master_port), "--webui-port", "0")
        self._wait_for_port(self.master_port)
        for _ in range(workers):
            self.add_worker()
        self._start_connect()
        self._wait_for_port(self.connect_port)
        self._wait(lambda: len(self.executors()) == workers)

    def add_worker(self) -> None:
        """One core and its memory more."""
        options = ("--cores", "1", "--memory", self.memory, "--webui-port", "0", self.master)
        self.workers.append(self._run("org.apache.spark.deploy.worker.Worker", *options))

    def _start_connect(self) -> None:
        settings = {
            "spark.connect.grpc.binding.port": self.connect_port,
            "spark.connect.grpc.binding.address": HOST,
            "spark.ui.port": self.screen_port,
            "spark.driver.host": HOST,
            "spark.driver.bindAddress": HOST,
            "spark.executor.memory": self.memory,
            "spark.sql.shuffle.partitions": 4,
            "spark.driver.extraJavaOptions": LIGHT,
            "spark.executor.extraJavaOptions": LIGHT,
        }
        listed = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        server = "org.apache.spark.sql.connect.service.SparkConnectServer"
        submit = ("--master", self.master, "--class", server)
        main = "org.apache.spark.deploy.SparkSubmit"
        # the memory of a server that submits itself is that of a daemon
        self._run(main, *submit, *listed, "spark-internal", SPARK_DAEMON_MEMORY=self.memory)

    def _run(self, main: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        home = Path(str(find_spec("pyspark").origin)).parent  # type: ignore[union-attr]
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            [home / "bin" / "spark-class", main, *arguments],
            cwd=self.folder,
            env=os.environ | self._environment(home) | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_end_with_the_test,
        )
        self.processes.append(process)
        return process

    def _environment(self, home: Path) -> dict[str, str]:
        folders = {"SPARK_CONF_DIR": "conf", "SPARK_WORKER_DIR": "work", "SPARK_LOCAL_DIRS": "local"}
        places = {name: str(self.folder / each) for name, each in folders.items()}
        hosts = dict.fromkeys(("SPARK_LOCAL_IP", "SPARK_LOCAL_HOSTNAME", "SPARK_MASTER_HOST"), HOST)
        daemons = {
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": f"{LIGHT} -XX:TieredStopAtLevel=1",
        }
        return places | hosts | daemons | {"SPARK_HOME": str(home)}

    def executors(self) -> list[dict[str, object]]:
        """What the server's own screen says of the executors that live, the server itself left out."""
        return [each for each in self._asked("executors") if each["id"] != "driver" and each["isActive"]]

    def tasks_done(self) -> int:
        """Tasks that executors have finished since the start, dead ones too."""
        return sum(int(str(each["completedTasks"])) for each in self._asked("allexecutors"))

    def processor_seconds(self) -> float:
        """What all parts together have used so far."""
        every = [psutil.Process(each.pid) for each in self.processes if each.poll() is None]
        every += [child for each in every for child in each.children(recursive=True)]
        return sum(sum(each.cpu_times()[:2]) for each in every)

    def _asked(self, what: str) -> list[dict[str, object]]:
        base = f"http://{HOST}:{self.screen_port}/api/v1/applications"
        try:
            with urlopen(base, timeout=10) as answer:
                number = json.load(answer)[0]["id"]
            with urlopen(f"{base}/{number}/{what}", timeout=10) as answer:
                found: list[dict[str, object]] = json.load(answer)
                return found
        except (OSError, IndexError, ValueError):
            return []

    def kill_worker(self) -> None:
        """kill -9 of a worker and its executor, as when a machine loses its power."""
        worker = self.workers.pop()
        self.processes.remove(worker)
        for each in [*psutil.Process(worker.pid).children(recursive=True), psutil.Process(worker.pid)]:
            each.send_signal(signal.SIGKILL)
        worker.wait()

    def stop(self) -> None:
        """Stop every process that was started, those that they started, and wait for their end."""
        started = [psutil.Process(each.pid) for each in self.processes if each.poll() is None]
        every = [child for each in started for child in (*each.children(recursive=True), each)]
        for each in every:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        psutil.wait_procs(every, timeout=30)
        for process in self.processes:
            process.wait()

    def _wait_for_port(self, port: int) -> None:
        def answers() -> bool:
            with socket.socket() as tried:
                return tried.connect_ex((HOST, port)) == 0

        self._wait(answers)

    def _wait(self, is_ready: Callable[[], bool]) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while not is_ready():
            ended = [each for each in self.processes if each.poll() is not None]
            if ended or time.monotonic() > until:
                raise RuntimeError(f"Spark did not start:\n{self.logs()}")
            time.sleep(0.2)

    def logs(self) -> str:
        """The last lines that every part wrote."""
        texts = [
            path.read_text(encoding="utf-8", errors="replace") for path in sorted(self.folder.glob("*.log"))
        ]
        return "\n".join("\n".join(re.split(r"\r?\n", text)[-60:]) for text in texts)


def _end_with_the_test() -> None:
    """Linux ends this process when the one that started it is gone, however it went."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


@contextmanager
def spark_cluster(workers: int = 2, memory: str = "1g") -> Iterator[SparkCluster]:
    """A started cluster, in a folder of its own that is deleted at the end."""
    folder = Path(tempfile.mkdtemp(prefix="spark-"))
    cluster = SparkCluster(folder, free_port(), free_port(), free_port(), memory)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
