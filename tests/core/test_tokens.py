"""A token stands for its owner, until it is ended, expires, or its owner's account is closed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.accounts.tokens import end_token, make_token, person_of, tokens_of
from core.errors import Refusal
from core.models import Token, User


@pytest.fixture
def tern(db: None) -> User:
    return User.objects.create_user("Tern")


def test_a_token_leads_to_its_owner_and_only_its_hash_is_kept(tern: User) -> None:
    token, secret = make_token(by=tern, name="Notebook")

    assert person_of(secret) == tern
    assert secret.startswith("dis_")
    assert len(secret) >= 4 + 43  # 256 bits in base 64
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM core_token t")
        assert secret[4:] not in cursor.fetchone()[0]
    assert list(tokens_of(tern)) == [token]


@pytest.mark.parametrize("secret", ["", "dis_", "dis_nobody", "x" * 5000, "\udc80\x00", "' OR 1=1 --"])
def test_what_is_no_token_leads_to_nobody(secret: str, tern: User) -> None:
    make_token(by=tern, name="Notebook")

    assert person_of(secret) is None


def test_an_ended_token_is_no_more_than_an_unknown_one(tern: User) -> None:
    token, secret = make_token(by=tern, name="Notebook")
    end_token(token_id=token.pk, by=tern)
    first = Token.objects.get(pk=token.pk).ended_at
    end_token(token_id=token.pk, by=tern)

    assert person_of(secret) is None
    assert Token.objects.get(pk=token.pk).ended_at == first


def test_an_expired_token_and_a_closed_account_open_nothing(tern: User) -> None:
    token, secret = make_token(by=tern, name="Notebook", days=1)
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = person_of(secret)
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() + timedelta(days=1))
    User.objects.filter(pk=tern.pk).update(is_active=False)

    assert expired is None
    assert person_of(secret) is None


def test_nobody_ends_anothers_token(tern: User) -> None:
    token, secret = make_token(by=tern, name="Notebook")

    with pytest.raises(Refusal) as refused:
        end_token(token_id=token.pk, by=User.objects.create_user("Knot"))

    assert refused.value.code == "not_found"
    assert person_of(secret) == tern


@pytest.mark.parametrize(
    ("name", "days", "field"), [("", 30, "name"), ("n" * 61, 30, "name"), ("a", 0, "days"), ("a", 366, "days")]
)
def test_a_token_has_a_name_and_an_end(name: str, days: int, field: str, tern: User) -> None:
    with pytest.raises(Refusal) as refused:
        make_token(by=tern, name=name, days=days)

    assert refused.value.field == field
    assert not Token.objects.exists()


def test_a_guest_has_no_token_for_programmes(tern: User) -> None:
    User.objects.filter(pk=tern.pk).update(is_guest=True)

    with pytest.raises(Refusal) as refused:
        make_token(by=User.objects.get(pk=tern.pk), name="Notebook")

    assert refused.value.code == "forbidden"


def test_its_use_is_noted_at_most_once_an_hour(tern: User) -> None:
    token, secret = make_token(by=tern, name="Notebook")
    costs = []
    for passed in (0, 59, 2):
        Token.objects.filter(pk=token.pk, used_at__isnull=False).update(
            used_at=timezone.now() - timedelta(minutes=passed) if passed != 2 else timezone.now() - timedelta(hours=2)
        )
        with CaptureQueriesContext(connection) as asked:
            person_of(secret)
        costs.append(len(asked))

    assert costs == [2, 1, 2]
