"""The Python side of the live figures: what they take and refuse, and what they show in front ends."""

import json
import re

import numpy as np
import pytest

from bplib import Network, TwoLayerNet, live
from bplib.live.figure import take
from bplib.live.modules import FOLDER, joined


def test_networks_of_ones_own_in_columns_and_in_rows():
    net = Network([3, 4, 2], cost="binary_cross_entropy", rng=0)
    x, y = np.ones((3, 5)), np.zeros((2, 5))
    settings = live.network(net, x, y).settings
    assert settings["network"]["weights"] == [w.tolist() for w in net.weights]
    assert settings["network"]["cost"] == "binary_cross_entropy"
    two = TwoLayerNet(3, 4, 2, activation="tanh", rng=0)
    settings = live.network(two, x.T, [0, 1, 1, 0, 1]).settings
    assert settings["network"]["sizes"] == [3, 4, 2]
    assert settings["network"]["activation"] == "tanh"
    assert np.allclose(settings["network"]["weights"][0], two.params["W1"].T)
    assert np.allclose(settings["network"]["biases"][1], two.params["b2"][:, None])
    assert settings["y"] == [[1, 0, 0, 1, 0], [0, 1, 1, 0, 1]]
    net.weights[0][...] = 0
    assert np.any(live.network(two, x.T, [0, 1, 1, 0, 1]).settings["network"]["weights"][0])


NET = Network([2, 3, 2], rng=0)
X, Y = np.ones((2, 4)), np.zeros((2, 4))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: live.network("a net"), "net must be a Network or a TwoLayerNet, got str"),
        (lambda: live.network(NET), "x and y must be given together with net"),
        (lambda: live.network(NET, X.T, Y), r"x must hold 1 to 12 examples of 2 numbers, got shape \(4, 2\)"),
        (lambda: live.network(NET, X, Y[:, :3]), "x has 4 examples, y has 3"),
        (lambda: live.network(NET, np.ones((2, 13)), np.ones((2, 13))), "1 to 12 examples"),
        (
            lambda: live.network(Network([7, 2], rng=0), np.ones((7, 1)), np.ones((2, 1))),
            "at most 5 layers of 6 units",
        ),
        (lambda: live.network(example=4), "example must be from 0 to 3 or 'all', got 4"),
        (lambda: live.graph("a +"), "formula must be arithmetic"),
        (lambda: live.graph(""), "formula must not be empty"),
        (lambda: live.graph("import os"), "formula must be expressions and assignments"),
        (lambda: live.graph("f(x)"), r"formula has 'f\(x\)'"),
        (lambda: live.graph("a*b", c=1), "c is no input of 'a\\*b', which has a, b"),
        (lambda: live.graph(mode="up"), "mode must be"),
        (lambda: live.slope("a*b"), "formula must have one input"),
        (lambda: live.slope(h=0), "h must be"),
        (lambda: live.slope(method="left"), "method must be"),
        (lambda: live.bowl(momentum=1), "momentum must be at least 0 and less than 1"),
        (lambda: live.bowl(curvatures=(1, 2, 3)), "two numbers each"),
        (lambda: live.bumps("circle"), "curve must be"),
        (lambda: live.bumps(count=65), "count must be at most 64"),
        (lambda: live.xor(units=7), "units must be at most 6"),
        (lambda: live.xor(seed=-1), "seed must be"),
    ],
)
def test_bad_arguments_are_refused_in_words(call, said):
    with pytest.raises(ValueError, match=said):
        call()


@pytest.mark.parametrize("name", [name for name in live.__all__ if name != "LiveFigure"])
def test_a_figure_is_text_and_html_with_a_picture(name, monkeypatch):
    figure = getattr(live, name)()
    bundle = figure._repr_mimebundle_()
    assert bundle["text/plain"] == repr(figure)
    assert repr(figure).startswith("Live figure: ")
    assert "<svg" in bundle["text/html"]
    assert "<script" in bundle["text/html"], "elsewhere than on a page it brings its script along"
    assert "http://" not in bundle["text/html"].replace("http://www.w3.org/", "")
    assert "https://" not in bundle["text/html"]
    monkeypatch.setenv("BPLIB_FIGURES", "svg")
    assert "<script" not in figure.html()
    json.dumps(figure.settings)


def test_the_state_is_read_and_set_and_comes_back_from_a_page():
    figure = live.network(eta=0.5)
    assert figure.state == {"eta": 0.5}
    figure.set(weights=[np.ones((3, 2)), np.zeros((2, 3))])
    assert figure.state["weights"][0] == [[1, 1]] * 3
    number = figure.html().partition('data-number="')[2].partition('"')[0]
    take({number: {"eta": 2}, "no such": {}})
    assert figure.state == {"eta": 2}
    figure.state["eta"] = 7
    assert figure.state == {"eta": 2}, "a copy"


def test_modules_import_one_way():
    """Arithmetic knows nothing of drawing, drawing nothing of the page."""
    allowed = {
        "arithmetic": {"arithmetic"},
        "drawing": {"arithmetic", "drawing"},
        "page": {"arithmetic", "drawing", "page"},
    }
    for folder, rooms in allowed.items():
        for path in (FOLDER / folder).glob("*.js"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("import"):
                    target = (path.parent / line.rsplit('"', 2)[1]).resolve().relative_to(FOLDER.resolve())
                    assert target.parts[0] in rooms, f"{path.name}: {line}"


def test_the_modules_joined_hold_all_of_them_once():
    text = joined("main.js")
    for path in FOLDER.glob("*/*.js"):
        assert text.count(f"const module_{path.parent.name}_{path.stem} =") == 1, path.name
    assert "import " not in text.replace("import.meta", "")


def test_a_site_gets_the_shared_modules_once_and_each_figure_by_itself():
    from bplib.live.modules import parts

    texts = parts()
    shared = texts.pop("live.js")
    assert set(texts) >= {"network.js", "graph.js", "xor.js"}
    for name, text in texts.items():
        taken = re.match(r'import \{ ([^}]+) \} from "\./live\.js";\n', text)[1].split(", ")
        given = re.search(r"export \{ ([^}]+) \};\n$", shared)[1].split(", ")
        assert set(taken) <= set(given), name
    assert not re.search(r'^import .* from "\.\.', "".join(texts.values()), re.MULTILINE)
