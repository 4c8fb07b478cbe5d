"""What the demonstration's accounts may do, in a few words each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, Promise] = {
    "reader": _("Reads, and takes part where a debate is open to all."),
    "member": _("Adds claims, reasons and sources; rates and comments."),
    "teacher": _("Also leads debates of a class."),
    "moderator": _("Also lets waiting contributions in and hides what breaks the rules."),
    "curator": _("Also keeps the maps in order: rewords and moves claims."),
    "admin": _("Everything, and the administration pages."),
}
