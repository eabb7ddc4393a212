"""What a check says."""

import html
import sys
import unicodedata
from dataclasses import dataclass

__all__ = ["Verdict"]

# kind: (symbol, heading, color of the bar; 3:1 on white and on the dark theme)
_LOOKS = {
    "right": ("✓", "Right", "#2e9e5b"),
    "todo": ("…", "Not done yet", "#7f8790"),
    "mistake": ("✗", "Not yet: {mistake}", "#d9652b"),
    "wrong": ("✗", "Not yet", "#d9652b"),
    "type": ("✗", "Wrong type", "#d9652b"),
    "length": ("✗", "Wrong number of parts", "#d9652b"),
    "shape": ("✗", "Wrong shape", "#d9652b"),
    "not finite": ("✗", "Not finite", "#d9652b"),
    "changed": ("✗", "Changed its input", "#d9652b"),
    "raised": ("✗", "It raised an exception", "#d9652b"),
    "endless": ("✗", "Stopped: it took too long", "#d9652b"),
}
# What a console that has only the letters of one country can show instead.
_PLAIN = str.maketrans(
    {
        "✓": "[ok]",
        "✗": "[x]",
        "…": "...",
        "“": '"',
        "”": '"',
        "’": "'",
        "–": "-",
        "−": "-",
        "·": "*",
        "×": "x",
    }
    | {
        "½": "1/2",
        "²": "^2",
        "³": "^3",
        "ᵀ": "^T",
        "′": "'",
        "√": "sqrt ",
        "∂": "d",
        "∇": "nabla ",
        "Σ": "Sum",
    }
    | {"≤": "<=", "≥": ">=", "≠": "!=", "→": "->", "ε": "epsilon", "σ": "sigma", "δ": "delta", "η": "eta"}
    | {"θ": "theta", "λ": "lambda", "μ": "mu", "α": "alpha", "β": "beta", "γ": "gamma", "π": "pi", "⊙": "*"}
)


def _printable(text):
    """The text, in letters that the console has."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
        return text
    except (UnicodeEncodeError, LookupError):
        plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
        return plain.encode("ascii", "replace").decode("ascii")


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check: true if the answer is right.

    Attributes:
        exercise: name of the exercise, such as "06.3".
        kind: right, todo, mistake, wrong, type, length, shape, not finite, changed, raised or endless.
        text: one or more sentences for the learner.
        mistake: name of the mistake that it looks like, if kind is "mistake".
        see: where to read again, if anywhere.
        family: the family of that mistake, if it belongs to one.
        relation: what the numbers have in common with the right ones, such as "sign", if anything.
        parts_right, parts_wrong: names of the parts of the answer that are right, and of those that are not.
    """

    exercise: str
    kind: str
    text: str
    mistake: str = ""
    see: str = ""
    family: str = ""
    relation: str = ""
    parts_right: tuple[str, ...] = ()
    parts_wrong: tuple[str, ...] = ()

    def __bool__(self):
        return self.kind == "right"

    @property
    def heading(self):
        """A few words that name the kind, with the symbol that stands for it."""
        symbol, words, _ = _LOOKS[self.kind]
        number = self.exercise.removeprefix("0")  # as the page has it
        return f"{symbol} Exercise {number}. {words.format(mistake=self.mistake)}."

    def __str__(self):
        parts = [self.heading, self.text, f"Read again: {self.see}." if self.see else ""]
        return _printable("\n".join(part for part in parts if part))

    __repr__ = __str__

    def _repr_html_(self):
        color = _LOOKS[self.kind][2]
        see = f"<br><em>Read again:</em> {html.escape(self.see)}." if self.see else ""
        # No background and no text color of our own: it is read on light and on dark themes.
        return (
            f'<div role="status" style="border-left: 4px solid {color}; padding: 0.3em 0.8em; margin: 0.3em 0">'
            f"<strong>{html.escape(self.heading)}</strong><br>"
            f'<span style="white-space: pre-line">{html.escape(self.text)}</span>{see}</div>'
        )
