"""A fuzzer that follows the coverage of the reader, where it is installed (`pip install atheris`)."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from drills.report import PROJECT, Outcome

SECONDS = 45
LONGEST_FILE = 2000  # bytes


def guided(outcome: Outcome) -> Outcome:
    """Add what the fuzzer found to the outcome."""
    if not find_spec("atheris"):
        outcome.skipped.append("沿覆盖率的模糊测试 coverage-guided: atheris is not installed")
        return outcome
    with tempfile.TemporaryDirectory(prefix="guided-") as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        _plant(corpus)
        limits = [f"-max_total_time={SECONDS}", f"-max_len={LONGEST_FILE}", "-timeout=10", "-seed=20251124"]
        command = [sys.executable, "-m", "drills.guided", str(corpus), *limits, f"-artifact_prefix={folder}/"]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, errors="replace")
        said = done.stdout + done.stderr
    runs = re.findall(r"^#(\d+)", said, re.MULTILINE)
    outcome.figures["沿覆盖率 guided by coverage"] = int(runs[-1]) if runs else 0
    if done.returncode or not runs:
        outcome.wrong.append(f"guided by coverage: {said[-600:]}")
    return outcome


def _plant(corpus: Path) -> None:
    from drills.mangling import seeds

    for at, content in enumerate(seeds()):
        (corpus / str(at)).write_bytes(content[:LONGEST_FILE])


def main() -> None:
    """The fuzzer itself; it takes over this process."""
    import atheris

    with atheris.instrument_imports(include=["data"]):
        from drills.reading_cases import judged

    from data.refusal import Refused

    def one(content: bytes) -> None:
        if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            return  # read in a process of their own
        try:
            wrong = judged(content)
        except Refused:
            return
        if wrong:
            raise AssertionError(wrong)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
