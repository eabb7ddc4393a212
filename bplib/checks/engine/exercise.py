"""What an exercise is, and a mistake that has a hint of its own."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Exercise", "Family", "Mistake", "Value", "With"]


@dataclass(frozen=True)
class Mistake:
    """A mistake worth a hint of its own.

    Attributes:
        name: a few words, as in "the factor σ'(z) is left out".
        wrong: a function that makes the mistake, with the arguments of the reference.
        hint: what to tell the learner. It points at the cause and does not give the answer away.
        see: the section to read again, if it is not the exercise's.
        family: the family of mistakes that it belongs to, if it can happen in other exercises too.
    """

    name: str
    wrong: Callable
    hint: str
    see: str = ""
    family: str = ""


@dataclass(frozen=True)
class Family:
    """A mistake that can happen in many exercises, worded once.

    ``FAMILY(wrong)`` is the mistake in one exercise. Name, hint and section can be replaced where the exercise
    wants other words.
    """

    family: str
    hint: str
    see: str = ""

    def __call__(self, wrong, *, name=None, hint=None, see=None):
        return Mistake(
            self.family if name is None else name, wrong, self.hint if hint is None else hint,
            self.see if see is None else see, self.family,
        )  # fmt: skip


class With:
    """The variant of a reference with some of its options set: ``With(factory, sign=-1)``.

    It is called as the reference is. Variants of one factory can be joined, so that two mistakes in one answer are
    seen.
    """

    def __init__(self, factory, **options):
        self.factory, self.options = factory, options
        self._wrong = factory(**options)

    def __call__(self, *args):
        return self._wrong(*args)

    def joined(self, other):
        """The variant with the options of both, or None if they are of two factories or set the same option."""
        if self.factory is not other.factory or self.options.keys() & other.options.keys():
            return None
        return With(self.factory, **self.options, **other.options)


@dataclass(frozen=True)
class Exercise:
    """An exercise: a right answer, random inputs to hold others against it, and the mistakes we know.

    Attributes:
        name: such as "06.3".
        reference: the right answer. It returns numbers, arrays, strings, or tuples, lists or dicts of these.
        inputs: function of a ``numpy.random.Generator`` that returns a tuple of arguments for one trial.
        mistakes: those to recognize.
        see: the section to read again.
        trials: how many random inputs to try.
        rtol, atol: tolerances, relative to the largest entry of the reference's answer, and absolute.
        seconds: how long all trials together may take on a machine of today that has nothing else to do.
        accept: if not None, ``accept(answer, *args)`` decides instead of a comparison with the reference, for
            questions with more than one right answer. It returns True, or a sentence that says what is wrong.
            Mistakes are still recognized by comparison.
        parts: what the parts of a tuple are called in the task, for the texts.
        remark: what a right answer is told besides, for example which instrument finds the bug that is cured.
        backward: whether the parts are those of a backward pass: of those that are wrong, the one nearest the output
            is named first.
    """

    name: str
    reference: Callable
    inputs: Callable = lambda rng: ()
    mistakes: tuple[Mistake, ...] = ()
    see: str = ""
    trials: int = 3
    rtol: float = 1e-6
    atol: float = 1e-9
    seconds: float = 5.0
    accept: Callable | None = None
    parts: tuple[str, ...] = ()
    remark: str = ""
    backward: bool = False


def Value(name, right, mistakes=(), **settings):
    """An exercise whose answer is one number, string or tuple: a function without arguments returns it.

    Args:
        name: of the exercise.
        right: the right value.
        mistakes: triples (name, wrong value, hint).
        settings: other fields of ``Exercise``.
    """
    named = tuple(Mistake(label, lambda value=value: value, hint) for label, value, hint in mistakes)
    return Exercise(name, lambda: right, mistakes=named, trials=1, **settings)
