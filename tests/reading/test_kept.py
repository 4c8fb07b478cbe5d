"""What the process remembers: the newest answers, up to a weight."""

from debates.reading.kept import Kept, forget_all


def test_forgets_what_was_asked_for_least_lately() -> None:
    kept: Kept[str] = Kept(2)
    kept.put("a", "A")
    kept.put("b", "B")
    kept.get("a")
    kept.put("c", "C")

    assert [kept.get(key) for key in "abc"] == ["A", None, "C"]


def test_weighs_its_answers() -> None:
    kept: Kept[bytes] = Kept(10, weigh=len)
    kept.put("a", b"12345")
    kept.put("b", b"123456")
    kept.put("b", b"1")
    kept.put("c", b"123456789")
    kept.put("huge", b"x" * 11)

    assert [kept.get(key) for key in ("a", "b", "c", "huge")] == [None, None, None, None]
    kept.put("d", b"1" * 10)
    assert kept.get("d") == b"1" * 10


def test_all_is_forgotten_at_once() -> None:
    kept: Kept[int] = Kept(3)
    kept.put(1, 1)
    forget_all()

    assert kept.get(1) is None
