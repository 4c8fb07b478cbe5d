"""The walk in docs/api.md does what it says, command by command."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from core.accounts.services import ensure_person
from core.accounts.tokens import make_token
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution
from debates.maps.rules import Role
from debates.ratings.models import Rating

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.django_db(transaction=True)
def test_the_walk_leads_from_a_token_to_a_claim(live_server: Any, tmp_path: Path) -> None:
    chloe = ensure_person(name="chloe")
    maps.grant_role(user=chloe, role=Role.CURATOR, by=None)
    subject = maps.open_subject(by=chloe, slug="relations", title="Relations")
    maps.open_controversy(
        subject=subject, by=chloe, slug="sovereignty", title="Sovereignty", question="What of it?", state="open"
    )
    _token, secret = make_token(by=ensure_person(name="ana"), name="Walk")
    walk = "".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL))
    walk = re.sub(r"^(SITE|TOKEN)=.*$", "", walk, flags=re.MULTILINE)

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", walk.replace("curl -s", "curl -sSf")],
        env={"SITE": live_server.url, "TOKEN": secret, "PATH": "/usr/bin:/bin:/usr/local/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr + done.stdout
    assert '"name":"ana"' in done.stdout
    assert "304\n" in done.stdout
    assert '"seq":' in (tmp_path / "map.json").read_text()
    thesis = Claim.objects.get(thesis_position=1)
    assert (thesis.text, thesis.revision) == ("Aid should be asked for and never pressed on anybody.", 2)
    assert Contribution.objects.count() == 4  # the thesis, its reply with the step, the evidence
    assert Rating.objects.get().value == 3
