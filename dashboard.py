"""What `streamlit run dashboard.py` starts: the frame of all pages, behind the gate and the page shell.

Streamlit is given `pages/shared/frame.py` as its script, not this file: with a script beside a `pages` folder
the first visit to a page's own address would run that page without its frame.
"""

import streamlit as st
from starlette.middleware import Middleware

from access.gate import Gate
from access.house import Places
from access.open_files import allow_many_open_files
from access.request_log import start_log
from access.watch import Watch
from data.store import Store
from pages.shared.browser.compressed import Compressed
from pages.shared.browser.page_shell import PageShell
from pages.shared.browser.readers_messages import ReadersMessages
from pages.shared.browser.upload_door import UploadDoor
from pages.shared.coming_worker import start_standing_by, wait_until_made
from pages.shared.errors import say_what_failed
from pages.shared.page_list import addresses, may_open
from pages.shared.scheduled_worker import start_worker, wait_for_work


def finish_work() -> None:
    """What is under way is let come to its end before the process ends."""
    wait_until_made()
    wait_for_work()


app = st.App(
    "pages/shared/frame.py",
    # the watch numbers and counts; then the gate: whatever comes after it, our own script and styles too, is
    # for who was let in
    middleware=[
        Middleware(Watch, addresses(), before_end=finish_work),
        Middleware(Gate, Places(addresses(), may_open)),
        Middleware(UploadDoor),
        Middleware(ReadersMessages),
        Middleware(Compressed),
        Middleware(PageShell),
    ],
    on_script_error=say_what_failed,
)
allow_many_open_files()
start_log(Store(), f"server-{st.get_option('server.port')}")
start_worker()
start_standing_by()
