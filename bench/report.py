"""Measured rows → the tables that are printed."""

CASES = {
    "a": "page of 20, filtered",
    "b": "the same with all facets",
    "b0": "all facets, no filter",
    "c_rare": "search, rare word, filtered",
    "c_common": "search, common word, filtered",
    "d_window": "map, southern Germany",
    "d_europe": "map, all of Europe",
    "e": "one case",
    "f": "304 of (a)",
}
PEERS = ("datasette", "pygeoapi")


def show(rows):
    """Print a table for each size, and how p50 grows from the second largest to the largest."""
    sizes = sorted({row["n"] for row in rows})
    for size in sizes:
        _table([row for row in rows if row["n"] == size], size)
    if len(sizes) > 1:
        _growth(rows, *sizes[-2:])


def _table(rows, size):
    found = {(row["system"], row["database"], row["case"]): row for row in rows}
    print(f"\n{size:,} cases, one worker process each; req/s and p95 at concurrency 8, p50 also alone (ms)")
    head = ("case", "system", "req/s", "p50", "p95", "p50 alone", "bytes", "wrong")
    print("{:<30} {:<20} {:>9} {:>9} {:>9} {:>9} {:>9} {:>6}".format(*head))
    for case, title in CASES.items():
        for (system, database, name), row in found.items():
            if name == case:
                label = system if database == "SQLite" else f"{system} ({database})"
                figures = [row[key] for key in ("rps", "p50_ms", "p95_ms", "alone_p50_ms", "bytes", "wrong")]
                print(
                    "{:<30} {:<20} {:>9} {:>9} {:>9} {:>9} {:>9} {:>6}".format(
                        f"({case}) {title}"[:30], label, *figures
                    )
                )
    print(f"\n{'ratios of req/s (–: no answer)':<32}{'best peer':>12}{'floor':>12}{'hello':>12}")
    for case, title in CASES.items():
        own = found.get(("atlas", "SQLite", case))
        if own:
            answered = {
                key[0]: row["rps"] for key, row in found.items() if key[1:] == ("SQLite", case) and row["bytes"]
            }
            ratios = [_ratio(own["rps"], max(answered.get(peer, 0) for peer in PEERS))]
            ratios += [_ratio(own["rps"], answered.get(system, 0)) for system in ("floor", "hello")]
            print(f"{f'({case}) {title}':<32}" + "".join(f"{ratio:>12}" for ratio in ratios))


def _ratio(own, other):
    return f"{own / other:.2f} x" if other else "–"


def _growth(rows, smaller, larger):
    print(f"\nhow p50 alone grows from {smaller:,} to {larger:,} cases (atlas)")
    found = {(row["n"], row["case"]): row for row in rows if row["system"] == "atlas" and row["database"] == "SQLite"}
    for case, title in CASES.items():
        if (smaller, case) in found and (larger, case) in found:
            before, after = found[smaller, case]["alone_p50_ms"], found[larger, case]["alone_p50_ms"]
            print(f"({case}) {title:<28} {before:>8} → {after:>8} ms  {_ratio(after, before)}")
