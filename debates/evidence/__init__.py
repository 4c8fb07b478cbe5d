"""Sources, and the excerpts and summaries of them that stand under claims."""
