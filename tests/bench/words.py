"""Sentences of made-up length from words whose use falls off as in real texts."""

import random

VOWELS = "aeiou"
LAST = ("ban", "dent", "fer", "gal", "hund", "kin", "lor", "mas", "net", "pol", "ral", "sen", "tion", "vert", "zon")
SINGLE = ("aid", "court", "peace", "troops", "farmers", "treaty", "sanctions", "forest", "budget", "election", "border")
PAIRS = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in VOWELS]
VOCABULARY = [*SINGLE, *(first + second + last for last in LAST for first in PAIRS[:15] for second in PAIRS[15:35])]


def sentence(chance: random.Random) -> str:
    """Eight to thirty words; a few of them stand in very many sentences."""
    count = chance.randint(8, 30)
    words = [VOCABULARY[min(int(chance.paretovariate(0.6)) - 1, len(VOCABULARY) - 1)] for _ in range(count)]
    return f"{' '.join(words).capitalize()}."
