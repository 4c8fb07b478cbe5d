"""One table for each library, holding what the bench reads of a claim."""

from django.db import models
from mptt.models import MPTTModel, TreeForeignKey
from tree_queries.models import TreeNode
from treebeard.mp_tree import MP_Node


class Treebeard(MP_Node):  # type: ignore[misc]
    """Materialized path."""

    text: "models.TextField[str, str]" = models.TextField()
    side: "models.CharField[str, str]" = models.CharField(max_length=3)


class Mptt(MPTTModel):  # type: ignore[misc]
    """Nested sets."""

    parent = TreeForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    text: "models.TextField[str, str]" = models.TextField()
    side: "models.CharField[str, str]" = models.CharField(max_length=3)


class TreeQueries(TreeNode):  # type: ignore[misc]
    """Adjacency, read by a recursive query."""

    text: "models.TextField[str, str]" = models.TextField()
    side: "models.CharField[str, str]" = models.CharField(max_length=3)
