"""Make the fonts of book/_static/fonts from the fonts that Adobe publishes; needed only when they are to change.

Each is in two files: the characters of nearly every page, and others, which a browser fetches when a page has one of
them. They go by names of the book's own, as their license asks of what was changed ("Source" is a reserved name).
Needs the PyPI packages fonttools and brotli, and from npm:

    npm pack source-serif@4.5.1 source-code-pro@2.42.0
    tar xzf source-serif-4.5.1.tgz --one-top-level=serif --strip-components=1
    tar xzf source-code-pro-2.42.0.tgz --one-top-level=code --strip-components=1
    python book/_tools/fonts.py serif code

It prints the ``unicode-range`` of the two files, for fonts.css.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).resolve().parents[1] / "_static" / "fonts"
COMMON = "".join(map(chr, range(0x20, 0x7F))) + "\xa0©°±¹²³·¼½×–—‘’“”•…′−→≈√✓∂δησΔ⁴"
OTHERS = "".join(map(chr, range(0xA1, 0x100))) + (
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω"
    "‚„†•″‹›⁄€™∕⅓⅔⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉←↑↓∏∑∞∫≠≤≥✓◀▶▲▼●○■□ℓ‖─│┌┐└┘├┤"
)
PARTS = {"": COMMON, "-more": "".join(sorted(set(OTHERS) - set(COMMON)))}
FILES = {
    "serif-regular": ("serif", "TTF/SourceSerif4-Regular.ttf", {}),
    "serif-italic": ("serif", "TTF/SourceSerif4-It.ttf", {}),
    "serif-semibold": ("serif", "TTF/SourceSerif4-Semibold.ttf", {}),
    # A little more than regular: thin strokes of code are hard to read on a screen.
    "mono-regular": ("code", "VF/SourceCodeVF-Upright.ttf", {"wght": 440}),
}


def make(name, source, axes, characters):
    """A font with these characters, written as ``name``.woff2."""
    font = TTFont(source)
    if axes:
        font = instancer.instantiateVariableFont(font, axes)
    options = subset.Options(hinting=False, layout_features=["kern", "liga", "tnum"], name_IDs=[0, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    family = "Book " + name.partition("-")[0].capitalize()
    for number, text in ((1, family), (2, "Regular"), (4, family), (6, "Book-" + name)):
        font["name"].setName(text, number, 3, 1, 0x409)
    subset.save_font(font, TARGET / f"{name}.woff2", subset.Options(flavor="woff2"))


def unicode_range(characters):
    """As CSS writes it: ``U+20-7e, U+b7``."""
    runs = []
    for code in sorted(set(map(ord, characters))):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{start:x}" + (f"-{end:x}" if end > start else "") for start, end in runs)


if __name__ == "__main__":
    folders = dict(zip(("serif", "code"), map(Path, sys.argv[1:]), strict=True))
    for part, characters in PARTS.items():
        for name, (folder, file, axes) in FILES.items():
            make(name + part, folders[folder] / file, axes, characters)
        print(unicode_range(characters))
