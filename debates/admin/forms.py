"""The form of every table of the desk: its service writes, and nobody's change is written over unseen."""

import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.template.defaultfilters import yesno
from django.utils.translation import gettext as _

from core.errors import Refusal

if TYPE_CHECKING:
    from debates.admin.base import Desk

MARK = "made_from"


class MarkField(forms.CharField):
    """Carries what the form was made from; no field of the row, hence never changed."""

    def __init__(self) -> None:
        super().__init__(required=False, label="", widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that calls its table's service once all fields are good; a refusal stands beside its field.

    It carries a mark of the values that it showed. If they are others once the row is held, nothing is written: what
    stands now is told beside each field, what was typed stays, and the next try is over that.
    """

    desk: "Desk"
    request: HttpRequest
    made: Model | None = None
    made_from = MarkField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What is chosen already can be kept, also by whoever could not choose it now."""
        super().__init__(*args, **kwargs)
        self.fields[MARK].initial = self.mark
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None and self.initial.get(name):
                field.queryset |= field.queryset.model._default_manager.filter(pk=self.initial[name])

    def mark(self) -> str:
        """The same for the same values, as they stood before anything was typed."""
        shown = [f"{name}={self[name].initial}" for name in sorted(self.fields) if name != MARK]
        return hashlib.blake2b("\0".join(shown).encode(), digest_size=16).hexdigest()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.made = self._write()
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))

    def _write(self) -> Model | None:
        new = self.instance._state.adding
        names = self.fields.keys() - {MARK} if new else self.changed_data
        fields = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        if new:
            return self.desk.write(self.request, None, fields)
        row: Model = type(self.instance)._default_manager.get(pk=self.instance.pk)
        self.desk.hold(row)
        differing = self._moved_on(row)
        if differing:
            return None
        return self.desk.write(self.request, row, fields) if fields else row

    def _moved_on(self, row: Model) -> bool:
        """Whether the row is no more what the form was made from and not what was typed; then tells what it is."""
        now = type(self)(instance=row)
        if self.cleaned_data.get(MARK, "") in ("", now.mark()):
            return False
        differing = [name for name in self.fields if name != MARK and _typed(self[name]) != _typed(now[name])]
        for name in differing:
            self.add_error(name, _("Now it reads: %(value)s") % {"value": _said(now[name])})
        if differing:
            sentence = _(
                "Somebody changed this while you were writing, so nothing was saved. Compare with what stands now, "
                "and send again what shall stand."
            )
            self.add_error(None, sentence)
            sent: Any = self.data.copy()  # type: ignore[attr-defined]
            sent[self.add_prefix(MARK)] = now.mark()
            self.data = sent
        return bool(differing)


def _typed(bound: forms.BoundField) -> str:
    """A value as a field of the page holds it."""
    value = bound.value()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _said(bound: forms.BoundField) -> str:
    """A value in words: of a choice its name."""
    value = bound.value()
    if isinstance(value, bool):
        return str(yesno(value))
    names = {str(key): str(name) for key, name in getattr(bound.field, "choices", ())}
    return names.get(str(value)) or _typed(bound) or "–"
