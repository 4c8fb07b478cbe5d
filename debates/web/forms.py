"""The forms of the pages: they parse and show; what is allowed is said by the services."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from debates.comments.rules import Intent
from debates.evidence.rules import Form, Genre
from debates.maps.models import Controversy
from debates.maps.rules import CLAIM_SOFT_LIMIT, LIMITS, ClaimKind, Kind, Rights, Side
from debates.reading.hints import refuse_twin
from debates.web.source_fields import SourceFields

KINDS = [(ClaimKind.UNSORTED, _("not sure")), *[(k.value, k.label) for k in ClaimKind if k != ClaimKind.UNSORTED]]


class WriteForm(forms.Form):
    """A form with an idempotency key that can take a Refusal: the sentence stands beside its field."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    looked_for = ""  # the field that is chosen from what a few words find; a form that has one begins there
    finder = ""  # the mark of those few words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid4())
        self.refusal: Refusal | None = None

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal where it belongs; what was typed stays."""
        self.refusal = refusal
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))

    def begin(self, mark: str) -> None:
        """Mark the field where the writer goes on (`autofocus`, `data-focus`): the first wrong one, or the start."""
        wrong = [name for name in self.fields if self.is_bound and name in self.errors]
        name = wrong[0] if wrong else self.looked_for or "text"
        if name == self.looked_for:
            self.finder = mark
        elif name in self.fields:
            self.fields[name].widget.attrs[mark] = True

    @property
    def status(self) -> int:
        """200 for a fresh form, else what the refusal says or 422."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.is_bound and self.errors else 200

    def sent(self) -> dict[str, Any]:
        """What was sent, for the service: without key and next."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "next")}

    @property
    def sent_key(self) -> UUID | None:
        key: UUID | None = self.cleaned_data.get("key")
        return key


def text_field(kind: Kind, label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    """A text of the map. Limits and characters are the service's to judge, so that the words are the same
    everywhere; Django's own checks would cut in before them."""
    soft = CLAIM_SOFT_LIMIT if kind == Kind.CLAIM else LIMITS[kind]
    says = _("That is long for one point. Could the second half be a claim of its own?") if kind == Kind.CLAIM else ""
    attrs = {"rows": rows, "data-soft": soft, "data-hard": LIMITS[kind], "data-soft-says": says}
    return forms.CharField(
        label=label,
        required=required,
        strip=False,
        error_messages={"required": _("Write something here first.")},
        widget=forms.Textarea(attrs=attrs),
    )


class ClaimForm(WriteForm):
    """A new claim; `warrant` only where it bears on something."""

    text = text_field(Kind.CLAIM, _("Your claim, one point in one sentence"))
    claim_kind = forms.ChoiceField(label=_("It is about"), choices=KINDS, required=False, initial=ClaimKind.UNSORTED)
    different = forms.CharField(label=_("Mine is different because …"), required=False, strip=False)
    knows = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_claim_kind(self) -> str:
        return self.cleaned_data["claim_kind"] or ClaimKind.UNSORTED

    def clean_different(self) -> str:
        """The reason that was given: each claim that reads much like this one has a place for it."""
        given = self.data.getlist("different") if isinstance(self.data, QueryDict) else []
        return next((said for said in given if said.strip()), "")

    def sent_new(self, *, controversy: Controversy, rights: Rights) -> dict[str, Any]:
        """What was sent, once the writer knows what stands here in nearly the same words. Raises Refusal."""
        sent = self.sent()
        if not (sent.pop("knows") or sent["different"]):
            refuse_twin(controversy=controversy, rights=rights, text=sent["text"])
        return sent


class ReplyForm(ClaimForm):
    warrant = text_field(Kind.RELATION, _("Why it bears on that, if it needs saying"), required=False, rows=2)


class RelateForm(WriteForm):
    """A standing claim, chosen from what was found, with its side."""

    looked_for = "child"
    child = forms.IntegerField(
        label=_("Claim"), min_value=1, error_messages={"required": _("Choose one of the claims found.")}
    )
    side = forms.ChoiceField(
        label=_("It speaks"),
        choices=[(Side.PRO, _("for it")), (Side.CON, _("against it"))],
        error_messages={"required": _("Choose a side: for or against.")},
        widget=forms.RadioSelect,
    )
    warrant = text_field(Kind.RELATION, _("Why it bears on that, if it needs saying"), required=False, rows=2)


class CiteForm(SourceFields, WriteForm):
    """Evidence: a source from the library or a new one, and what it says."""

    looked_for = "source"
    side = forms.ChoiceField(
        label=_("It speaks"),
        choices=[
            (Side.PRO, _("for the claim")),
            (Side.CON, _("against the claim")),
            (Side.CONTEXT, _("neither: context")),
        ],
        widget=forms.RadioSelect,
        initial=Side.PRO,
    )
    form = forms.ChoiceField(label=_("Form"), choices=Form.choices, widget=forms.RadioSelect, initial=Form.SUMMARY)
    text = text_field(Kind.EVIDENCE, _("What the source says"), rows=4)
    locator = forms.CharField(label=_("Where in the source"), required=False, max_length=200)
    genre = forms.ChoiceField(label=_("Kind of evidence"), choices=Genre.choices, initial=Genre.DOCUMENT)
    source = forms.IntegerField(label=_("Source from the library"), required=False, min_value=1)
    use = forms.IntegerField(required=False, min_value=1)  # of a button: the one that stands there already

    def add_prefix(self, field_name: str) -> str:
        """In the page `form` goes by another name: an input called so would hide the element's own `form`."""
        return "how" if field_name == "form" else super().add_prefix(field_name)


class CommentForm(WriteForm):
    text = text_field(Kind.COMMENT, _("Your comment"))
    intent = forms.ChoiceField(
        label=_("It is a"),
        choices=[choice for choice in Intent.choices if choice[0] != Intent.ANSWER],
        required=False,
        initial=Intent.REMARK,
        widget=forms.RadioSelect,
    )

    def clean_intent(self) -> str:
        return self.cleaned_data["intent"] or Intent.REMARK


class AnswerForm(WriteForm):
    text = text_field(Kind.COMMENT, _("Your answer"))


class EditForm(WriteForm):
    """A new wording over the one that was seen (`base_revision`)."""

    text = forms.CharField(label=_("Wording"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4}))
    locator = forms.CharField(label=_("Where in the source"), required=False, max_length=200)
    reason = forms.CharField(label=_("Why, in a few words"), required=False, max_length=300)
    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SuggestForm(WriteForm):
    """A better wording for another's text, upon the one that was seen (`base_revision`)."""

    text = forms.CharField(
        label=_("How it should read"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(label=_("Why that is better, in a few words"), required=False, max_length=300)
    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
