"""What exercise set 9 compares with: random inputs, right answers, and networks for XOR gone wrong."""

import numpy as np

from ..activations import sigmoid

__all__ = [
    "CORNERS", "batch_inputs", "columns_inputs", "logit_inputs", "margin_inputs", "margins", "scaled",
    "sizes_inputs", "step", "wrong_loss", "wrong_margins", "wrong_scaled", "wrong_step",
]  # fmt: skip

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def in_turn(rng, *choices):
    """The first of the choices in the first trial, the second in the second, …"""
    rng.spawn(1)  # draws nothing; the spawned are counted
    return choices[(rng.bit_generator.seed_seq.n_children_spawned - 1) % len(choices)]


def margin_inputs(rng):
    """(w, b, targets): any function of two inputs, any signs."""
    targets = in_turn(rng, [1, 0, 0, 1], [0, 0, 1, 0], [1, 1, 0, 1], [0, 1, 1, 1])
    w = rng.uniform(0.3, 2, 2) * rng.choice([-1, 1], 2)
    return w, float(rng.uniform(0.2, 1) * rng.choice([-1, 1])), np.array(targets)


def margins(w, b, targets):
    return wrong_margins("nothing")(w, b, targets)


def wrong_margins(kind):
    """Signed weighted inputs at the four corners, with one thing wrong."""

    def wrong(w, b, targets):
        corners = CORNERS[[0, 2, 1, 3]] if kind == "order" else CORNERS
        z = corners @ w + (0 if kind == "no bias" else b)
        if kind == "corners of one":
            z = (2 * CORNERS - 1) @ w + b
        sign = {"targets": targets, "no sign": 1, "flipped": 1 - 2 * targets, "t - 1": targets - 1}
        values = sign.get(kind, 2 * targets - 1) * z
        if kind == "sign without the bias":
            return (2 * targets - 1) * (corners @ w) + b
        if kind == "sign of the sigmoid":
            return (2 * targets - 1) * sigmoid(z)
        if kind == "always XOR":
            return np.array([-1, 1, 1, -1]) * z
        if kind == "absolute":
            return np.abs(z)
        if kind == "distance":
            return values / np.hypot(*w)
        if kind == "true or false":
            return (values > 0).astype(float)
        if kind == "sign only":
            return np.sign(values)
        return sigmoid(values) if kind == "sigmoid" else values

    return wrong


def sizes_inputs(rng):
    count = in_turn(rng, 3, 2, 5, 4)
    return ([int(n) for n in rng.integers(2, 9, count - 1)] + [in_turn(rng, 1, 1, 3)],)


def logit_inputs(rng):
    """(z, t): column of logits, some far out, and labels (m,), both kinds; the last batch is a single example."""
    m = in_turn(rng, 5, 7, 1)
    z, t = rng.normal(0, 2, (m, 1)), np.arange(m) % 2
    if m > 1:
        z[[1, 2]] = [[-800.0], [900.0]]
        t[[1, 2]] = [1, 0] if m == 5 else [0, 1]
    return z, t


def wrong_loss(kind):
    """(C, ∂C/∂z) of sigmoid with cross-entropy, with one thing wrong."""

    def wrong(z, t):
        m, T = len(z), t.reshape(z.shape).astype(float)
        if kind.startswith("broadcast"):
            T = t.astype(float)
        if kind == "swapped":
            T = 1 - T
        a = sigmoid(z)
        if kind == "where":
            terms = np.where(T == 1, -np.log(a), -np.log(1 - a))
        elif kind == "logarithms":
            terms = -(T * np.log(a) + (1 - T) * np.log(1 - a))
        elif kind == "overflow":
            terms = np.log(1 + np.exp(z)) - T * z
        elif kind.startswith("clipped"):
            p = np.clip(a, float(kind[8:]), 1 - float(kind[8:]))
            terms = -(T * np.log(p) + (1 - T) * np.log(1 - p))
        elif kind == "softplus of -z":
            terms = np.logaddexp(0, -z) - T * z
        elif kind == "no t z":
            terms = np.logaddexp(0, z)
        elif kind == "no max":
            terms = np.log1p(np.exp(-np.abs(z))) - T * z
        elif kind == "z clipped":
            terms = np.logaddexp(0, np.clip(z, -500, 500)) - T * np.clip(z, -500, 500)
        elif kind == "no absolute value":
            terms = np.maximum(z, 0) + np.log1p(np.exp(-z)) - T * z
        elif kind == "minus in front":
            terms = np.logaddexp(0, z) + T * z
        elif kind == "quadratic":
            terms = (a - T) ** 2 / 2
        else:
            terms = np.logaddexp(0, z) - T * z
        error = a - T
        factor = {"error flipped": -1, "error not mean": m, "both sums": m, "1/m twice": 1 / m}.get(kind, 1)
        if kind == "slope":
            error = error * a * (1 - a)
        C = terms.sum() / (1 if kind in ("cost not mean", "both sums") else m)
        C = terms.mean() if kind.startswith("broadcast, mean") else C
        C = -C if kind == "cost flipped" else C
        dz = error * factor / m
        if kind in ("dz broadcast", "dz broadcast, sum"):
            dz = (a - t) / (m if kind == "dz broadcast" else 1)
        if kind == "broadcast, mean, in C only":
            dz = (a - t.reshape(z.shape)) / m
        if kind == "broadcast, mean, but not in dz":
            dz = error
        return C, dz[:, 0] if kind == "flat" else dz

    return wrong


def batch_inputs(rng):
    """(W1, b1, W2, b2, X, y, eta): the second batch is one example, the hidden layer changes its size."""
    (m, n, h), eta = in_turn(rng, ((4, 2, 3), 0.5), ((1, 3, 2), 2.0), ((6, 4, 5), 0.1))
    shapes = (n, h), (h,), (h, 1), (1,), (m, n)
    W1, b1, W2, b2, X = (rng.normal(size=shape) for shape in shapes)
    return W1, b1, W2, b2, X, rng.integers(0, 2, (m, 1)).astype(float), eta


def step(W1, b1, W2, b2, X, y, eta):
    return wrong_step("nothing")(W1, b1, W2, b2, X, y, eta)


def wrong_step(kind):
    """One step of gradient descent of a 2-h-1 network, with one thing wrong."""

    def wrong(W1, b1, W2, b2, X, y, eta):
        if kind == "labels overwritten":
            return W1.copy(), b1.copy(), W2.copy(), b2.copy()
        A1 = np.tanh(X @ W1 + b1)
        a = sigmoid(A1 @ W2 + b2)
        D2 = a - y
        if kind == "slope at the output":
            D2 = D2 * a * (1 - a)
        if kind == "rounded":
            D2 = np.round(a) - y
        D2 = D2 * {"sum": 1, "1/m twice": 1 / len(X) ** 2, "quarter": 1 / 4}.get(kind, 1 / len(X))
        dW2, db2 = A1.T @ D2, D2.sum(axis=0)
        back = W2 - eta * dW2 if kind == "W2 first" else W2
        slopes = {"no slope": 1, "sigmoid slope": A1 * (1 - A1), "half slope": 1 - A1}
        D1 = (D2 @ back.T) * slopes.get(kind, 1 - A1**2)
        dW1, db1 = X.T @ D1, D1.sum(axis=0)
        if kind == "bias means":
            db1, db2 = D1.mean(axis=0), D2.mean(axis=0)
        rate = -eta if kind == "uphill" else 1 if kind == "no eta" else eta
        if kind == "gradients":
            return dW1, db1, dW2, db2
        new = [p - rate * g for p, g in zip((W1, b1, W2, b2), (dW1, db1, dW2, db2))]
        if kind == "first layer stays":
            new[:2] = W1.copy(), b1.copy()
        if kind == "biases stay":
            new[1], new[3] = b1.copy(), b2.copy()
        return tuple(new)

    return wrong


def columns_inputs(rng):
    """(x_train, x_test) with columns of very different size; the test set of the third trial is one row."""
    n, k, d = in_turn(rng, (7, 4, 3), (5, 6, 2), (6, 1, 4))
    scale, shift = 10 ** rng.uniform(-2, 3, d), rng.normal(0, 50, d)
    return tuple(shift + scale * rng.normal(size=(rows, d)) for rows in (n, k))


def scaled(x_train, x_test):
    return wrong_scaled("nothing")(x_train, x_test)


def wrong_scaled(kind):
    """Columns with mean 0 and standard deviation 1 in the training set, with one thing wrong."""

    def wrong(x_train, x_test):
        source = np.concatenate([x_train, x_test]) if kind == "whole file" else x_train
        axis = None if kind == "one number" else 0
        mean, spread = source.mean(axis=axis), source.std(axis=axis)
        if kind == "rows":
            parts = [
                (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) for x in (x_train, x_test)
            ]
            return tuple(parts)
        spread = {"variance": spread**2, "n - 1": source.std(axis=0, ddof=1), "not divided": 1.0}.get(
            kind, spread
        )
        if kind == "range":
            mean, spread = source.min(axis=0), np.ptp(source, axis=0)
        if kind == "divided first":
            return x_train / spread - mean, x_test / spread - mean
        if kind == "added":
            mean = -mean
        if kind in ("spread of the test", "mean of the test"):
            shift, width = (mean, x_test.std(axis=0)) if kind[0] == "s" else (x_test.mean(axis=0), spread)
            return (x_train - mean) / spread, (x_test - shift) / width
        if kind == "one mean":
            mean = x_train.mean()
        if kind == "one spread":
            spread = x_train.std()
        if kind == "precedence":
            return x_train - mean / spread, x_test - mean / spread
        if kind == "test not divided":
            return (x_train - mean) / spread, x_test - mean
        if kind == "own mean":
            return (x_train - mean) / spread, (x_test - x_test.mean(axis=0)) / x_test.std(axis=0)
        if kind == "own mean, spread of the training":
            return (x_train - mean) / spread, (x_test - x_test.mean(axis=0)) / spread
        if kind == "test untouched":
            return (x_train - mean) / spread, x_test.copy()
        if kind == "not centered":
            mean = 0.0
        return (x_train - mean) / spread, (x_test - mean) / spread

    return wrong
