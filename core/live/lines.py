"""What is written into a stream: numbers, and nothing but numbers."""

from core.live.given import Numbers

RETRY = b"retry: 2000\n\n"  # milliseconds after which a browser that was cut off comes back
BEAT = b":\n\n"  # so that nobody between takes the silence for the end
REREAD = b"event: reread\n"  # before a line: not only what is new, but all of it
MOST_BEHIND = 500  # changes; whoever missed more reads everything anew


def line(numbers: Numbers, here: int) -> bytes:
    """One event, whose id is the number of changes: `{"seq": …, "ratings": …, "here": …}`."""
    seq, ratings = numbers
    return b'id: %d\ndata: {"seq": %d, "ratings": %d, "here": %d}\n\n' % (seq, seq, ratings, here)


def first(numbers: Numbers, here: int, since: int | None) -> bytes:
    """What a stream begins with: how things stand. Whoever is too far behind, or ahead of us, is told to read anew."""
    told = line(numbers, here)
    behind = 0 if since is None else numbers.seq - since
    return told if 0 <= behind <= MOST_BEHIND else REREAD + told
