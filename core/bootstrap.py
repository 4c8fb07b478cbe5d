"""Makes .venv and installs into it what requirements.txt names; needs nothing but Python itself."""

# Postponed annotations, so that an older Python gets far enough to say that it is too old.
from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VAR = ROOT / "var"
PYTHON = VENV / "bin" / "python"
UV = VAR / "tools" / "bin" / "uv"
OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def main(arguments: list[str]) -> None:
    """The requirements files to have installed, then `--` and the command line to become, if any."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background job is born ignoring it
    demand_python()
    os.chdir(ROOT)
    VAR.mkdir(exist_ok=True)
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    # A lock, so that `make run` and `make test` started together do not install into each other.
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for requirements in arguments[:cut]:
            install(requirements)
    command = arguments[cut + 1 :]
    if command:
        os.execv(command[0], command)


def demand_python() -> None:
    """Go on with a Python that is new enough, whatever its name; otherwise say so."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_NAMES:
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.chdir(ROOT)
            os.execv(found, [found, "-m", "core.bootstrap", *sys.argv[1:]])
    fail(f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}.")


def install(requirements: str) -> None:
    """Install these requirements, unless exactly these are installed."""
    stamp = VENV / f"installed-{requirements}"
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    if is_whole() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"  installing what {requirements} names (once) …", flush=True)
    command = [*prepare_venv(), "-qq", "--require-hashes", "-r", requirements]
    if subprocess.call(command) != 0:
        fail(f"{requirements} could not be installed; the lines above say why. Then run the same again.")
    stamp.write_text(wanted)


def is_whole() -> bool:
    """Whether .venv's Python exists and is of the version that .venv was made for."""
    if not PYTHON.exists():
        return False
    version = PYTHON.resolve().name
    return not version.startswith("python3.") or (VENV / "lib" / version).exists()


def prepare_venv() -> list[str]:
    """A .venv with this Python, and what to call to install into it."""
    if not is_whole():
        shutil.rmtree(VENV, ignore_errors=True)
        if not make_venv():
            run_or_fail([str(fetch_uv()), "venv", "--quiet", "--python", sys.executable, str(VENV)])
    (site_packages() / "dissoi.pth").write_text("../../../..\n")  # the project, for tools; it may be moved
    if (site_packages() / "pip").exists():
        # Python compiles what it imports when it first does; compiling everything now takes five seconds more.
        return [str(PYTHON), "-m", "pip", "install", "--no-compile", "--disable-pip-version-check", "--no-input"]
    return [str(fetch_uv()), "pip", "install", "--python", str(PYTHON)]


def make_venv() -> bool:
    """The standard way. Some systems ship Python without it, and then half a .venv is left."""
    command = [sys.executable, "-m", "venv", str(VENV)]
    made = subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    if not made:
        shutil.rmtree(VENV, ignore_errors=True)
    return made


def fetch_uv() -> Path:
    """uv makes a .venv where the system's Python cannot; pip fetches it into var/tools."""
    if not UV.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.call([*pip, "--target", str(UV.parent.parent), "uv"]) != 0:
            fail("this Python can make no virtual environment; install python3-venv (Debian's name for it).")
    return UV


def site_packages() -> Path:
    """Where .venv keeps its packages."""
    return next((VENV / "lib").glob("python3*")) / "site-packages"


def run_or_fail(command: list[str]) -> None:
    """Run it; its own words are enough when it fails."""
    if subprocess.call(command) != 0:
        fail(f"{Path(command[0]).name} failed; the lines above say why.")


def fail(sentence: str) -> NoReturn:
    """One line of bad news, and no traceback."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(2)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        raise SystemExit(130) from None
