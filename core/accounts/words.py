"""What the demonstration's accounts may do, in a few words each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, Promise] = {
    "reader": _("Reads, and takes part where a debate is open to all."),
    "member": _("Adds claims, reasons and sources; rates and comments."),
    "teacher": _("Takes part like a member."),
    "moderator": _("Also lets in what waits for review."),
    "curator": _("Also rewords claims, opens debates and keeps the sources."),
    "admin": _("Everything, and the administration pages."),
}
