"""Exercises 3.7 and 3.8: one step back, on paper: through a normalization, and through Z = XW + b."""

import numpy as np

from ..engine import Exercise, Mistake, With, in_turn
from ..families import KEEPDIMS, MEAN_TWICE, SIGN, TRANSPOSE_LEFT_OUT

__all__ = ["AFFINE", "NORMALIZATION"]

_LEFT = "chapter 3b, “From the left, without building Jacobians”"
_MANY = "chapter 8, “Affine”"


def _step(direct=lambda x, z, s: z / s, through=lambda x, z, s: np.sum(z * x) / s**2, sign=-1, turned=1):
    """The answer to 03.7: a term for the numerator, and one for the sum."""
    return lambda x, z_bar: turned * (direct(x, z_bar, x.sum()) + sign * through(x, z_bar, x.sum()))


_normalized = _step()


def _by_norm(x, z_bar):
    norm = np.linalg.norm(x)
    return (z_bar - x * np.sum(z_bar * x) / norm**2) / norm


def _columns(rng):
    n = in_turn(rng, 4, 5, 3, 1)
    return rng.uniform(0.3, 1.5, (n, 1)), rng.normal(size=(n, 1))


NORMALIZATION = Exercise(
    "03.7", _normalized, _columns,
    (
        Mistake("the sum is taken for a constant", With(_step, through=lambda x, z, s: 0),
            "x_k reaches every output, because it is part of the sum S."),
        TRANSPOSE_LEFT_OUT(With(_step, through=lambda x, z, s: x * z.sum() / s**2),
            name="the Jacobian is not transposed",
            hint="This is J times the column. Over which index of J does a step back sum: of outputs or of inputs?"),
        Mistake("the diagonal only", With(_step, through=lambda x, z, s: z * x / s**2),
            "You have the derivative of z_k with respect to x_k. Through which other outputs does x_k act?"),
        SIGN(With(_step, sign=1), name="the sign of the second term",
            hint="When S grows, does z grow or shrink?"),
        Mistake("the derivative of 1/S", With(_step, through=lambda x, z, s: np.sum(z * x) / s),
            "In the second term: what is the derivative of 1/S with respect to S?"),
        Mistake("S squared left out", With(_step, through=lambda x, z, s: np.sum(z * x)),
            "In the second term, what is the derivative of 1/S with respect to S?"),
        Mistake("S to the third power", With(_step, through=lambda x, z, s: np.sum(z * x) / s**3),
            "In the second term: what is the derivative of 1/S with respect to S?"),
        Mistake("the direct path is missing",
            _step(direct=lambda x, z, s: np.zeros_like(x)),
            "This is what comes through S, the same for each entry. x_k also stands above the fraction."),
        Mistake("the numerator left out of the second term", With(_step, through=lambda x, z, s: z.sum() / s**2),
            "In the second term, how strongly z_j reacts to S depends on x_j."),
        Mistake("z_bar left out of the second term", With(_step, through=lambda x, z, s: x.sum() / s**2),
            "In the second term z_bar is missing: each output counts as much as came back to it."),
        Mistake("z_bar left out of the second term", With(_step, through=lambda x, z, s: x / s**2),
            "In the second term z_bar is missing, and the sum over the outputs."),
        Mistake("mean for sum", With(_step, through=lambda x, z, s: np.mean(z * x) / s**2),
            "The second term is a mean. The shares of several paths are added."),
        Mistake("x in the second term", With(_step, through=lambda x, z, s: x * np.sum(z * x) / s**2),
            "The second term is what comes through S, the same for each entry. Yours is multiplied by x_k."),
        Mistake("z_bar twice", With(_step, through=lambda x, z, s: z * np.sum(z * x) / s**2),
            "In the second term z_bar enters twice, in the sum and in front of it."),
        Mistake("the number of entries for S", lambda x, z: z / len(x) - np.sum(z * x) / len(x) ** 2,
            "You divide by the number of entries. S is their sum."),
        Mistake("the mean of z_bar subtracted", With(_step, through=lambda x, z, s: np.mean(z) / s),
            "In the second term stands the mean of z_bar. Not all outputs react to S equally."),
        Mistake("z_bar squared", With(_step, through=lambda x, z, s: np.sum(z * z) / s**2),
            "In the second term z_bar is multiplied by itself: how strongly does z_j react to S?"),
        Mistake("S times the step back", lambda x, z_bar: _normalized(x, z_bar) * x.sum(),
            "All is right up to a factor. By what is the numerator divided?"),
        Mistake("divided by S once more", lambda x, z_bar: _normalized(x, z_bar) / x.sum(),
            "All is right up to a factor, which depends on S. How often do you divide by it?"),
        Mistake("z_bar not divided", With(_step, direct=lambda x, z, s: z),
            "In the first term, what is the derivative of x_k/S, if S stays?"),
        Mistake("x in the first term", With(_step, direct=lambda x, z, s: z * x / s),
            "In the first term, what is the derivative of x_k/S by x_k, if S stays?"),
        Mistake("the diagonal counted twice",
            With(_step, through=lambda x, z, s: (np.sum(z * x) + z * x) / s**2),
            "The second term holds j = k twice. It is there for every j, once."),
        Mistake("the diagonal left out", With(_step, through=lambda x, z, s: (np.sum(z * x) - z * x) / s**2),
            "In the second term j = k is missing. It is there for every j, also for this one."),
        Mistake("the step back of a softmax", lambda x, z_bar: x / x.sum() * (z_bar - np.sum(z_bar * x) / x.sum()),
            "This is the step back of a softmax: it has one factor more. Here there is no exponential."),
        Mistake("the forward step of z_bar", lambda x, z_bar: z_bar / z_bar.sum(),
            "You normalize z_bar. It is to be taken back to x."),
        Mistake("the forward step", lambda x, z_bar: x / x.sum(),
            "This is z. The step back is asked for, from z_bar."),
        Mistake("z times z_bar", lambda x, z_bar: x / x.sum() * z_bar,
            "This multiplies z_bar by z. The local derivatives belong there."),
        Mistake("the norm for the sum", _by_norm,
            "You divide by the square root of the sum of squares. Here S is the sum itself."),
    ),
    see=_LEFT, trials=4,
)  # fmt: skip


def _parts(
    x=lambda X, W, Z: Z @ W.T, w=lambda X, W, Z: X.T @ Z, b=lambda X, W, Z: Z.sum(axis=0), order=(0, 1, 2)
):
    """The answer to 03.8, from its three parts."""

    def answer(X, W, Z_bar):
        parts = [part(X, W, Z_bar) for part in (x, w, b)]
        return tuple(parts[i] for i in order)

    return answer


_affine = _parts()


def _batch(rng):
    """First all sizes equal, where every product runs, then all different; and a batch of one."""
    N, n, m = in_turn(rng, (8, 8, 8), (5, 3, 4), (1, 4, 3), (3, 6, 7))
    return tuple(rng.normal(size=shape) for shape in ((N, n), (n, m), (N, m)))


_SMALL = "too small by the number of examples. Z_bar belongs to the whole cost already."

AFFINE = Exercise(
    "03.8", _affine, _batch,
    (
        TRANSPOSE_LEFT_OUT(With(_parts, x=lambda X, W, Z: Z @ W), name="W without its transpose",
            hint="Something is wrong with X_bar. Over which index of W should its sum run? Square shapes do not tell."),
        TRANSPOSE_LEFT_OUT(With(_parts, w=lambda X, W, Z: X @ Z), name="X without its transpose",
            hint="Something is wrong with W_bar. Its sum should run over the examples."),
        Mistake("W_bar the wrong way around", With(_parts, w=lambda X, W, Z: Z.T @ X),
            "Your W_bar has outputs in rows and inputs in columns. How is W stored?"),
        Mistake("the factors of W_bar exchanged", With(_parts, w=lambda X, W, Z: Z @ X),
            "In W_bar the sum should run over the examples. Which index of Z_bar counts them?"),
        Mistake("the factors of W_bar exchanged", With(_parts, w=lambda X, W, Z: Z @ X.T),
            "In W_bar the sum should run over the examples. Which index of Z_bar counts them?"),
        Mistake("Z_bar transposed in W_bar", With(_parts, w=lambda X, W, Z: X @ Z.T),
            "In W_bar the sum should run over the examples. Which index of Z_bar counts them?"),
        Mistake("the bias summed over the outputs", With(_parts, b=lambda X, W, Z: Z.sum(axis=1)),
            "Something is wrong with b_bar. Which axis counts the examples?"),
        MEAN_TWICE(With(_parts, b=lambda X, W, Z: Z.mean(axis=0)), name="the mean for the bias",
            hint="Your b_bar is " + _SMALL),
        Mistake("the bias gradient is not summed", With(_parts, b=lambda X, W, Z: Z),
            "All examples share one bias. What happens to the contributions of several paths?"),
        KEEPDIMS(With(_parts, b=lambda X, W, Z: Z.sum(axis=0, keepdims=True)),
            name="a bias gradient with two dimensions",
            hint="The numbers of b_bar are right, but b has shape (m,)."),
        Mistake("the bias summed over all", With(_parts, b=lambda X, W, Z: Z.sum()),
            "b_bar is one number. There is a bias for each output: over which axis is summed?"),
        Mistake("the bias of the first example", With(_parts, b=lambda X, W, Z: Z[0]),
            "b_bar holds the share of the first example only. All examples share one bias."),
        Mistake("ones for the bias", With(_parts, b=lambda X, W, Z: np.ones(Z.shape[1])),
            "On the arrow to b stands a 1. By what that came back is it multiplied, and over what summed?"),
        Mistake("the number of examples for the bias", With(
                _parts, b=lambda X, W, Z: np.full(Z.shape[1], float(len(Z)))),
            "b_bar counts the examples. What came back to each of them belongs there."),
        MEAN_TWICE(With(_parts, w=lambda X, W, Z: X.T @ Z / len(X)), name="the mean for the weights",
            hint="Your W_bar is " + _SMALL),
        MEAN_TWICE(With(_parts, w=lambda X, W, Z: X.T @ Z / len(X), b=lambda X, W, Z: Z.mean(axis=0)),
            name="the mean for the weights and the bias",
            hint="W_bar and b_bar are " + _SMALL),
        MEAN_TWICE(lambda *args: tuple(part / len(args[0]) for part in _affine(*args)), name="the mean for all three",
            hint="All three are " + _SMALL),
        Mistake("the factors of X_bar exchanged", With(_parts, x=lambda X, W, Z: W.T @ Z),
            "In X_bar the rows should be examples. From which side does W act on Z_bar?"),
        Mistake("the factors of X_bar exchanged", With(_parts, x=lambda X, W, Z: W @ Z),
            "In X_bar the rows should be examples. From which side does W act on Z_bar?"),
        Mistake("X_bar the wrong way around", With(_parts, x=lambda X, W, Z: W @ Z.T),
            "In your X_bar the columns are examples. How is X stored?"),
        Mistake("X_bar with the bias", With(_parts, x=lambda X, W, Z: Z @ W.T + Z.sum()),
            "To X_bar something is added. In the forward step b is added, and its derivative by X is 0."),
        Mistake("Z_bar for X_bar", With(_parts, x=lambda X, W, Z: Z),
            "X_bar is Z_bar. What stands on the arrows from X to Z?"),
        Mistake("W for X_bar", With(_parts, x=lambda X, W, Z: W.T),
            "X_bar is a transposed W. By what that came back is it multiplied?"),
        Mistake("the forward step for X_bar", With(_parts, x=lambda X, W, Z: X @ W),
            "In place of X_bar stands X W, the step forward."),
        Mistake("elementwise", With(_parts, x=lambda X, W, Z: Z * W.T),
            "In X_bar the matrices are multiplied entry by entry. Which sum is it that @ makes?"),
        Mistake("elementwise", With(_parts, w=lambda X, W, Z: X.T * Z),
            "In W_bar the matrices are multiplied entry by entry. Which sum is it that @ makes?"),
        Mistake("elementwise", With(_parts, w=lambda X, W, Z: X * Z),
            "In W_bar the matrices are multiplied entry by entry. Which sum is it that @ makes?"),
        Mistake("elementwise", With(_parts, x=lambda X, W, Z: Z * W),
            "In X_bar the matrices are multiplied entry by entry. Which sum is it that @ makes?"),
        Mistake("X_bar and W_bar swapped", With(_parts, order=(1, 0, 2)),
            "Which gradient comes first?"),
        Mistake("in another order", With(_parts, order=(1, 2, 0)),
            "The order is X_bar, W_bar, b_bar: X_bar comes first."),
        Mistake("in another order", With(_parts, order=(0, 2, 1)),
            "The order is X_bar, W_bar, b_bar: W_bar comes before b_bar."),
    ),
    see=_MANY, trials=4, parts=("X_bar", "W_bar", "b_bar"),
)  # fmt: skip
