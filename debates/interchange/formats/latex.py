"""Text as BibTeX files hold it: accents and signs as commands, and back. Linear in the length, whatever comes."""

import re
import unicodedata

# TeX puts a mark before its letter, Unicode after it.
ACCENTS = dict(
    zip(
        "'`^\"~=.uvHckrdb",
        "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a\u0323\u0331",
        strict=True,
    )
)
_SIGNS = (
    ("ss o O l L ae AE oe OE", "ß ø Ø ł Ł æ Æ œ Œ"),
    ("aa AA i j dh DH th TH dj", "å Å ı ȷ ð Ð þ Þ đ"),
    (
        "DJ textbackslash textbraceleft textbraceright lbrace rbrace textasciitilde textasciicircum textdollar",
        "Đ \\ { } { } ~ ^ $",
    ),
    (
        "textunderscore textendash textemdash ldots dots textellipsis textquoteleft textquoteright textquotedblleft",
        "_ – — … … … ‘ ’ “",
    ),
    (
        "textquotedblright guillemotleft guillemotright textquotesingle textgreater textless S P pounds",
        "” « » ' > < § ¶ £",
    ),
    (
        "euro texteuro copyright textregistered textdegree textexclamdown textquestiondown textbar times",
        "€ € © ® ° ¡ ¿ | ×",
    ),
    ("alpha beta gamma delta mu pi sigma omega", "α β γ δ µ π σ ω"),
)
SIGNS = {name: sign for names, signs in _SIGNS for name, sign in zip(names.split(), signs.split(), strict=True)}
# Commands that only say how their words look.
SILENT = {
    *("emph", "textit", "textbf", "textsc", "textrm", "texttt", "textsf", "textup", "text", "mbox", "hbox", "url"),
    *("em", "it", "bf", "sc", "rm", "tt", "sf", "itshape", "bfseries", "mathrm", "mathit", "ensuremath", "relax"),
    *("noopsort", "protect", "uppercase", "lowercase", "MakeUppercase", "enquote", "href", "textsuperscript"),
}
SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "\\": " ", "-": "", "/": "", "!": "", "@": ""}
JOINED = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "{": "", "}": ""}

_token = re.compile(r"\\([A-Za-z]+)\*?[ \t\n]*|\\(.)|(---|--|``|''|[{}~$\\])|([^\\{}~$`'-]+|.)", re.DOTALL)
_dotless = {"ı": "i", "ȷ": "j"}

_written = {sign: f"\\{sign}" for sign in "&%$#_"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
}
_joining = {"-": "-–—", "–": "-–—", "—": "-–—", "`": "`“", "'": "'”", "“": "`“", "”": "'”"}
_special = re.compile("|".join(["-(?=[-–—])", "`(?=[`“])", "'(?=['”])", *map(re.escape, _written)]))


def encode(text: str) -> str:
    """The text for the inside of a value in braces; letters with accents stay as they are (UTF-8)."""
    return _special.sub(lambda found: _written.get(found[0], found[0]) + _parting(found), text)


def _parting(found: re.Match[str]) -> str:
    """What keeps two signs apart that would be read as one."""
    following = found.string[found.end() : found.end() + 1]
    return "{}" if following and following in _joining.get(found[0], "") else ""


def decode(text: str) -> str:
    """The text that a value says. Commands that are not known stand by their names; nothing is ever run."""
    reader = _Reader(keeps_dollars=text.count("$") % 2 == 1)
    for found in _token.finditer(text):
        reader.take(found)
    return unicodedata.normalize("NFC", "".join(reader.said))


class _Reader:
    """What was said so far, and the accent that waits for its letter."""

    def __init__(self, *, keeps_dollars: bool) -> None:
        self.said: list[str] = []
        self.accent = ""
        self.keeps_dollars = keeps_dollars

    def take(self, found: re.Match[str]) -> None:
        command, sign, joined, plain = found.groups()
        if command is not None:
            self._command(command)
        elif sign is not None:
            self._sign(sign)
        elif joined is not None:
            self._joined(joined)
        else:
            self._say(plain)

    def _command(self, name: str) -> None:
        if name in ACCENTS:
            self.accent = ACCENTS[name]
        elif name not in SILENT:
            self._say(SIGNS.get(name, name))

    def _sign(self, sign: str) -> None:
        if sign in ACCENTS:
            self.accent = ACCENTS[sign]
        else:
            self._say(SPACES.get(sign, sign))

    def _joined(self, joined: str) -> None:
        if joined == "{" and self.accent:
            return
        if joined == "$":
            self._say("$" if self.keeps_dollars else "")
        elif joined == "}":
            self.accent = ""
        else:
            self._say(JOINED.get(joined, ""))

    def _say(self, text: str) -> None:
        if self.accent and text.strip():
            letter, rest = text.lstrip()[0], text.lstrip()[1:]
            text = _dotless.get(letter, letter) + self.accent + rest
            self.accent = ""
        self.said.append(text)
