"""The floor: a bare WSGI program that answers the same questions with SQL written by hand.

No framework, no search of its own kind, no validation: what plain SQL on the atlas's database can do. Full text
comes from a plain FTS5 table over the same cases. ``hello`` answers two words and nothing else.
"""

import json
import os
import sqlite3
import threading
from urllib.parse import parse_qsl

ATLAS, FLAT = os.environ.get("FLOOR_ATLAS", ""), os.environ.get("FLOOR_FLAT", "")
_local = threading.local()
PAGE = (
    "SELECT p.id, p.slug, p.title, p.summary, p.description, p.status, f.slug, f.title, p.handlungsfeld_basis, "
    "p.handlungsfeld_chapter, p.handlungsfeld_note, p.coding_note, p.carrier, p.as_of, p.created, p.updated "
    "FROM practices_practice p JOIN handlungsfelder_handlungsfeld f ON f.id = p.handlungsfeld_id "
)
CODINGS = {
    "further_handlungsfelder": ("practices_handlungsfeldcoding", "handlungsfelder_handlungsfeld"),
    "teilaspekte": ("practices_teilaspektcoding", "handlungsfelder_teilaspekt"),
    "handlungsmuster": ("practices_handlungsmustercoding", "handlungsfelder_handlungsmuster"),
    "buergerrollen": ("practices_buergerrollecoding", "handlungsfelder_buergerrolle"),
}
DERIVED = {"herausforderung": "herausforderung", "chance": "chance"}
FIELD = "p.status = 'published' AND p.handlungsfeld_id = (SELECT id FROM handlungsfelder_handlungsfeld WHERE slug = ?)"


def hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "11")])
    return [b"hello world"]


def floor(environ, start_response):
    query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    body = json.dumps(ROUTES[environ["PATH_INFO"]](query), ensure_ascii=False).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def database(path):
    if not hasattr(_local, path):
        setattr(_local, path, sqlite3.connect(f"file:{path}?mode=ro", uri=True))
    return getattr(_local, path)


def read(sql, *arguments, path=ATLAS):
    return database(path).execute(sql, arguments).fetchall()


def page(query):
    field, number = query["handlungsfeld"], int(query.get("page", 1))
    (count,) = read(f"SELECT count(*) FROM practices_practice p WHERE {FIELD}", field)[0]
    rows = read(f"{PAGE} WHERE {FIELD} ORDER BY p.title_sort, p.slug LIMIT 20 OFFSET {20 * (number - 1)}", field)
    return {"count": count, "results": practices(rows)}


def practices(rows):
    pks = ",".join(str(row[0]) for row in rows) or "0"
    parts = {name: {} for name in (*CODINGS, "places", "sources")}
    for name, (table, terms) in CODINGS.items():
        for pk, *coding in read(
            f"SELECT c.practice_id, t.slug, t.title, c.basis, c.chapter, c.note FROM {table} c "
            f"JOIN {terms} t ON t.id = c.term_id WHERE c.practice_id IN ({pks}) ORDER BY t.position"
        ):
            entry = dict(zip(("slug", "title", "basis", "chapter", "note"), coding, strict=True))
            parts[name].setdefault(pk, []).append(entry)
    for pk, *place in read(
        "SELECT l.practice_id, q.slug, q.name, q.country, q.state, q.lat, q.lon, q.precision, q.population "
        f"FROM practices_location l JOIN practices_place q ON q.id = l.place_id WHERE l.practice_id IN ({pks})"
    ):
        names = ("slug", "name", "country", "state", "lat", "lon", "precision", "population")
        parts["places"].setdefault(pk, []).append(dict(zip(names, place, strict=True)))
    for pk, *source in read(
        "SELECT c.practice_id, s.citation, c.locator, s.url FROM practices_citation c "
        f"JOIN practices_source s ON s.id = c.source_id WHERE c.practice_id IN ({pks})"
    ):
        parts["sources"].setdefault(pk, []).append(dict(zip(("citation", "locator", "url"), source, strict=True)))
    names = ("slug", "title", "summary", "description", "status")
    return [
        dict(zip(names, row[1:6], strict=True))
        | {"handlungsfeld": dict(zip(("slug", "title", "basis", "chapter", "note"), row[6:11], strict=True))}
        | dict(zip(("coding_note", "carrier", "as_of", "created", "updated"), row[11:], strict=True))
        | {name: found.get(row[0], []) for name, found in parts.items()}
        for row in rows
    ]


def facets(field):
    """Every facet counted by the database; the Handlungsfeld's own selection doesn't narrow its own counts."""
    where, arguments = (FIELD, (field,)) if field else ("p.status = 'published'", ())

    def count(select, joins):
        sql = f"SELECT {select}, count(DISTINCT p.id) FROM practices_practice p {joins} WHERE {where} GROUP BY 1"
        return read(sql, *arguments)

    found = {
        "handlungsfeld": read(
            "SELECT handlungsfeld_id, count(*) FROM practices_practice WHERE status = 'published' GROUP BY 1"
        ),
        "carrier": count("p.carrier", ""),
    }
    for name, (table, _terms) in list(CODINGS.items())[1:]:
        found[name] = count("c.term_id", f"JOIN {table} c ON c.practice_id = p.id")
    for name, term in DERIVED.items():
        through = f"handlungsfelder_{term}_handlungsfelder"
        found[name] = count(f"m.{term}_id", f"JOIN {through} m ON m.handlungsfeld_id = p.handlungsfeld_id")
    located = "JOIN practices_location l ON l.practice_id = p.id JOIN practices_place q ON q.id = l.place_id"
    for column in ("country", "state", "precision"):
        found[column] = count(f"q.{column}", located)
    found["town_size"] = count(
        "CASE WHEN q.population < 5000 THEN 1 WHEN q.population < 10000 THEN 2 WHEN q.population < 20000 THEN 3 "
        "WHEN q.population < 100000 THEN 4 ELSE 5 END",
        located,
    )
    return found


def faceted(query):
    return page(query) | {"facets": facets(query["handlungsfeld"])}


def all_facets(query):
    (count,) = read("SELECT count(*) FROM practices_practice WHERE status = 'published'")[0]
    rows = read(f"{PAGE} WHERE p.status = 'published' ORDER BY p.title_sort, p.slug LIMIT 20")
    return {"count": count, "results": practices(rows), "facets": facets(None)}


def search(query):
    found = "cases_fts MATCH ? AND c.handlungsfeld = ?"
    arguments = (f'"{query["q"]}"', query["handlungsfeld"])
    source = f"FROM cases_fts JOIN cases c ON c.id = cases_fts.rowid WHERE {found}"
    (count,) = read(f"SELECT count(*) {source}", *arguments, path=FLAT)[0]
    pks = [row[0] for row in read(f"SELECT c.id {source} ORDER BY rank LIMIT 20", *arguments, path=FLAT)]
    rows = read(f"{PAGE} WHERE p.id IN ({','.join(map(str, pks)) or '0'})")
    return {"count": count, "results": practices(rows)}


def window(query):
    west, south, east, north = map(float, query["bbox"].split(","))
    cells = 2.0 ** int(query["zoom"]) * 256 / 52
    rows = read(
        "SELECT cast((q.lon + 180) / 360 * ? AS int), cast((q.lat + 90) / 180 * ? AS int), count(*), avg(q.lon), "
        "avg(q.lat), min(q.lon), min(q.lat), max(q.lon), max(q.lat), min(p.slug), min(p.title) "
        "FROM practices_place q JOIN practices_location l ON l.place_id = q.id "
        "JOIN practices_practice p ON p.id = l.practice_id "
        "WHERE p.status = 'published' AND q.lon BETWEEN ? AND ? AND q.lat BETWEEN ? AND ? GROUP BY 1, 2",
        *(cells, cells, west, east, south, north),
    )
    return {"features": [{"count": row[2], "at": row[3:5], "bbox": row[5:9], "slug": row[9]} for row in rows]}


def one(query):
    return practices(read(f"{PAGE} WHERE p.slug = ?", query["slug"]))[0]


ROUTES = {"/a": page, "/b": faceted, "/b0": all_facets, "/c": search, "/d": window, "/e": one}
