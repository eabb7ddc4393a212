import io
import os
import re
import zipfile

import numpy as np
import pytest
from helpers import SEEDS, SIZES, exact_gradients, one_hot, same_params, snapshot, unchanged
from hypothesis import given
from hypothesis import strategies as st

from bplib import costs
from bplib.gradients import check_gradients
from bplib.layers import Affine, ReLU, Sigmoid, Tanh
from bplib.models import Sequential, TwoLayerNet
from bplib.models.parameters import Parameters

UNITS = {"relu": ReLU, "sigmoid": Sigmoid, "tanh": Tanh}
DTYPES = [np.float32, np.float64]


@pytest.fixture
def net():
    return TwoLayerNet(5, 4, 3, dtype=np.float64, rng=0)


@pytest.fixture
def batch(rng):
    return rng.normal(size=(6, 5)), rng.integers(0, 3, 6)


def deep(sizes, units, seed):
    rng = np.random.default_rng(seed)
    layers = []
    for n_in, n_out, unit in zip(sizes, sizes[1:], units):
        layers += [Affine(n_in, n_out, rng=rng), UNITS[unit]()]
        layers[-2].b += rng.normal(0, 0.5, n_out)
    return Sequential(layers[:-1])


def kinkless(model, x):
    """Whether no ReLU sees a number close to 0."""
    for layer in model.layers:
        if isinstance(layer, ReLU) and np.abs(x).min() < 1e-3:
            return False
        x = layer.forward(x)
    return True


@given(sizes=st.tuples(SIZES, SIZES, SIZES, SIZES), unit=st.sampled_from(list(UNITS)), m=SIZES, seed=SEEDS)
def test_gradient(sizes, unit, m, seed):
    rng = np.random.default_rng(seed)
    small = TwoLayerNet(*sizes[:3], activation=unit, dtype=np.float64, rng=rng)
    large = deep(sizes, rng.choice(list(UNITS), 3), rng)
    for model, classes in ((small, sizes[2]), (large, sizes[3])):
        x, t = rng.normal(size=(m, sizes[0])), rng.integers(0, classes, m)
        with unchanged(x, t, *model.params.values()):
            gradient = model.gradient(x, t)
        exact = exact_gradients(model, x, t)
        assert gradient.keys() == exact.keys()
        largest = max(np.abs(g).max() for g in exact.values())
        for name in exact:
            assert np.abs(gradient[name] - exact[name]).max() <= 1e-10 * largest
        assert all(
            np.array_equal(g, gradient[name]) for name, g in model.gradient(x, one_hot(t, classes)).items()
        )
        if kinkless(model, x):
            assert check_gradients(model, x, t, tolerance=1e-5)
            numeric = model.numerical_gradient(x, t, progress=False)
            for name in exact:
                assert np.abs(numeric[name] - gradient[name]).max() <= 1e-7 * max(largest, 0.01)


def test_loss_and_predict(net, batch):
    x, t = batch
    by_hand = np.maximum(x @ net.params["W1"] + net.params["b1"], 0) @ net.params["W2"] + net.params["b2"]
    assert np.allclose(net.predict(x), by_hand, rtol=1e-13)
    assert net.loss(x, t) == pytest.approx(costs.softmax_cross_entropy(by_hand, t), rel=1e-13)
    loss, gradient = net.loss_and_gradient(x, t)
    assert loss == net.loss(x, t)
    assert all(np.array_equal(gradient[name], g) for name, g in net.gradient(x, t).items())
    assert net.predict([[1, 2, 3, 4, 5]]).shape == (1, 3)


def test_loss_at_the_start_is_about_ln_k():
    net = TwoLayerNet(100, 50, 10, rng=0)
    x = np.random.default_rng(0).uniform(size=(500, 100))
    assert net.loss(x, np.arange(500) % 10) == pytest.approx(np.log(10), abs=0.5)


def test_accuracy(net, batch):
    x, _ = batch
    answers = net.predict(x).argmax(axis=1)
    assert net.accuracy(x, answers) == 1
    assert net.accuracy(x, one_hot(answers, 3)) == 1
    assert net.accuracy(x, (answers + 1) % 3) == 0
    some = np.where(np.arange(6) < 2, answers, (answers + 1) % 3)
    assert net.accuracy(x, some.astype(np.uint8)) == pytest.approx(1 / 3)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("unit", UNITS)
def test_types(unit, dtype, batch):
    x, t = batch
    net = TwoLayerNet(5, 4, 3, activation=unit, dtype=dtype, rng=0)
    assert net.dtype == dtype
    for data in (x, x.astype(np.float32), np.ones((6, 5), int)):
        assert net.predict(data).dtype == dtype
        for target in (t, one_hot(t, 3), one_hot(t, 3).astype(np.uint8)):
            assert {g.dtype for g in net.gradient(data, target).values()} == {np.dtype(dtype)}
    assert {p.dtype for p in net.params.values()} == {np.dtype(dtype)}
    assert {g.dtype for g in net.numerical_gradient(x, t, progress=False).values()} == {np.dtype(np.float64)}


def test_two_layer_net_is_built_as_said():
    net = TwoLayerNet(784, 100, 10, rng=0)
    assert {name: p.shape for name, p in net.params.items()} == {
        "W1": (784, 100),
        "b1": (100,),
        "W2": (100, 10),
        "b2": (10,),
    }
    assert net.dtype == np.float32
    assert net.params["W1"].std() == pytest.approx((2 / 784) ** 0.5, rel=0.02)
    assert net.params["W2"].std() == pytest.approx(0.1, rel=0.1)
    smooth = TwoLayerNet(784, 100, 10, activation="tanh", rng=0)
    assert smooth.params["W1"].std() == pytest.approx(1 / 28, rel=0.02)
    for unit, kind in UNITS.items():
        assert [type(layer) for layer in TwoLayerNet(2, 2, 2, activation=unit).layers] == [
            Affine,
            kind,
            Affine,
        ]


def test_params_are_the_layers_own_arrays(net, batch):
    assert net.params["W1"] is net.layers[0].W
    assert net.params["b2"] is net.layers[2].b
    array = net.layers[0].W
    net.params["W1"] -= 1.0
    assert net.layers[0].W is array
    net.params["W1"] = np.zeros((5, 4))
    net.params["b1"] = [1, 2, 3, 4]
    assert net.layers[0].W is array
    assert not array.any()
    assert net.layers[0].b.tolist() == [1, 2, 3, 4]
    net.params.update({"b2": np.ones(3)})
    assert net.layers[2].b.tolist() == [1, 1, 1]


def test_assigning_to_params_is_checked(net):
    with unchanged(*net.params.values()):
        with pytest.raises(KeyError, match="W3"):
            net.params["W3"] = np.ones(3)
        with pytest.raises(ValueError, match=re.escape("W1 has shape (5, 4), got (4, 5)")):
            net.params["W1"] = np.ones((4, 5))
        with pytest.raises(ValueError, match="b1 must be numbers, got str"):
            net.params["b1"] = "abcd"


def test_parameters_keep_their_type():
    p = Parameters(W=np.zeros(2, np.float32))
    p["W"] = np.array([1.0, 2.0])
    assert p["W"].dtype == np.float32


def test_astype_is_independent(net, batch):
    net.loss(*batch)
    twin = net.astype(np.float32)
    assert twin.dtype == np.float32
    assert net.dtype == np.float64
    twin.params["W1"] += 1
    twin.loss(batch[0][:2], batch[1][:2])
    assert not np.allclose(net.params["W1"], twin.params["W1"])
    same = net.astype(np.float64)
    assert same_params(same, net.params)
    assert not any(np.shares_memory(same.params[name], p) for name, p in net.params.items())


def test_numerical_gradient_of_transposed_weights(net, batch):
    """Arrays in Fortran order, such as W.T, are differentiated as others are."""
    wanted = net.numerical_gradient(*batch)
    net.layers[0].W = np.asfortranarray(net.layers[0].W)
    numeric = net.numerical_gradient(*batch)
    assert all(np.array_equal(numeric[name], g) for name, g in wanted.items())
    assert check_gradients(net, *batch)


def test_numerical_gradient_leaves_the_model_and_shows_its_progress(net, batch, bars):
    saved = snapshot(net)
    net.numerical_gradient(*batch)
    net.numerical_gradient(*batch, progress=False)
    assert same_params(net, saved)
    assert [(bar.n, bar.total) for bar in bars] == [(39, 39), (0, 39)]
    assert bars[0].desc == "numerical gradient of b2: "


def test_first_layer_saves_its_input_gradient(rng):
    first, second = Affine(3, 3, rng=0), Affine(3, 3, rng=1)
    Sequential([first, second])
    assert (first.needs_dx, second.needs_dx) == (False, True)
    model = Sequential([second, ReLU(), first])  # and the layers can be put together anew
    assert (first.needs_dx, second.needs_dx) == (True, False)
    x, t = rng.normal(size=(4, 3)), [0, 1, 2, 0]
    assert check_gradients(model, x, t)
    front = Sequential([Tanh(), first])
    assert first.needs_dx
    assert check_gradients(front, x, t)
    assert list(front.params) == ["W1", "b1"]


def test_another_loss():
    class Halves:
        def forward(self, x, t):
            self.x = x
            return float((x * t).sum() / 2)

        def backward(self):
            return np.full_like(self.x, 0.5)

    model = Sequential([Affine(2, 2, rng=0)], loss=Halves())
    assert isinstance(model.loss_layer, Halves)
    assert check_gradients(model, np.ones((3, 2)), np.ones((3, 2)))


# Files


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["net", "net.npz", "net.v1"])
def test_save_and_load(tmp_path, name, dtype):
    net = TwoLayerNet(5, 4, 3, dtype=dtype, rng=0)
    path = net.save(tmp_path / name)
    assert path == tmp_path / {"net": "net.npz", "net.v1": "net.v1.npz"}.get(name, name)
    assert os.listdir(tmp_path) == [path.name]
    other = TwoLayerNet(5, 4, 3, dtype=dtype, rng=1)
    arrays = list(other.params.values())
    assert other.load(str(tmp_path / name)) is other
    assert same_params(other, net.params)
    assert all(a is b for a, b in zip(arrays, other.params.values()))
    net.params["W1"] += 1
    net.save(path)  # over the old one
    assert same_params(other.load(path), net.params)


def test_load_converts_to_the_models_type(tmp_path, net):
    small = TwoLayerNet(5, 4, 3, rng=1).load(net.save(tmp_path / "net"))
    assert small.dtype == np.float32
    assert np.allclose(small.params["W1"], net.params["W1"], rtol=1e-6)


@pytest.mark.parametrize("failing", ["numpy.savez", "os.replace"])
def test_an_interrupted_save_leaves_the_old_file(tmp_path, net, monkeypatch, failing):
    path = net.save(tmp_path / "net.npz")
    before = path.read_bytes()

    def interrupted(file, *args, **kwargs):
        if failing == "numpy.savez":
            file.write(b"half of it")
        raise KeyboardInterrupt

    monkeypatch.setattr(failing, interrupted)
    with pytest.raises(KeyboardInterrupt):
        net.save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["net.npz"]


def test_the_file_is_never_seen_half_written(tmp_path, net, monkeypatch):
    path = tmp_path / "net.npz"
    savez = np.savez

    def watched(file, **arrays):
        savez(file, **arrays)
        assert not path.exists()

    monkeypatch.setattr(np, "savez", watched)
    net.save(path)
    assert path.exists()


def test_save_into_a_missing_folder(tmp_path, net):
    with pytest.raises(FileNotFoundError):
        net.save(tmp_path / "nowhere" / "net")


def arrays_of(net, **changes):
    arrays = {**net.params, **changes}
    return {name: a for name, a in arrays.items() if a is not None}


BAD_ARRAYS = {
    "missing": ({"b2": None}, "net.npz must hold the arrays W1, b1, W2, b2; it holds W1, b1, W2"),
    "new": ({"W3": np.ones(2)}, "net.npz must hold the arrays W1, b1, W2, b2; it holds W1, b1, W2, b2, W3"),
    "none": ({"W1": None, "b1": None, "W2": None, "b2": None}, "it holds none"),
    "shape": ({"b2": np.ones((3, 1))}, "net.npz: b2 has shape (3, 1), the model's has (3,)"),
    "transposed": ({"W2": np.ones((3, 4))}, "net.npz: W2 has shape (3, 4), the model's has (4, 3)"),
    "nan": ({"b2": np.array([0, np.nan, 0])}, "net.npz: b2 must hold finite real numbers"),
    "infinite": ({"b2": np.array([0, np.inf, 0])}, "net.npz: b2 must hold finite real numbers"),
    "integers": ({"b2": np.array([1, 2, 3])}, "net.npz: b2 must hold finite real numbers"),
    "complex": ({"b2": np.ones(3, complex)}, "net.npz: b2 must hold finite real numbers"),
    "pickled": (
        {"b2": np.array([{}, [], None], object)},
        "Object arrays cannot be loaded when allow_pickle=False",
    ),
}


@pytest.mark.parametrize("case", BAD_ARRAYS)
def test_load_refuses_other_arrays(tmp_path, net, case):
    changes, message = BAD_ARRAYS[case]
    np.savez(tmp_path / "net.npz", **arrays_of(net, **changes))
    with unchanged(*net.params.values()), pytest.raises(ValueError, match=re.escape(message)):
        net.load(tmp_path / "net.npz")


def test_load_refuses_what_the_type_cannot_hold(tmp_path):
    net = TwoLayerNet(5, 4, 3, rng=0)
    np.savez(tmp_path / "net.npz", **arrays_of(net, b2=np.array([0, 1e300, 0])))
    with unchanged(*net.params.values()), pytest.raises(ValueError, match="b2 must hold finite real numbers"):
        net.load(tmp_path / "net.npz")


def npy_file():
    file = io.BytesIO()
    np.save(file, np.ones(3))
    return file.getvalue()


@pytest.mark.parametrize("contents", [b"", b"no archive", b"PK\x03\x04 and then nothing", npy_file()])
def test_load_refuses_other_files(tmp_path, net, contents):
    path = tmp_path / "net.npz"
    path.write_bytes(contents)
    with (
        unchanged(*net.params.values()),
        pytest.raises(ValueError, match=r"path must be an \.npz file of arrays, net\.npz is not"),
    ):
        net.load(path)


def test_load_refuses_an_archive_of_other_things(tmp_path, net):
    with zipfile.ZipFile(tmp_path / "net.npz", "w") as file:
        for name in net.params:
            file.writestr(f"{name}.npy", b"hello")
    with unchanged(*net.params.values()), pytest.raises(ValueError, match="W1 has shape"):
        net.load(tmp_path / "net.npz")


def test_load_of_a_missing_file(tmp_path, net):
    with pytest.raises(FileNotFoundError):
        net.load(tmp_path / "net")


def test_load_of_a_damaged_file(tmp_path):
    """Whatever byte is wrong: the load is refused and nothing has changed, or everything arrives as saved."""
    saved, other = (TwoLayerNet(2, 1, 1, rng=seed) for seed in (0, 1))
    path = saved.save(tmp_path / "net")
    whole, before = path.read_bytes(), snapshot(other)
    damaged = [whole[:end] for end in range(0, len(whole), 40)]
    for i in range(0, len(whole), 3):
        damaged.append(whole[:i] + bytes([whole[i] ^ 0xFF]) + whole[i + 1 :])
    refused = 0
    for contents in damaged:
        path.write_bytes(contents)
        try:
            other.load(path)
        except ValueError:
            refused += 1
            assert same_params(other, before)
        else:
            assert same_params(other, saved.params)
            other.params.update(before)
    assert refused > len(damaged) / 2


# Refusals

X, T = np.zeros((2, 5)), [0, 2]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda net: net.predict(np.zeros((2, 4))), "x has 4 features, the first layer takes 5"),
        (lambda net: net.predict(np.zeros(5)), "x must be a batch of rows (m, features), got shape (5,)"),
        (lambda net: net.predict(np.zeros((0, 5))), "x must hold at least one example, got shape (0, 5)"),
        (lambda net: net.predict("x"), "x must be numbers, got str"),
        (lambda net: net.loss(X, [0, 3]), "t must be labels from 0 to 2, got 3"),
        (lambda net: net.loss(X, [0]), "t must be 2 labels, shape (2,); got shape (1,)"),
        (lambda net: net.gradient(X, [[0], [2]]), "t has shape (2, 1), x has shape (2, 3)"),
        (lambda net: net.accuracy(X, [0]), "t must be 2 labels, shape (2,); got shape (1,)"),
        (lambda net: net.accuracy(X, [[0], [2]]), "t has shape (2, 1), the output has shape (2, 3)"),
        (lambda net: net.accuracy(X, 0), "t must be 2 labels, shape (2,); got shape ()"),
        (lambda net: net.accuracy(X, [0, 3]), "t must be labels from 0 to 2, got 3"),
        (lambda net: net.numerical_gradient(X, [0]), "t must be 2 labels, shape (2,); got shape (1,)"),
        (lambda net: Sequential([]), "layers must hold at least one layer with parameters, got none"),
        (lambda net: Sequential([ReLU()]), "layers must hold at least one layer with parameters, got none"),
        (
            lambda net: Sequential([Affine(2, 2), *[ReLU()] * 2]),
            "layers must be different objects, one of them is there twice",
        ),
        (lambda net: TwoLayerNet(0, 4, 3), "input_size must be an integer of at least 1, got 0"),
        (lambda net: TwoLayerNet(5, 4.0, 3), "hidden_size must be an integer of at least 1, got 4.0"),
        (lambda net: TwoLayerNet(5, 4, None), "output_size must be an integer of at least 1, got None"),
        (
            lambda net: TwoLayerNet(5, 4, 3, activation="step"),
            "activation must be one of relu, sigmoid, tanh; got 'step'",
        ),
        (lambda net: TwoLayerNet(5, 4, 3, dtype=int), "dtype must be float32 or float64, got int"),
        (
            lambda net: TwoLayerNet(5, 4, 3, rng="x"),
            "rng must be a numpy.random.Generator or an int seed, got 'x'",
        ),
    ],
)
def test_refused_and_unchanged(net, call, message):
    with unchanged(*net.params.values()), pytest.raises(ValueError, match=re.escape(message)):
        call(net)


def test_a_layer_may_list_its_gradients_in_any_order(rng):
    class Backwards(Affine):
        @property
        def grads(self):
            return {"b": self.db, "W": self.dW}

    x, t = rng.normal(size=(4, 3)), [0, 1, 1, 0]
    gradients = [
        Sequential([kind(3, 3, rng=0), ReLU(), Affine(3, 2, rng=1)]).gradient(x, t)
        for kind in (Affine, Backwards)
    ]
    assert list(gradients[0]) == list(gradients[1]) == ["W1", "b1", "W2", "b2"]
    assert all(np.array_equal(g, gradients[1][name]) for name, g in gradients[0].items())
