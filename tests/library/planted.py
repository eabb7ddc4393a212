"""Patients: copies of bplib with one mistake planted in each, after the bugs that were really published.

A mistake is a change of the text of one module, named as in "layers/affine". ``patient`` gives the package with the
change made; the line that is replaced must be there exactly once, so that a mistake cannot silently fall out of step
with the library.
"""

import contextlib
import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import bplib

FOLDER = Path(bplib.__file__).parent
NOT_COPIED = ("checks", "data", "plots")


@dataclass(frozen=True)
class Planted:
    """A mistake, and the instruments (in test_planted_mistakes.py) that must notice it."""

    number: str  # in the catalogue; x for those that are not in it
    what: str
    module: str
    changes: tuple[tuple[str, str], ...]
    noticed_by: tuple[str, ...]

    def __str__(self):
        return f"{self.number} {self.what}"


@contextlib.contextmanager
def patient(folder, planted=None):
    """A copy of bplib, made in ``folder``, with the mistake in it (or without one)."""
    copy = shutil.copytree(
        FOLDER, folder / "patient", ignore=shutil.ignore_patterns("__pycache__", *NOT_COPIED)
    )
    if planted is not None:
        path = copy / f"{planted.module}.py"
        text = path.read_text(encoding="utf-8")
        for old, new in planted.changes:
            assert text.count(old) == 1, f"{planted.module} has {text.count(old)} times: {old}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(
        "patient", copy / "__init__.py", submodule_search_locations=[str(copy)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["patient"] = package
    try:
        spec.loader.exec_module(package)
        yield package
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "patient"]:
            del sys.modules[name]


def _mistake(number, what, module, old, new, *noticed_by):
    changes = ((old, new),) if isinstance(old, str) else tuple(zip(old, new))
    return Planted(number, what, module, changes, noticed_by)


PLANTED = [
    _mistake(
        "1", "the sign in the exponent of the sigmoid", "activations",
        "(np.where(z.real >= 0, 1, e) / (1 + e))", "(np.where(z.real >= 0, e, 1) / (1 + e))",
        "sigmoid_goes_from_0_to_1", "activation_derivatives", "gradient_of_network",
    ),
    _mistake(
        "2a", "a slice where the last element was meant", "network",
        "self._output_error(zs[-1], activations[-1], y)", "self._output_error(zs[:-1], activations[-1], y)",
        "gradient_shapes", "gradient_of_network",
    ),
    _mistake(
        "2b", "a slice where one layer was meant", "network",
        "sigmoid_prime(zs[l - 1])", "sigmoid_prime(zs[:l])",
        "gradient_shapes", "gradient_of_network",
    ),
    _mistake(
        "3", "weight for weights, in the loop over hidden layers", "network",
        "(self.weights[l].T @ delta)", "(self.weight[l].T @ delta)",
        "gradient_of_network",
    ),
    _mistake(
        "4", "predictions (N, 1) minus labels (N,)", "costs",
        '    same_shape("a", a, "y", y)\n', "",
        "no_silent_broadcast",
    ),
    _mistake(
        "5", "the prediction overwrites the labels", "layers/losses",
        "self._y, self._t = e, t", "self._y = self._t = e",
        "parameters_move", "overfit_ten_examples", "gradient_of_models",
    ),
    _mistake(
        "6a", "the activation kept under another name", "layers/elementwise",
        "self._a = activations.sigmoid(x)\n        return self._a",
        "self.a1 = activations.sigmoid(x)\n        return self.a1",
        "gradient_of_models", "second_batch",
    ),
    _mistake(
        "6b", "a stale activation of an earlier batch", "layers/elementwise",
        "self._a = activations.sigmoid(x)\n        return self._a",
        "a = activations.sigmoid(x)\n        self._a = a if self._a is None else self._a\n        return a",
        "second_batch",
    ),
    _mistake(
        "7a", "the gradient summed over the batch (layers)", "layers/losses",
        "(dout / len(y))", "dout",
        "doubled_batch", "gradient_of_models",
    ),
    _mistake(
        "7b", "the gradient summed over the batch (network)", "costs",
        "return (a - y) / _examples(a, axis)", "return a - y",
        "doubled_batch", "gradient_of_network",
    ),
    _mistake(
        "8", "log(0) where the sigmoid saturates", "costs",
        "y * np.log(_floor(a))", "y * np.log(a)",
        "extreme_values",
    ),
    _mistake(
        "9a", "pixels from 0 to 16", "datasets/small_digits",
        "images / 16 if normalize else", "images if normalize else",
        "slopes_of_hidden_units",
    ),
    _mistake(
        "9b", "weights from N(0, 1)", "layers/affine",
        '"xavier": 1 / n_in', '"xavier": 1',
        "slopes_of_hidden_units",
    ),
    _mistake(
        "10", "the condition of the report inverted", "network",
        "if progress:", "if not progress:",
        "one_line_an_epoch",
    ),
    _mistake(
        "11a", "accuracy of the labels (models)", "models/sequential",
        "np.mean(classes == t)", "np.mean(t == t)",
        "untrained_accuracy",
    ),
    _mistake(
        "11b", "argmax of the labels on both sides (network)", "network",
        "(a.argmax(axis=0) == y.argmax(axis=0))", "(y.argmax(axis=0) == y.argmax(axis=0))",
        "untrained_accuracy",
    ),
    _mistake(
        "12", "the sum over the batch without keepdims", "network",
        "delta.sum(axis=1, keepdims=True)", "delta.sum(axis=1)",
        "gradient_shapes", "gradient_of_network",
    ),
    _mistake(
        "13a", "the step taken on the wrong name (network)", "network",
        "b -= eta * nb", "nb -= eta * b",
        "parameters_move",
    ),
    _mistake(
        "13b", "the step taken on the wrong name (optimizer)", "optimizers",
        "        p += v\n", "        v += p\n",
        "parameters_move", "overfit_ten_examples",
    ),
    _mistake(
        "14", "the cost of a batch as a sum", "costs",
        "/ (2 * _examples(a, axis))", "/ 2",
        "doubled_batch",
    ),
    _mistake(
        "15a", "differences with h = 1e-10", "gradients/differences",
        '"central": EPS ** (1 / 3)', '"central": 1e-10',
        "known_gradient",
    ),
    _mistake(
        "15b", "differences in float32", "gradients/differences",
        "return x.astype(np.float64)", "return x.astype(np.float32)",
        "known_gradient",
    ),
    _mistake(
        "16a", "the perturbed entry is not restored", "gradients/check",
        "    finally:\n        array[index] = old\n", "    finally:\n        pass\n",
        "arguments_unchanged",
    ),
    _mistake(
        "16b", "integers swallow the perturbation", "gradients/differences",
        ('x = _float64("x", x)\n    gradient =', "point = x.astype(np.result_type(number))"),
        ("x = np.array(x)\n    gradient =", "point = x.copy()"),
        "gradient_of_integers",
    ),
    _mistake(
        "17a", "xrange", "network",
        "reversed(range(len(zs)))", "reversed(xrange(len(zs)))",
        "gradient_of_network",
    ),
    _mistake(
        "17b", "integer division in the step", "network",
        "w -= eta * nw", "w -= eta // x.shape[1] * nw",
        "parameters_move",
    ),
    _mistake(
        "18", "the ReLU mask taken from dout", "layers/elementwise",
        "return self._backward(checked_dout(dout, mask.shape))", "return dout * (dout > 0)",
        "gradient_of_models",
    ),
    _mistake(
        "19", "a check that knows nothing of kinks", "gradients/check",
        ("sorted(doubtful, key=lambda i: -off[i])", "    off[left_out] = 0\n"), ("[]", ""),
        "check_at_a_kink",
    ),
    _mistake(
        "20", "softmax without subtracting the maximum", "activations",
        "z - z.real.max(axis=axis, keepdims=True)", "z",
        "extreme_values",
    ),
    _mistake(
        "21a", "the softmax differentiated twice", "layers/losses",
        "return (y - self._t) * (dout / len(y))", "return (y - self._t) * y * (1 - y) * (dout / len(y))",
        "gradient_of_models",
    ),
    _mistake(
        "21b", "σ' after the short form a - y", "network",
        "return (a - y) / y.shape[1]", "return (a - y) / y.shape[1] * sigmoid_prime(z)",
        "gradient_of_network",
    ),
    _mistake(
        "22a", "the loss's gradient made in place of the kept softmax", "layers/losses",
        "return (y - self._t) * (dout / len(y))", "y -= self._t\n        return y * (dout / len(y))",
        "backward_twice",
    ),
    _mistake(
        "22b", "ReLU in place of its input", "layers/elementwise",
        "return np.maximum(x, zero)", "return np.maximum(x, zero, out=x)",
        "arguments_unchanged",
    ),
    _mistake(
        "22c", "backward in place of dout", "layers/elementwise",
        "return checked_dout(dout, np.shape(a)) * (1 - a) * (1 + a)", "dout *= (1 - a) * (1 + a)\n        return dout",
        "arguments_unchanged",
    ),
    _mistake(
        "23", "two permutations", "training",
        "    for part in (order",
        "    t = t[generator(5).permutation(len(t))]\n    for part in (order",
        "overfit_ten_examples", "pairs_stay_together",
    ),
    _mistake(
        "24a", "all weights zero (layers)", "layers/affine",
        "generator(rng).normal(0, variance**0.5, (n_in, n_out))", "np.zeros((n_in, n_out))",
        "hidden_units_differ", "overfit_ten_examples",
    ),
    _mistake(
        "24b", "all weights equal (network)", "network",
        "rng.normal(0, n_in**-0.5, (n_out, n_in))", "np.full((n_out, n_in), rng.normal())",
        "hidden_units_differ",
    ),
    _mistake(
        "x1", "σ' left out of (BP2)", "network",
        "(self.weights[l].T @ delta) * sigmoid_prime(zs[l - 1])", "self.weights[l].T @ delta",
        "gradient_of_network",
    ),
    _mistake(
        "x2", "σ' left out of (BP1)", "network",
        "self.cost_derivative(a, y) * sigmoid_prime(z)", "self.cost_derivative(a, y)",
        "gradient_of_network",
    ),
    _mistake(
        "x3", "the sign of the error flipped", "costs",
        "return (a - y) / _examples(a, axis)", "return (y - a) / _examples(a, axis)",
        "gradient_of_network",
    ),
    _mistake(
        "x4", "the output of the layer where its input belongs", "network",
        "activations[l].T  # (BP4)", "activations[l + 1].T  # (BP4)",
        "gradient_shapes", "gradient_of_network",
    ),
    _mistake(
        "x5", "W for its transpose", "layers/affine",
        "return dout @ self.W.T if", "return dout @ self.W if",
        "gradient_of_models",
    ),
    _mistake(
        "x6", "σ' from the input instead of the output", "layers/elementwise",
        "return checked_dout(dout, np.shape(a)) * a * (1 - a)", "return dout * activations.sigmoid_prime(a)",
        "gradient_of_models",
    ),
    _mistake(
        "x7", "the mean of a mean: 1/m twice", "layers/affine",
        "dout.sum(axis=0, out=db)", "dout.mean(axis=0, out=db)",
        "gradient_of_models", "doubled_batch",
    ),
    _mistake(
        "x8", "the step uphill", "optimizers",
        "g *= self.lr\n        p -= g", "g *= self.lr\n        p += g",
        "loss_goes_down",
    ),
    _mistake(
        "x9", "logits too large at the start", "models/two_layer_net",
        'Affine(hidden_size, output_size, init="xavier", dtype=dtype, rng=rng)',
        'Affine(hidden_size, output_size, init="xavier", dtype=dtype, rng=rng)'
        "]\n        + [type('Loud', (ReLU,), {'forward': lambda s, z: 30 * z, 'backward': lambda s, d: 30 * d})()",
        "loss_at_the_start",
    ),
    _mistake(
        "x10", "the factor 1/2 of the quadratic loss forgotten", "layers/losses",
        "/ (2 * len(x))", "/ len(x)",
        "gradient_of_loss_layers",
    ),
    _mistake(
        "x11", "the logits added, not subtracted", "layers/losses",
        "np.maximum(x, 0) - x * t", "np.maximum(x, 0) + x * t",
        "gradient_of_loss_layers",
    ),
    _mistake(
        "x12", "dropout's scale left out of the backward pass", "layers/dropout",
        "checked_dout(dout, self._shape) * scale", "checked_dout(dout, self._shape) * (scale > 0)",
        "dropout_backward",
    ),
    _mistake(
        "x13", "dropout not switched off after training", "layers/dropout",
        "if self.training:", "if True:",
        "same_answer_twice",
    ),
    _mistake(
        "x14", "weight decay of the biases", "optimizers",
        "if self.weight_decay and p.ndim > 1:", "if self.weight_decay:",
        "decay_of_weights_only",
    ),
    _mistake(
        "x15", "the schedule's rate kept by the optimizer", "training",
        "            optimizer.lr = lr\n", "            pass\n",
        "learning_rate_given_back",
    ),
]  # fmt: skip
