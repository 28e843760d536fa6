"""What other programs make of the files: LibreOffice opens and prints slides, poppler lists the fonts of a PDF."""

import os
import subprocess
from pathlib import Path

from briefings.sheet import WEIGHTS, font_path

OFFICE, PDFFONTS = "/usr/bin/soffice", "/usr/bin/pdffonts"
SECONDS = 180
# Sarabun stands beside the fonts of the machine, as on a machine where it is installed.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def converted(deck: Path, room: Path) -> bytes:
    """Return slides as the PDF that LibreOffice prints, with a profile and a font list of its own in an empty room."""
    fonts = room / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=font_path(WEIGHTS[400]).parent, cache=room / "cache"))
    words = [OFFICE, "--headless", f"-env:UserInstallation={(room / 'profile').as_uri()}"]
    words += ["--convert-to", "pdf", "--outdir", str(room), str(deck)]
    environment = {**os.environ, "HOME": str(room), "FONTCONFIG_FILE": str(fonts)}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    made = room / f"{deck.stem}.pdf"
    assert made.exists(), done.stdout + done.stderr
    return made.read_bytes()


def fonts(pdf: bytes, room: Path) -> dict[str, bool]:
    """Return {font of a PDF: whether it is embedded}, as poppler lists them."""
    path = room / "fonts.pdf"
    path.write_bytes(pdf)
    listed = subprocess.run([PDFFONTS, str(path)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    # Behind the name, of several words each: type, encoding, emb, sub, uni, object and its generation.
    return {line.split()[0].split("+")[-1]: line.split()[-5] == "yes" for line in listed}
