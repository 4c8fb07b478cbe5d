"""Going back to an older wording."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean
from debates.history.queries import wording_at
from debates.maps.models import Contribution
from debates.maps.services.changes import REASON_LIMIT, held, refuse_editor, refuse_stale, reword
from debates.maps.services.entering import enter, lock_map


@transaction.atomic
def revert(
    *, contribution: Contribution, to_version: int, base_revision: int, by: User, reason: str = ""
) -> Contribution:
    """An older wording again, as a new version; nothing is rewritten, so that this too can be taken back.

    The wording comes back as it was, be it longer than what people may write now. Raises Refusal `wording_hidden`
    (also where it is kept no more, or never was), `edit_conflict` and those of a rewording.
    """
    reason = clean(reason, field="reason", limit=REASON_LIMIT, required=False)
    lock_map(contribution.controversy_id)
    entrance = enter(contribution.controversy_id, by=by, move=None)
    kept = held(contribution, entrance)
    refuse_editor(kept=kept, entrance=entrance, by=by)
    refuse_stale(kept, base_revision)
    wording = wording_at(contribution_id=kept.pk, version=to_version)
    if wording is None:
        raise Refusal("wording_hidden", _("This wording is not shown any more, so nobody can go back to it."))
    reword(kept=kept, by=by, verb="reverted", after=wording, reason=reason, noted={"back_to": to_version})
    return kept
