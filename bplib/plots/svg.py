"""The SVG of matplotlib made fit for a page: with the colors of the page, and half as long."""

import re
from hashlib import sha256
from xml.etree import ElementTree

from .palette import BLUE, GRAY, GREEN, ORANGE, PURPLE, RED

__all__ = ["COLORS", "compact"]

COLORS = {
    GRAY: "currentColor",
    BLUE: f"var(--figure-blue,{BLUE})",
    ORANGE: f"var(--figure-orange,{ORANGE})",
    GREEN: f"var(--figure-green,{GREEN})",
    PURPLE: f"var(--figure-purple,{PURPLE})",
    RED: f"var(--figure-red,{RED})",
}
PIXELS = 110 / 72  # of CSS in a point, as in the PNG of use_style()
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_GLYPH = "scale(0.015625)"  # 1/64: how matplotlib draws letters, of whole numbers


def compact(text):
    """The drawing without what tools for drawing want to know, with short names and numbers.

    Args:
        text: SVG of matplotlib.

    Returns:
        The text of an ``<svg>`` element, and its width in points.
    """
    ElementTree.register_namespace("", _SVG[1:-1])
    root = ElementTree.fromstring(text)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style") or _is_blank(child):
                parent.remove(child)
    used = set(re.findall(r'(?:href="|url\()#([\w-]+)', text))
    for element in root.iter():
        _shorten(element, used)
    _hatched(root)
    _same_look(root)
    _unwrap(root)
    width, height = map(float, root.get("viewBox").split()[2:])
    root.attrib = {
        "class": "drawing",
        "width": f"{width * PIXELS:.0f}",
        "height": f"{height * PIXELS:.0f}",
        "viewBox": f"0 0 {width:.2f} {height:.2f}",
        "style": "stroke-linejoin:round",
    }
    return _named(ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")), width


def _is_blank(element):
    """A rectangle of no color, behind the figure and its axes."""
    return element.tag == f"{_SVG}path" and element.get("style") == "fill: none"


def _shorten(element, used):
    if element.get("id") not in used:
        element.attrib.pop("id", None)
    if address := element.attrib.pop(_HREF, None):
        element.set("href", re.sub(r"\s", "", address))
    if (style := element.get("style")) is not None:
        style = style.replace(": ", ":").replace("; ", ";")
        element.set("style", re.sub("|".join(COLORS), lambda color: COLORS[color[0]], style))
    if element.get("transform") == _GLYPH:
        element.set("transform", "scale(.125)")
        element.set("d", _relative(element.get("d", ""), 1 / 8, str))
    elif path := element.get("d"):
        parts = 100 if "id" in element.attrib else 10  # markers are small, and drawn many times
        element.set("d", _relative(path, parts, lambda whole: _short(whole / parts)))
    for name in ("x", "y"):
        if name in element.attrib:
            element.set(name, _rounded(element.get(name)))
    if moved := element.get("transform"):
        at = re.fullmatch(r"translate\((\S+) (\S+)\)", moved)
        if at and element.tag == f"{_SVG}use":  # a letter, in units of a hundredth of its size
            del element.attrib["transform"]
            shifts = {name: _rounded(number, 1) for name, number in zip("xy", at.groups())}
            element.attrib.update({name: number for name, number in shifts.items() if float(number)})
        else:
            element.set("transform", re.sub(r"translate\(.*?\)", lambda part: _rounded(part[0]), moved))
    element.text = element.tail = None


def _hatched(root):
    """A tint behind hatching: matplotlib makes the hatching as faint as the tint, and hardly anything is seen."""
    patterns = {pattern.get("id"): pattern for pattern in root.iter(f"{_SVG}pattern")}
    for pattern in patterns.values():
        ground = pattern.find(f"{_SVG}rect")
        color = ground.attrib.pop("fill")
        ground.set("style", f"fill:{COLORS.get(color, color)}")
    for element in root.iter():
        tint = re.search(r"fill:url\(#(.+?)\);fill-opacity:([\d.]+)", element.get("style", ""))
        if tint:
            element.set("style", element.get("style").replace(f";fill-opacity:{tint[2]}", "", 1))
            ground, lines = patterns[tint[1]]
            ground.set("style", f"{ground.get('style').partition(';')[0]};fill-opacity:{tint[2]}")
            lines.set("opacity", "0.4")


def _rounded(text, digits=2):
    def short(number):
        return f"{float(number[0]):.{digits}f}".rstrip("0").rstrip(".")

    return re.sub(r"-?\d+\.\d+", short, text)


def _short(number):
    """ "-.5" for -0.5."""
    return re.sub(r"^(-?)0(?=\.)", r"\1", f"{number:g}")


def _relative(path, scale, written):
    """A path with each number counted from the point before, in half as many characters.

    Args:
        path: of the commands M, L, Q, C and z.
        scale: by which numbers are multiplied before they are rounded.
        written: the text for a whole number.
    """
    at = start = (0, 0)
    text, last = "", ""
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [round(float(number) * scale) for number in numbers.split()]
        points = list(zip(numbers[::2], numbers[1::2]))
        shifts = [number - at[i % 2] for i, number in enumerate(numbers)]
        text += " " if command == last != "M" else command.lower()
        text += " ".join(map(written, shifts))
        at = points[-1] if points else start
        start, last = (at if command == "M" else start), command
    return text.replace(" -", "-")


def _same_look(root):
    """Marks of one look say it once."""
    for group in root.iter(f"{_SVG}g"):
        looks = {child.get("style") for child in group}
        if len(group) > 1 and len(looks) == 1 and "style" not in group.attrib:
            (look,) = looks
            if look and not re.search("(^|;)opacity", look):  # that of a group is another thing
                group.set("style", look)
                for child in group:
                    del child.attrib["style"]


def _unwrap(element):
    """Groups that say nothing are replaced by what they hold."""
    children = []
    for child in element:
        _unwrap(child)
        children += list(child) if child.tag == f"{_SVG}g" and not child.attrib else [child]
    element[:] = children


def _named(text):
    """With short names for its parts that no other drawing of a page has."""
    prefix = "f" + sha256(text.encode()).hexdigest()[:6]
    names = {}
    for name in re.findall(r' id="([^"]+)"', text):
        names.setdefault(name, f"{prefix}-{len(names)}")
    return re.sub(
        r'( id="|href="#|url\(#)([\w.-]+)', lambda found: found[1] + names.get(found[2], found[2]), text
    )
