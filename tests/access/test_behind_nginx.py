"""The shipped nginx file with TLS, a CA made by the shipped script, and the real dashboard behind it."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from access.accounts import Wanted, add_account
from benchmarks.proxy import AROUND
from tests.access.people import PASSWORD, store_with_people, token_in
from tests.access.served import free_port, served
from tests.source_tree import PROJECT

pytestmark = pytest.mark.integration
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
NAME = "report.example.gov.cn"
MARKS = {"accept": "text/html", "host": NAME}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tls")
    script = PROJECT / "deploy" / "make-certificates.sh"
    subprocess.run([script, NAME, made / "certificates"], check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def doors(folder: Path) -> Iterator[tuple[int, int]]:
    """The ports of nginx without and with TLS."""
    settings = f'way = "accounts"\naddress = "https://{NAME}"\ntrusted_proxies = ["127.0.0.1"]'
    store = store_with_people(folder / "store", settings)
    add_account(store.catalogue, "visitor", Wanted("viewer"), PASSWORD, "tests")
    plain, secure = free_port(), free_port()
    with served(store.folder, folder / "server.log") as address:
        text = (PROJECT / "deploy" / "nginx" / "safety-report-tls.conf").read_text(encoding="utf-8")
        text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
        text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;")
        text = text.replace("/etc/ssl/safety-report", str(folder / "certificates"))
        text = text.replace("http://127.0.0.1:8501", address)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, shipped=text), encoding="utf-8")
        command = [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", f"{folder}/error.log"]
        process = subprocess.Popen(command)
        try:
            wait_for(plain)
            yield plain, secure
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(port: int) -> None:
    transport = httpx.HTTPTransport(retries=20)
    httpx.Client(transport=transport).get(f"http://127.0.0.1:{port}/", headers=MARKS)


@pytest.fixture(scope="module")
def trust(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(folder / "certificates" / "ca.crt"))


def browser(doors: tuple[int, int], trust: ssl.SSLContext) -> httpx.Client:
    client = httpx.Client(base_url=f"https://127.0.0.1:{doors[1]}", verify=trust, headers=MARKS)
    # the name is asked for, the address is where it happens to be
    client.event_hooks["request"] = [lambda request: request.extensions.update(sni_hostname=NAME)]
    return client


def test_without_tls_one_is_led_to_where_there_is(doors: tuple[int, int]) -> None:
    answer = httpx.get(f"http://127.0.0.1:{doors[0]}/township?lang=en", headers=MARKS)
    assert (answer.status_code, answer.headers["location"]) == (308, f"https://{NAME}/township?lang=en")


def test_one_signs_in_over_tls_with_a_cookie_for_this_host_alone(
    doors: tuple[int, int], trust: ssl.SSLContext
) -> None:
    visitor = browser(doors, trust)
    form = visitor.get("/sign-in")
    assert form.headers["strict-transport-security"] == "max-age=31536000"
    kept = form.headers["set-cookie"].partition(";")[0]
    fields = {"name": "visitor", "password": PASSWORD, "token": token_in(form.text), "next": ""}
    came_from = {"origin": f"https://{NAME}", "cookie": kept}
    answer = visitor.post("/sign-in", data=fields, headers=came_from)
    assert answer.status_code == 303
    sent = next(each for each in answer.headers.get_list("set-cookie") if "__Host-safety-report=" in each)
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in sent.split(";")}
    cookie = sent.partition(";")[0]
    assert visitor.get("/", headers={"cookie": cookie}).status_code == 200
    with connect(
        f"wss://{NAME}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", doors[1])),
        ssl=trust,
        origin=f"https://{NAME}",  # type: ignore[arg-type]
        additional_headers={"Cookie": cookie},
    ):
        pass


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_programs_watch_is_not_for_outside(
    doors: tuple[int, int], trust: ssl.SSLContext, path: str
) -> None:
    assert browser(doors, trust).get(path).status_code == 404


def test_every_answer_has_the_number_that_nginx_gave(doors: tuple[int, int], trust: ssl.SSLContext) -> None:
    numbers = {browser(doors, trust).get("/sign-in").headers["x-request-id"] for _ in range(3)}
    assert len(numbers) == 3
    assert all(len(number) == 32 for number in numbers)
