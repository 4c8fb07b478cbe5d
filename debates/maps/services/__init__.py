"""Every write of the map."""

from debates.maps.services.changes import approve, edit, hide, lock, restore, unlock, unwithdraw, withdraw
from debates.maps.services.claims import add_claim, add_reply
from debates.maps.services.places import (
    edit_controversy,
    edit_subject,
    grant_role,
    may_open,
    open_controversy,
    open_subject,
    revoke_role,
)
from debates.maps.services.relations import add_premise, relate

__all__ = [
    "add_claim",
    "add_premise",
    "add_reply",
    "approve",
    "edit",
    "edit_controversy",
    "edit_subject",
    "grant_role",
    "hide",
    "lock",
    "may_open",
    "open_controversy",
    "open_subject",
    "relate",
    "restore",
    "revoke_role",
    "unlock",
    "unwithdraw",
    "withdraw",
]
