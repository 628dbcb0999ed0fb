"""The two words that the benchmark searches for: in about one text of 2,000, and in about every third."""

RARE, COMMON = "Zeppelinhalle", "Gemeinde"
