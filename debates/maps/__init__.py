"""Subjects, controversies and the map itself: the one table of contributions, its gate and its writes."""
