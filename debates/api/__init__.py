"""The API: what the pages do, for programmes, by the same queries and services."""
