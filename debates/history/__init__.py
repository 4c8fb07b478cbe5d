"""What happened, to what, by whom: the lowest room."""
