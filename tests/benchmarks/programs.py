"""One epoch of the same training by several programs: 784-H-10, ReLU, softmax with cross-entropy, plain SGD.

Each class is made with (W1, b1, W2, b2), x, one-hot t, the batch size and the learning rate. ``epoch(order)`` goes once
through the examples in the given order; ``weights()`` are the four arrays afterwards, for the comparison that
shows that all programs compute the same. Library calls that differ only in the last digits are not forced to agree.
"""

import os

import numpy as np

from bplib.layers import Affine, ReLU
from bplib.models import Sequential
from bplib.optimizers import SGD
from bplib.training import train

CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def use_cores(count=None):
    """Let this thread, and those that it starts from now on, run on ``count`` cores (all by default).

    A library that starts threads of its own, whatever it is told, has one core then. Does nothing on systems
    that cannot be asked for it.
    """
    if CORES:
        os.sched_setaffinity(0, sorted(CORES)[:count])


class Floor:
    """What no program of this kind can avoid: gather the batch, five matrix products into existing arrays."""

    name = "floor: the five products and the gathering"
    same = False

    def __init__(self, weights, x, t, batch, lr):
        self.W1, _, self.W2, _ = (w.astype(np.float32) for w in weights)
        self.x, self.batch = x, batch
        (_, hidden), (_, classes) = self.W1.shape, self.W2.shape
        shapes = {
            "xb": (batch, x.shape[1]),
            "a": (batch, hidden),
            "z": (batch, classes),
            "d": (batch, hidden),
        }
        self.out = {name: np.ones(shape, np.float32) for name, shape in shapes.items()}
        self.g1, self.g2 = np.empty_like(self.W1), np.empty_like(self.W2)

    def epoch(self, order):
        xb, a, z, d = self.out.values()
        for i in range(0, len(order), self.batch):
            self.x.take(order[i : i + self.batch], 0, out=xb, mode="clip")
            np.matmul(xb, self.W1, out=a)
            np.matmul(a, self.W2, out=z)
            np.matmul(a.T, z, out=self.g2)
            np.matmul(z, self.W2.T, out=d)
            np.matmul(xb.T, d, out=self.g1)


class Ours:
    """``bplib.train`` on a ``Sequential`` of float32 layers."""

    name = "bplib, float32"
    same = True
    dtype = np.float32

    def __init__(self, weights, x, t, batch, lr):
        W1, _, W2, _ = weights
        self.net = Sequential([Affine(*W1.shape), ReLU(), Affine(*W2.shape)]).astype(self.dtype)
        self.net.params.update(dict(zip(self.net.params, weights)))
        self.x, self.t, self.batch, self.optimizer = x, t.argmax(axis=1), batch, SGD(lr)

    def epoch(self, order):
        settings = {"epochs": 1, "batch_size": self.batch, "optimizer": self.optimizer, "progress": False}
        train(self.net, self.x, self.t, rng=Given(order), **settings)

    def weights(self):
        return list(self.net.params.values())


class OursFloat64(Ours):
    """The same in float64, beside the designs that are in float64 too."""

    name = "bplib, float64"
    dtype = np.float64

    def __init__(self, weights, x, t, batch, lr):
        super().__init__(weights, x.astype(np.float64), t, batch, lr)


class ByHand:
    """What NumPy can do: one function, every array made beforehand, every operation into one of them."""

    name = "a step written by hand in NumPy, float32"
    same = True

    def __init__(self, weights, x, t, batch, lr):
        self.params = [w.astype(np.float32) for w in weights]
        self.x, self.t, self.batch, self.lr = x, t, batch, lr
        self.grads = [np.empty_like(p) for p in self.params]
        _, b1, _, b2 = self.params
        wide = {"xb": x.shape[1], "tb": len(b2), "a": len(b1), "y": len(b2), "d": len(b1), "column": 1}
        self.out = [np.empty((batch, n), np.float32) for n in wide.values()]
        self.mask, self.total = np.empty((batch, len(b1)), bool), 0.0

    def epoch(self, order):
        W1, b1, W2, b2 = self.params
        gW1, gb1, gW2, gb2 = self.grads
        xb, tb, a, y, d, column = self.out
        mask, batch, lr, losses = self.mask, self.batch, np.float32(self.lr), 0.0
        for i in range(0, len(order), batch):
            part = order[i : i + batch]
            self.x.take(part, 0, out=xb, mode="clip")  # without mode, NumPy copies through a buffer
            self.t.take(part, 0, out=tb, mode="clip")
            # forward
            np.matmul(xb, W1, out=a)
            np.add(a, b1, out=a)
            np.maximum(a, 0, out=a)
            np.matmul(a, W2, out=y)
            np.add(y, b2, out=y)
            # loss: ln softmax = y - ln of the total
            np.maximum.reduce(y, axis=1, keepdims=True, out=column)
            np.subtract(y, column, out=y)
            loss = -np.vdot(tb, y)
            np.exp(y, out=y)
            np.add.reduce(y, axis=1, keepdims=True, out=column)
            np.divide(y, column, out=y)
            np.log(column, out=column)
            losses += float(loss + column.sum())
            # backward
            np.subtract(y, tb, out=y)
            np.multiply(y, np.float32(1 / batch), out=y)
            np.matmul(a.T, y, out=gW2)
            np.add.reduce(y, axis=0, out=gb2)
            np.matmul(y, W2.T, out=d)
            np.greater(a, 0, out=mask)
            np.multiply(d, mask, out=d)
            np.matmul(xb.T, d, out=gW1)
            np.add.reduce(d, axis=0, out=gb1)
            # update
            for p, g in zip(self.params, self.grads):
                np.multiply(g, lr, out=g)
                np.subtract(p, g, out=p)
        self.loss = losses / len(order)

    def weights(self):
        return self.params


class Given(np.random.Generator):
    """A generator that hands out a given order, so that all programs see the examples in the same one."""

    def __init__(self, order):
        super().__init__(np.random.PCG64(0))
        self.order = order

    def permutation(self, n):
        return self.order


class Layered:
    """The plain layered design of Saitoh's book, float64: a class for each layer, its arrays made anew."""

    name = "layered net of Saitoh's design, float64"
    same = True

    def __init__(self, weights, x, t, batch, lr):
        self.params = dict(zip(("W1", "b1", "W2", "b2"), (w.astype(np.float64) for w in weights)))
        self.x, self.t, self.batch, self.lr = x.astype(np.float64), t.astype(np.float64), batch, lr

    def gradient(self, x, t):
        p = self.params
        z = x @ p["W1"] + p["b1"]
        a = np.where(z > 0, z, 0)
        scores = a @ p["W2"] + p["b2"]
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        self.loss = -np.sum(t * np.log(y + 1e-7)) / len(x)
        d = (y - t) / len(x)
        grads = {"W2": a.T @ d, "b2": d.sum(axis=0)}
        d = d @ p["W2"].T
        d[z <= 0] = 0
        self.dx = d @ p["W1"].T  # this design computes it, though nobody uses it
        return grads | {"W1": x.T @ d, "b1": d.sum(axis=0)}

    def epoch(self, order):
        for i in range(0, len(order), self.batch):
            part = order[i : i + self.batch]
            for name, g in self.gradient(self.x[part], self.t[part]).items():
                self.params[name] -= self.lr * g

    def weights(self):
        return list(self.params.values())


class ExampleByExample(Layered):
    """The design of Nielsen's book, float64: one example at a time as a column, gradients added up over the batch."""

    name = "loop over examples of Nielsen's design, float64"
    same = True
    part = 1 / 20

    def epoch(self, order):
        p = self.params
        for i in range(0, len(order), self.batch):
            part = order[i : i + self.batch]
            total = {name: np.zeros_like(w) for name, w in p.items()}
            for x, t in zip(self.x[part], self.t[part]):
                z = p["W1"].T @ x + p["b1"]
                a = np.maximum(z, 0)
                scores = p["W2"].T @ a + p["b2"]
                e = np.exp(scores - scores.max())
                delta = e / e.sum() - t
                total["W2"] += np.outer(a, delta)
                total["b2"] += delta
                delta = (p["W2"] @ delta) * (z > 0)
                total["W1"] += np.outer(x, delta)
                total["b1"] += delta
            for name, g in total.items():
                p[name] -= self.lr / len(part) * g


class ScikitLearn:
    """``MLPClassifier`` with momentum, weight decay and early stopping off; float32."""

    name = "scikit-learn MLPClassifier, float32"
    same = True

    def __init__(self, weights, x, t, batch, lr):
        from sklearn.neural_network import MLPClassifier

        W1, b1, W2, b2 = (w.astype(np.float32) for w in weights)
        settings = {
            "solver": "sgd",
            "learning_rate_init": lr,
            "momentum": 0,
            "nesterovs_momentum": False,
            "alpha": 0,
        }
        self.net = MLPClassifier(W1.shape[1], batch_size=batch, max_iter=1, shuffle=False, **settings)
        self.x, self.t, self.shuffled = x, t.argmax(axis=1), np.empty_like(x)
        self.net.partial_fit(x[:batch], self.t[:batch], classes=range(W2.shape[1]))
        self.net.coefs_, self.net.intercepts_ = [W1, W2], [b1, b2]

    def epoch(self, order):
        # Its own shuffling gathers each batch; given a shuffled copy, it slices. The copy is part of the time.
        x = self.x.take(order, 0, out=self.shuffled[: len(order)], mode="clip")
        self.net.partial_fit(x, self.t[order])

    def weights(self):
        (W1, W2), (b1, b2) = self.net.coefs_, self.net.intercepts_
        return [W1, b1, W2, b2]


class Torch:
    """PyTorch eager: modules, autograd, ``torch.optim.SGD``."""

    name = "PyTorch eager, float32"
    same = True

    def __init__(self, weights, x, t, batch, lr):
        import torch

        torch.set_num_threads(1)
        self.torch, self.batch, self.lr = torch, batch, lr
        self.x, self.t = torch.from_numpy(x), torch.from_numpy(t.argmax(axis=1))
        W1, _, W2, _ = weights
        self.net = torch.nn.Sequential(
            torch.nn.Linear(*W1.shape), torch.nn.ReLU(), torch.nn.Linear(*W2.shape)
        )
        with torch.no_grad():
            for p, w in zip(self.net.parameters(), weights):
                p.copy_(torch.from_numpy(w.T.copy()))
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=lr)
        self.loss = torch.nn.functional.cross_entropy

    def epoch(self, order):
        order = self.torch.from_numpy(order)
        for i in range(0, len(order), self.batch):
            part = order[i : i + self.batch]
            self.optimizer.zero_grad()
            self.loss(self.net(self.x[part]), self.t[part]).backward()
            self.optimizer.step()

    def weights(self):
        return [p.detach().numpy().T for p in self.net.parameters()]


class TorchCompiled(Torch):
    """``torch.compile`` of the whole step: gather, forward, gradient, update."""

    name = "PyTorch, torch.compile of the step"

    def __init__(self, weights, x, t, batch, lr):
        super().__init__(weights, x, t, batch, lr)
        torch, cross_entropy = self.torch, self.loss
        self.params = [torch.from_numpy(w.astype(np.float32)) for w in weights]

        def loss(params, x, t):
            W1, b1, W2, b2 = params
            return cross_entropy(torch.relu(x @ W1 + b1) @ W2 + b2, t)

        def step(params, x, t, part):
            for p, g in zip(params, torch.func.grad(loss)(params, x[part], t[part])):
                p.sub_(g, alpha=lr)

        self.step = torch.compile(step, dynamic=False)
        before = [p.clone() for p in self.params]
        for _ in range(3):  # compiling is not timed
            self.step(self.params, self.x, self.t, torch.arange(batch))
        for p, old in zip(self.params, before):
            p.copy_(old)

    def epoch(self, order):
        order = self.torch.from_numpy(order)
        for i in range(0, len(order), self.batch):
            self.step(self.params, self.x, self.t, order[i : i + self.batch])

    def weights(self):
        return [p.numpy() for p in self.params]


class Jax:
    """JAX: the whole epoch is one jitted ``lax.scan`` over the batches."""

    name = "JAX, jitted scan over the epoch"
    same = True

    def __init__(self, weights, x, t, batch, lr):
        import jax
        import jax.numpy as jnp

        self.jnp, self.batch = jnp, batch
        self.params = [jnp.asarray(w.astype(np.float32)) for w in weights]
        self.x, self.t = jnp.asarray(x), jnp.asarray(t)

        def loss(params, x, t):
            W1, b1, W2, b2 = params
            logits = jax.nn.relu(x @ W1 + b1) @ W2 + b2
            return -(t * jax.nn.log_softmax(logits)).sum() / batch

        def step(params, part, x, t):
            grads = jax.grad(loss)(params, x[part], t[part])
            return [p - lr * g for p, g in zip(params, grads)], None

        def epoch(params, parts, x, t):
            return jax.lax.scan(lambda params, part: step(params, part, x, t), params, parts)[0]

        self.jitted = jax.jit(epoch)

    def epoch(self, order):
        parts = self.jnp.asarray(order.reshape(-1, self.batch))
        self.params = self.jitted(self.params, parts, self.x, self.t)
        self.params[0].block_until_ready()

    def weights(self):
        return [np.asarray(p) for p in self.params]


PROGRAMS = (
    Floor,
    ByHand,
    Ours,
    TorchCompiled,
    Jax,
    Torch,
    ScikitLearn,
    OursFloat64,
    Layered,
    ExampleByExample,
)
