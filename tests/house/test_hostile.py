"""Rubbish thrown at every route: NUL, lone surrogates, bidi overrides, huge names, ids, pages and bodies.

Whatever comes, the answer is a clear refusal or the page itself, never a 500. The routes are those of
the matrix and of the libraries; no reader is ever told more than that the address is not good.
"""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http import HttpResponseNotFound
from django.test import Client

from clikc.people.roles import ANONYMOUS, OFFICER, Role

from .routes import ROWS, Row, nothing, routes
from .test_back_office import address_of
from .world import Belongings

READERS = (ANONYMOUS, OFFICER)
HUGE = "9" * 20
LONG = "a" * 10_000
# As they travel in an address.
IN_ADDRESS = {
    "NUL": "%00",
    "NUL within": "a%00b",
    "lone surrogate": "%ED%A0%80",
    "broken UTF-8": "%ff%fe",
    "bidi override": quote("\u202egnp.exe"),
    "20 digits": HUGE,
    "negative": "-1",
    "10,000 characters": LONG,
    "climbing": "..%2f..%2fetc%2fpasswd",
    "markup": quote("<script>alert(1)</script>"),
    "quotes": quote("' OR 1=1 --"),
    "percent": "%25s%25(x)s",
    "newline": "a%0d%0aSet-Cookie:x=1",
}
NUMBERS = ["1e30", HUGE, "-1", "0", "NaN", "", "1.5", "٣", "0x10"]
# Every name a page of ours reads from its query, and some it does not.
QUERIED = (
    "page",
    "q",
    "query",
    "code",
    "next",
    "level",
    "subject",
    "language",
    "duration",
    "sort",
    "id",
    "course",
    "quiz",
)
IN_BODY = {
    "nothing": ("", "application/json"),
    "broken JSON": ('{"blocks": [', "application/json"),
    "deep JSON": ("[" * 100_000 + "]" * 100_000, "application/json"),
    "wide JSON": (json.dumps({"blocks": ["x"] * 20_000, "answer": [LONG]}), "application/json"),
    "JSON of no object": ("3", "application/json"),
    "JSON null": ("null", "application/json"),
    "JSON NaN": ('{"sequence": NaN, "activity": Infinity}', "application/json"),
    "JSON with a surrogate": ('{"activity": "\\ud800", "blocks": ["\\ud800"]}', "application/json"),
    "JSON with NUL": ('{"activity": "\\u0000", "question": "\\u0000"}', "application/json"),
    "not UTF-8": (b"\xff\xfe\x00{", "application/json"),
    "another type": ("<a/>", "application/xml"),
    "a form without a boundary": ("x", "multipart/form-data"),
    "a form with a foreign boundary": ("--b\r\nx", "multipart/form-data; boundary=b"),
    "an unknown charset": ("a=1", "application/x-www-form-urlencoded; charset=nonsense"),
    "too many fields": ("&".join(f"f{n}=1" for n in range(3000)), "application/x-www-form-urlencoded"),
    "a body too large": ("a=" + "x" * 3_000_000, "application/x-www-form-urlencoded"),
}
STRANGE = ["\x00", "\ud800", "\u202egnp", LONG, HUGE, "-1", "1e30", "\U0010ffff", "<b>", "%s%(x)s"]


def rows() -> list[Row]:
    """One row for each route and method: what a row means by role does not matter here."""
    return list({(row.route, row.method, row.note): row for row in ROWS}.values())


def readers_of(row: Row) -> tuple[str, ...]:
    """Who throws at a row: those outside, and where only some get further, one of them."""
    if row.desk_of:
        return (*READERS, row.desk_of)
    further = {"grade": Role.PROGRAMME_MANAGER, "registration": Role.ADMIN, "transfer": Role.ADMIN}
    return (*READERS, *filter(None, [further.get(row.object)]))


def alike() -> list[list[Row]]:
    """The rows of each route that the same people throw at: what is thrown does not ask for the method."""
    found: dict[tuple, list[Row]] = {}
    for row in rows():
        found.setdefault((row.route, row.note, readers_of(row)), []).append(row)
    return list(found.values())


def named(rows: list[Row]) -> str:
    return f"{rows[0].route}{f' ({rows[0].note})' if rows[0].note else ''}"


def owner(walked, row: Row) -> Belongings:
    """Somebody who has what the row names."""
    return walked.owner(OFFICER, row.standings[0])


def broken(label: str, role: str, response) -> list[str]:
    """A complaint where the answer is a 500."""
    if response.status_code < 500 or (response.status_code == 503 and "readyz" in label):
        return []
    exc_info = getattr(response, "exc_info", None)
    return [
        f"{role}: {label}: {response.status_code} {exc_info[1]!r:.200}" if exc_info else f"{role}: {label}"
    ]


def none_of(complaints: list[str]) -> None:
    assert not complaints, "\n".join(complaints)


def throw(walked, requests, readers=READERS) -> list[str]:
    """Send each ``(label, send)`` as every reader; what went to pieces."""
    complaints = []
    for role in readers:
        client = walked.client(role)
        for label, send in requests:
            with transaction.atomic():
                complaints += broken(label, role, send(client))
                transaction.set_rollback(True)
    return complaints


def raw_get(client: Client, path: str, query: str = ""):
    """As a server hands it over: the address is decoded from bytes the client has chosen itself."""
    from urllib.parse import unquote_to_bytes

    return client.generic("GET", "/", PATH_INFO=unquote_to_bytes(path).decode("latin-1"), QUERY_STRING=query)


def hostile_addresses(row: Row, mine: Belongings) -> Iterator[tuple[str, str]]:
    """The row's address with each of its names replaced by rubbish, and rubbish behind it."""
    address = row.address(mine)
    if row.where is not nothing:
        given = row.where(mine)
        names = [str(value) for value in given.values()] if isinstance(given, dict) else [given[0].strip("/")]
        for label, rubbish in IN_ADDRESS.items():
            for name in names:
                yield label, address.replace(name, rubbish)
    for label in ("NUL", "lone surrogate", "10,000 characters"):
        yield f"{label} behind", f"{address}{IN_ADDRESS[label]}"


@pytest.fixture
def undrawn(monkeypatch):
    """The page of what is not there looks the same wherever it is not: most do without it.

    It is drawn where the address is rubbish, and in ``test_the_page_of_what_is_not_there``.
    """
    monkeypatch.setattr(
        "clikc.urls.handler404", lambda _request, **_found: HttpResponseNotFound(), raising=False
    )


@pytest.mark.parametrize("rows", alike(), ids=named)
def test_in_the_address(rows, walked):
    hostile = dict.fromkeys(found for row in rows for found in hostile_addresses(row, owner(walked, row)))
    requests = [
        (f"{label} at {path[:80]}", lambda client, path=path: raw_get(client, path))
        for label, path in hostile
    ]
    none_of(throw(walked, requests, readers_of(rows[0])))


@pytest.mark.parametrize("row", [row for row in rows() if row.method == "GET"], ids=str)
def test_in_the_query(row, walked, undrawn):
    path = row.address(owner(walked, row))
    few = every_query() if row.note == "catalogue" or row.route == "verify_form" else few_queries()
    none_of(throw(walked, in_query(path, few), readers_of(row)))


def every_query() -> list[str]:
    queries = [f"{name}={value}" for name in QUERIED for value in IN_ADDRESS.values()]
    queries += [f"page={quote(value)}" for value in NUMBERS]
    queries += ["&".join(f"x{n}=1" for n in range(3000)), "=&=&&&", "%", "q", "q=a&q=b&q=%00"]
    return queries


def few_queries() -> list[str]:
    """All of the names at once: each of them alone is refused at the door as well."""
    together = ["&".join(f"{name}={value}" for name in QUERIED) for value in IN_ADDRESS.values()]
    return [*together, *every_query()[-14:]]


def in_query(path: str, queries: list[str]) -> list[tuple]:
    return [(f"?{query[:60]}", lambda client, query=query: raw_get(client, path, query)) for query in queries]


@pytest.mark.parametrize("rows", alike(), ids=named)
def test_in_the_body(rows, walked, undrawn):
    """Every route gets them, also those that take no POST: they must say so."""
    paths = dict.fromkeys(row.address(owner(walked, row)) for row in rows)
    requests = [sent for path in paths for sent in in_body(path)]
    none_of(throw(walked, requests, readers_of(rows[0])))


def in_body(path: str) -> list[tuple]:
    return [
        (
            label,
            lambda client, body=body, kind=kind: client.generic("POST", path, body, content_type=kind),
        )
        for label, (body, kind) in IN_BODY.items()
    ]


@pytest.mark.parametrize("path", ["/en/nothing/", "/en/courses/nothing/", "/nothing"])
def test_the_page_of_what_is_not_there(path, walked):
    none_of(throw(walked, [*in_query(path, few_queries()), *in_body(path)]))


@pytest.mark.parametrize("row", [row for row in rows() if row.method == "POST"], ids=str)
def test_in_each_field(row, walked, undrawn):
    """One field wrong at a time, so that every check of it is reached."""
    mine = owner(walked, row)
    path = row.address(mine)
    good = row.data(mine) if row.data else {"next": "", "last_block": ""}
    bad = [
        (name, value)
        for name in good
        for value in [*STRANGE, *([[], {}, None, 1e308] if row.is_json else [])]
    ]

    def send(client, name, value):
        data = good | {name: value}
        if row.is_json:
            return client.post(path, json.dumps(data), content_type="application/json")
        return client.post(path, quoted(data), content_type="application/x-www-form-urlencoded")

    requests = [
        (f"{name}={value!r:.40}", lambda client, name=name, value=value: send(client, name, value))
        for name, value in bad
    ]
    none_of(throw(walked, requests, readers_of(row)))


def quoted(data: dict) -> str:
    """A form as bytes, lone surrogates and all."""
    return "&".join(
        f"{name}={quote(str(value).encode('utf-8', 'surrogatepass'))}" for name, value in data.items()
    )


# A page of Wagtail's that breaks on purpose, for administrators to see how that looks.
MEANT_TO_BREAK = "admin/failwhale/"
LIBRARY_ROUTES = [route for route in routes() if route.prefix and route.pattern != MEANT_TO_BREAK]


@pytest.mark.parametrize("label", [*IN_ADDRESS, "a good number"])
def test_in_the_address_of_library_routes(label, walked):
    """Wagtail's and allauth's own pages: rubbish in each place where a name is asked for.

    Those that ask for none are the same whatever the rubbish: they are looked at once.
    """
    rubbish = IN_ADDRESS.get(label, "1")
    good = {address_of(route.pattern) for route in LIBRARY_ROUTES}
    paths = sorted(
        path.replace("/1/", f"/{rubbish}/") for path in good if label not in IN_ADDRESS or "/1/" in path
    )
    requests = [(path[:90], lambda client, path=path: raw_get(client, path)) for path in paths]
    none_of(throw(walked, requests))


def test_in_the_body_of_library_routes(walked):
    paths = [address_of(route.pattern) for route in LIBRARY_ROUTES if route.pattern.startswith("en/accounts")]
    fields = (
        "email",
        "login",
        "password",
        "password1",
        "password2",
        "code",
        "next",
        "action",
        "printed_name",
    )
    requests = [
        (
            f"{path} {value!r:.30}",
            lambda client, path=path, value=value: client.post(
                path,
                quoted(dict.fromkeys((*fields, "administration"), value)),
                content_type="application/x-www-form-urlencoded",
            ),
        )
        for path in paths
        for value in STRANGE
    ]
    none_of(throw(walked, requests))


@pytest.mark.parametrize("rubbish", [HUGE, "-1", "0", "1e30"])
def test_an_administrator_asks_the_back_office_for_what_is_not_there(rubbish, walked):
    client = walked.client(Role.ADMIN)
    complaints = []
    for route in LIBRARY_ROUTES:
        if route.pattern.startswith("admin/"):
            path = address_of(route.pattern).replace("/1/", f"/{rubbish}/")
            with transaction.atomic():
                complaints += broken(path, Role.ADMIN, raw_get(client, path, f"p={rubbish}"))
                transaction.set_rollback(True)
    none_of(complaints)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ACCEPT_LANGUAGE": "xx-" * 3000},
        {"HTTP_ACCEPT_LANGUAGE": "\x00"},
        {"HTTP_COOKIE": "sessionid=%00; csrftoken=\x00; language=../../etc"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "a" * 3000},
        {"HTTP_X_FORWARDED_FOR": "\u202e, 1.2.3.4.5, ::::"},
        {"HTTP_REFERER": "\ud800"},
        {"HTTP_RANGE": "bytes=9-1,,,-"},
        {"HTTP_IF_MODIFIED_SINCE": "yesterday"},
        {"HTTP_IF_NONE_MATCH": "W/" * 1000},
    ],
    ids=lambda headers: next(iter(headers.items()))[0][5:] + repr(next(iter(headers.values())))[:20],
)
def test_in_the_headers(headers, walked):
    client = Client(raise_request_exception=False)
    paths = ["/en/", "/en/courses/", "/en/accounts/login/", "/en/my/", "/verify/", "/robots.txt"]
    assert [path for path in paths if client.get(path, **headers).status_code >= 500] == []
