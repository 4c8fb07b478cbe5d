"""How strong each claim of a map is, why, in which words, and what a whole debate looks like at a glance."""
