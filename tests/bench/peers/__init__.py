"""The same claims kept as trees by three libraries."""
