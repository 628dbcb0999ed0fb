"""What of a profile the filter asks for: by value, of the profile as it is stored."""

from practices.models.profile.values import Carrier, Evidence, Phase

NONE, KNOWN, UNKNOWN = "none", "known", "unknown"
EVIDENCE = (*Evidence.values, NONE)
COST = (KNOWN, UNKNOWN)
VALUES = {"phase": Phase.values, "evidence": EVIDENCE, "cost": COST}
# What the facets take for a case whose profile says nothing.
SILENT = {"phase": "", "evidence": NONE, "cost": UNKNOWN}
MOST_CARRIERS = len(Carrier.values)


def values_of(profile):
    """{parameter: value} of a stored profile; "" where none of the values fits."""
    costed = "cost_amount" in profile or "cost" in profile
    return {
        "phase": profile.get("phase", ""),
        "evidence": profile.get("evidence", NONE),
        "cost": KNOWN if costed else UNKNOWN,
    }
