"""The peers' own databases, from the same cases. Runs in their environment: ``peers.py SOURCE FLAT SPATIAL``."""

import sqlite3
import sys

JSON_LIST = (
    "(SELECT json_group_array(t.slug) FROM practices_{0}coding c JOIN handlungsfelder_{0} t ON t.id = c.term_id "
    "WHERE c.practice_id = p.id)"
)
COLUMNS = (
    "slug title summary description handlungsfeld carrier as_of teilaspekt handlungsmuster buergerrolle place country "
    "state precision lat lon"
).split()
SELECT = f"""
SELECT p.id, p.slug, p.title, p.summary, p.description, f.slug, p.carrier, p.as_of,
  {JSON_LIST.format("teilaspekt")}, {JSON_LIST.format("handlungsmuster")}, {JSON_LIST.format("buergerrolle")},
  q.name, q.country, q.state, coalesce(q.precision, 'none'), q.lat, q.lon
FROM practices_practice p JOIN handlungsfelder_handlungsfeld f ON f.id = p.handlungsfeld_id
LEFT JOIN practices_location l ON l.id = (SELECT min(id) FROM practices_location WHERE practice_id = p.id)
LEFT JOIN practices_place q ON q.id = l.place_id
WHERE p.status = 'published'
"""
FACETS = ("handlungsfeld", "carrier", "country", "state", "precision")


def flat(source, target):
    """For Datasette: indexes on what is filtered, and full text, as its documentation advises."""
    db = sqlite3.connect(target)
    db.execute("ATTACH ? AS source", [source])
    kinds = {"as_of": "INTEGER", "lat": "REAL", "lon": "REAL"}
    db.execute(_create(kinds))
    rows = sqlite3.connect(source).execute(SELECT)
    db.executemany(f"INSERT INTO cases VALUES ({', '.join('?' * (len(COLUMNS) + 1))})", rows)
    for column in (*FACETS, "slug", "title"):
        db.execute(f"CREATE INDEX cases_{column} ON cases ({column})")
    db.execute("CREATE INDEX cases_lat_lon ON cases (lat, lon)")
    db.execute("CREATE INDEX cases_page ON cases (handlungsfeld, title)")
    columns = "title, summary, description, content='cases', content_rowid='id'"
    db.execute(f"CREATE VIRTUAL TABLE cases_fts USING fts5({columns})")
    db.execute("INSERT INTO cases_fts(cases_fts) VALUES ('rebuild')")
    db.commit()
    db.execute("ANALYZE")
    db.close()


def _create(kinds):
    columns = ", ".join(f"{column} {kinds.get(column, 'TEXT')}" for column in COLUMNS)
    return f"CREATE TABLE cases (id INTEGER PRIMARY KEY, {columns})"


def spatial(source, target):
    """For pygeoapi: SpatiaLite with a point geometry and indexes on what is filtered."""
    db = sqlite3.connect(target)
    db.enable_load_extension(True)
    db.load_extension("mod_spatialite")
    db.execute("SELECT InitSpatialMetaData(1)")
    db.execute(_create({"as_of": "INTEGER", "lat": "REAL", "lon": "REAL"}))
    rows = sqlite3.connect(source).execute(SELECT)
    db.executemany(f"INSERT INTO cases VALUES ({', '.join('?' * (len(COLUMNS) + 1))})", rows)
    db.execute("SELECT AddGeometryColumn('cases', 'geometry', 4326, 'POINT', 'XY')")
    db.execute("UPDATE cases SET geometry = MakePoint(lon, lat, 4326) WHERE lat IS NOT NULL")
    db.execute("SELECT CreateSpatialIndex('cases', 'geometry')")
    for column in (*FACETS, "slug", "title"):
        db.execute(f"CREATE INDEX cases_{column} ON cases ({column})")
    db.commit()
    db.execute("ANALYZE")
    db.close()


if __name__ == "__main__":
    kind, source, target = sys.argv[1:]
    {"flat": flat, "spatial": spatial}[kind](source, target)
