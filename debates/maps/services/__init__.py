"""Every write of the map."""

from debates.maps.services.changes import approve, edit, hide, lock, restore, unlock, unwithdraw, withdraw
from debates.maps.services.claims import add_claim, add_reply
from debates.maps.services.places import (
    edit_controversy,
    edit_subject,
    grant_role,
    hold_controversy,
    hold_subject,
    may_open,
    open_controversy,
    open_subject,
    revoke_role,
)
from debates.maps.services.relations import add_premise, relate
from debates.maps.services.revert import revert
from debates.maps.services.suggestions import accept, decide_step, rebase, reject, suggest, take_back

__all__ = [
    "accept",
    "add_claim",
    "add_premise",
    "add_reply",
    "approve",
    "decide_step",
    "edit",
    "edit_controversy",
    "edit_subject",
    "grant_role",
    "hide",
    "hold_controversy",
    "hold_subject",
    "lock",
    "may_open",
    "open_controversy",
    "open_subject",
    "rebase",
    "reject",
    "relate",
    "restore",
    "revert",
    "revoke_role",
    "suggest",
    "take_back",
    "unlock",
    "unwithdraw",
    "withdraw",
]
