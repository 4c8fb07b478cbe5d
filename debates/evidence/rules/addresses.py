"""Where a source is found: what an address or a DOI may be, and when two spellings mean one place."""

import re
from hashlib import sha256
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

DOI_PATTERN = r"^10\.[0-9]{4,9}/[^\s]+$"
DOI_HOSTS = ("doi.org", "dx.doi.org", "www.doi.org")
LONGEST_KEY = 500

_doi_label = re.compile(r"^(?:doi|info:doi/|urn:doi)[\s:]*(?=10\.)")
_doi_address = re.compile(rf"^(?:https?://)?(?:{'|'.join(re.escape(host) for host in DOI_HOSTS)})/")
_tracking = re.compile(r"^(?:utm_[^=]*|fbclid|gclid|msclkid|mc_[ce]id)(?:=|$)", re.IGNORECASE)
_escaped = re.compile(r"%([0-9A-Fa-f]{2})")
_plain = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_kept = "!#$%&'()*+,/:;=?@[]~"


def is_web_address(url: str) -> bool:
    """Whether this is a plain http(s) address that a reader may be sent to."""
    try:
        URLValidator(schemes=["http", "https"])(url)
        parts = urlsplit(url)
        return not parts.username and parts.port != 0
    except (ValidationError, ValueError):
        return False


def normal_address(url: str) -> str:
    """The address with its scheme in small letters, as the database wants it."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme.lower()}{mark}{rest}"


def normal_doi(text: str) -> str:
    """A DOI without the address or label people paste with it, in lower case."""
    doi = text.strip().lower()
    address = _doi_address.match(doi)
    if address:
        doi = unquote(re.split(r"[?#]", doi[address.end() :], maxsplit=1)[0])
    return _doi_label.sub("", doi).strip().rstrip(".,;")


def doi_in(url: str) -> str:
    """The DOI that a doi.org address leads to, or nothing."""
    if not _doi_address.match(url.strip().lower()):
        return ""
    doi = normal_doi(url)
    return doi if re.match(DOI_PATTERN, doi) else ""


def address_key(url: str) -> str:
    """What all spellings of one web address share; two sources without a DOI never share it.

    Left out: the scheme, "www.", a default port, the last slash, the fragment (unless it is a route of the
    page's own, "#!/" or "#/"), tracking words (utm_… and the like), and needless percent signs.
    """
    if not url:
        return ""
    parts = urlsplit(url)
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _tracking.match(pair))
    route = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    rest = _tidy(f"{parts.path.rstrip('/')}{'?' if query else ''}{query}{route.rstrip('/')}")
    key = f"{_host(parts.hostname or '')}{port}{rest}"
    return key if len(key) <= LONGEST_KEY else f"sha256:{sha256(key.encode()).hexdigest()}"


def _host(name: str) -> str:
    host = name.lower().rstrip(".").removeprefix("www.")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(host)


def _tidy(text: str) -> str:
    """Percent signs as few and as loud as can be (RFC 3986, 6.2.2)."""

    def one(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if letter in _plain else found[0].upper()

    return quote(_escaped.sub(one, text), safe=_kept)
