"""What a clerk takes along: a shortlist of cases, their comparison, and documents made of them."""
