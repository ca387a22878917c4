"""The command line: the same functions as the screens, for a scheduled job or a script.

    python manage.py publish 诉求办件-2025-07.xlsx --store DIR
    python manage.py values --indicator resolution_rate --period quarter --csv

Exit codes: 0 done, 1 refused with reasons, 2 wrong usage.
"""

from __future__ import annotations

import gc
import signal
import sys

try:
    # Ctrl+C while the imports run would show where they were: until they are done it just ends the process
    on_interruption = signal.getsignal(signal.SIGINT)
    if __name__ == "__main__" and on_interruption is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    import click
except ModuleNotFoundError:
    sys.exit(
        "这个 Python 里没有平安报表的软件包，请用 .venv/bin/python（Windows：.venv\\Scripts\\python）。\n"
        "This Python lacks the packages: use .venv/bin/python (Windows: .venv\\Scripts\\python)."
    )

from commands.accounts import account, add_user
from commands.alerts import alerts
from commands.care import backup, demo, rebuild, restore, verify
from commands.catalogue import catalogue
from commands.doctor import doctor
from commands.events import events
from commands.frame import RefusingGroup
from commands.index import index
from commands.lean_start import leave_at_once
from commands.lists import lists
from commands.mapping import map_headings
from commands.meeting_papers import bulletin, chart, deck, monthly, workbook
from commands.places import county
from commands.publishing import check, history, lock, publish, rollback, unlock
from commands.questions import questions
from commands.reading import explain, exports, indicators, values
from commands.signals import signals
from commands.staff_month import deadlines, drafts, due, publish_due, scheduled, targets
from commands.streams import ready_streams


@click.group(cls=RefusingGroup, help="平安报表 the safety report of a county")
def main() -> None:
    """Every subcommand takes --store DIR and --lang zh|en."""


for command in (
    *(demo, county, exports, lists, check, map_headings, publish, history, rollback, lock, unlock),
    *(backup, restore, verify, doctor, rebuild, indicators, values, signals, explain, index, questions),
    *(alerts, events, catalogue, deck, bulletin, workbook, chart, monthly, account, add_user),
    *(due, drafts, scheduled, publish_due, deadlines, targets),
):
    main.add_command(command)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, on_interruption)
    ready_streams()
    # thousands of definitions are read and none is thrown away: looking for garbage among them takes time
    gc.set_threshold(100_000, 50, 50)
    try:
        main()
    except SystemExit as done:
        leave_at_once(done.code)
