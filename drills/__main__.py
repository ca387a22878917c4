"""`python -m drills`: all of them, one after the other; `python -m drills.killed` for one alone."""

import sys

from drills import damaged, full_disk, fuzzed_files, killed, planted, restore, two_publishers
from drills.report import run

if __name__ == "__main__":
    every = (killed, full_disk, damaged, two_publishers, restore, fuzzed_files, planted)
    held = [run(each.TITLE, each.drill) for each in every]
    sys.exit(0 if all(held) else 1)
