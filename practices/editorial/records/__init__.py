"""Places, sources, terms and accounts, as several people edit them: versions, changes that await approval, merging.

One mechanism for all of them (see kinds); a case has its own, in practices.editorial.
"""
