"""Networks for the tests of the live figures, as Python and as JSON; and JavaScript for many cases at once."""

import json

import numpy as np

from bplib.live.bugs import BUGS, network_class

CHANGES = {bug["id"]: bug["changes"] for bug in BUGS}


def variant(activation="sigmoid", cost="quadratic", bug="", eta=0.5):
    return network_class(bug, activation=activation, cost=cost, eta=eta)


def plain(arrays):
    return [np.asarray(array).tolist() for array in arrays]


def as_json(net, activation, cost):
    return {
        "sizes": net.sizes,
        "activation": activation,
        "cost": cost,
        "weights": plain(net.weights),
        "biases": plain(net.biases),
    }


def run(page, module, script, cases, more=None):
    """Results of a function of JavaScript for many cases; numbers that JSON does not have come as texts.

    The function knows the module as ``module`` and ``matrices``, and those of ``more``, {name: module}.
    """
    others = "".join(
        f'const {name} = await import("/js/arithmetic/{file}.js")\n' for name, file in (more or {}).items()
    )
    script = f"""async cases => {{
        const module = await import("/js/arithmetic/{module}.js")
        {others}const matrices = await import("/js/arithmetic/matrices.js")
        const one = {script}
        return JSON.stringify(JSON.parse(cases).map(one), (_, value) =>
            typeof value === "number" && !Number.isFinite(value) ? String(value) : value)
    }}"""
    return json.loads(page.evaluate(script, json.dumps(cases)))
