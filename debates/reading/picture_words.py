"""The words of pictures, in the language that is spoken just now."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debates.interchange.drawing.words import Words


def picture_words() -> Words:
    """What cards, legend and foot say."""
    return Words(
        supports=_("Supports"),
        opposes=_("Opposes"),
        impact=_("Impact"),
        strength=_("Strength"),
        source_retracted=_("Source retracted"),
        not_shown=_("A claim that is not shown"),
        not_counted=_("Not counted: only you and moderators see this"),
        also_here=_("also used here"),
        doubts_step=_("doubts the step"),
        backs_step=_("backs the step"),
        doubts_source=_("doubts a source here"),
        loose=_("bears on nothing that is shown here"),
        for_it=lambda n: _("%(n)s for") % {"n": n},
        against_it=lambda n: _("%(n)s against") % {"n": n},
        more_below=lambda n: ngettext("%(n)d more claim below", "%(n)d more claims below", n) % {"n": n},
        not_drawn=lambda n: ngettext("%(n)d claim is not drawn", "%(n)d claims are not drawn", n) % {"n": n},
    )
