"""The patients, the mutants and the instruments of chapter 13: each bug is one method, each patient is found, healthy
networks are not accused, and the kept measurements can be repeated."""

import importlib.util
import inspect
import itertools
import json
import random
import re
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "chapters"))
import bug_clinic as clinic  # noqa: E402

NUMBERS = range(1, 31)  # the catalogue has 24, and six defects were found by running well-known material
FOUND_BY = {  # the instruments that the catalogue names, and some that no bug may lose
    1: "C", 2: "BC", 3: "F", 4: "GJO", 5: "JL", 6: "A", 7: "G", 8: "P", 9: "N", 10: "T", 11: "K", 12: "B",
    13: "L", 14: "GJ", 15: "R", 16: "HQ", 17: "A", 18: "C", 19: "S", 20: "P", 21: "C", 22: "CH", 23: "O", 24: "M",
    25: "C", 26: "D", 27: "C", 28: "Q", 29: "H", 30: "I",
}  # fmt: skip
each_patient = pytest.mark.parametrize("number", NUMBERS)
each_healthy = pytest.mark.parametrize("cls", clinic.HEALTHY, ids=lambda cls: cls.__name__)


def test_all_bugs_of_the_catalogue_are_there():
    assert list(clinic.PATIENTS) == list(NUMBERS) == sorted(FOUND_BY)
    assert [cls.number for cls in clinic.PATIENTS.values()] == list(NUMBERS)
    assert {cls.group for cls in clinic.PATIENTS.values()} == set(clinic.GROUPS)
    assert len({cls.name for cls in clinic.PATIENTS.values()}) == len(NUMBERS)


def test_every_patient_is_in_the_file_of_its_group_and_under_its_number():
    for number, cls in clinic.PATIENTS.items():
        assert cls.__module__ == f"bug_clinic.patients.{cls.group.replace(' ', '_')}"
        assert cls.__name__ == f"Patient{number}"
    files = (ROOT / "chapters/bug_clinic/patients").glob("*.py")
    written = re.findall(
        r"^class Patient(\d+)", "".join(path.read_text(encoding="utf-8") for path in files), re.MULTILINE
    )
    assert sorted(map(int, written)) == list(NUMBERS)


@each_patient
def test_a_patient_differs_from_a_healthy_class_in_one_method(number):
    cls = clinic.PATIENTS[number]
    assert clinic.healthy(cls) in clinic.HEALTHY
    mine = {name for name in vars(cls) if not (name.startswith("__") and name.endswith("__"))}
    assert mine - {"number", "name", "group", "listing"} == {clinic.changed(cls)}
    method = getattr(clinic.healthy(cls), clinic.changed(cls))
    assert [*inspect.signature(method).parameters] == [
        *inspect.signature(getattr(cls, clinic.changed(cls))).parameters
    ]
    assert len(clinic.source(cls, clinic.changed(cls)).splitlines()) <= 12


@each_patient
def test_a_patient_is_found(number):
    findings = clinic.examine(clinic.PATIENTS[number])
    letters = {letter for letter, finding in findings.items() if finding}
    assert set(FOUND_BY[number]) <= letters


@each_healthy
@pytest.mark.parametrize("seed", range(6))
def test_no_instrument_raises_a_false_alarm(cls, seed):
    alarms = [finding for finding in clinic.examine(cls, seed).values() if finding]
    assert not alarms


def test_every_instrument_finds_something():
    table = clinic.table()
    assert list(clinic.INSTRUMENTS) == [chr(ord("A") + k) for k in range(26)]
    for letter in clinic.INSTRUMENTS:
        assert any(row[letter] != "passes" for row in table.values()), letter


def test_the_smallest_sets_find_all_and_no_smaller_one_does():
    found = {
        n: {letter for letter, verdict in row.items() if verdict != "passes"}
        for n, row in clinic.table().items()
    }
    smallest = clinic.smallest_sets(found)
    assert smallest
    for letters in smallest:
        assert all(set(letters) & by for by in found.values())
        for fewer in itertools.combinations(letters, len(letters) - 1):
            assert not all(set(fewer) & by for by in found.values())


def test_the_search_for_smallest_sets():
    assert clinic.smallest_sets({1: {"A"}, 2: {"A", "B"}}) == [["A"]]
    assert clinic.smallest_sets({1: {"A", "B"}, 2: {"B", "C"}, 3: {"C", "A"}}) == [
        ["A", "B"],
        ["A", "C"],
        ["B", "C"],
    ]


@each_patient
def test_a_patient_is_shown_and_diagnosed(number, capsys):
    clinic.show(number)
    shown = capsys.readouterr().out
    assert f"def {clinic.changed(clinic.PATIENTS[number])}(" in shown
    assert "Healthy" in shown.splitlines()[0]
    assert max(map(len, shown.splitlines())) <= 88
    clinic.diagnose(number)
    findings, cure = capsys.readouterr().out.split("\n\n# the healthy method\n", 1)
    lines = findings.splitlines()
    assert f"def {clinic.changed(clinic.PATIENTS[number])}(" in cure
    assert len(lines) == sum(map(bool, clinic.examine(clinic.PATIENTS[number]).values()))
    assert max(map(len, lines)) <= 88


def test_the_published_symptoms():
    x, t = clinic.digits(clinic.Healthy, 10)
    garbage = clinic.PATIENTS[28]().numerical_gradient(lambda a: np.sum(a**2), np.array([3, 4]), 1e-4)
    assert np.allclose(garbage, [25000, 35000])
    net = clinic.PATIENTS[30]()
    first, second = net.gradient(x, t), net.gradient(x, t)
    assert np.allclose(second["W1"], 96 / 32 * first["W1"])
    assert clinic.PATIENTS[11]().accuracy(x, t) == 1
    with clinic.fresh_session(), pytest.raises(NameError):
        clinic.PATIENTS[6]().forward(x)
    assert len(clinic.PATIENTS[6]().forward(x)[0]) == 2  # and afterwards the name is back
    with pytest.raises(SyntaxError):
        compile(clinic.PATIENTS[17].listing, "listing", "exec")


def test_the_defects_of_one_tutorial_multiply_to_a_factor_of_four():
    """Mask after the activation, dropout's scale and the 2 of the cost left out, all in one network."""
    parts = [clinic.PATIENTS[n] for n in (25, 26, 27)]
    methods = {clinic.changed(cls): vars(cls)[clinic.changed(cls)] for cls in parts}

    class Right(clinic.HealthySquared):
        activation, slope = clinic.HealthyReLU.activation, clinic.HealthyReLU.slope

    Wrong = type("Wrong", (Right,), methods)
    x, t = clinic.digits(Right, 1)
    right, wrong = (cls(rng=1) for cls in (Right, Wrong))
    for net in (right, wrong):
        net.keep = {1: 2.0}
    z = right.forward(x)[0][0][0]
    assert (z > 0).any()
    assert (z < 0).any()
    b, c = right.gradient(x, t)["b1"][0], wrong.gradient(x, t)["b1"][0]
    assert np.allclose(c[z > 0], b[z > 0] / 4)
    assert not b[z < 0].any()
    assert c[z < 0].all()


def test_an_instrument_that_cannot_run_says_so():
    class Broken(clinic.Healthy):
        def forward(self, x):
            raise RuntimeError("no way")

    finding = clinic.INSTRUMENTS["C"](Broken)
    assert (finding.verdict, finding.detail) == ("crash", "RuntimeError: no way")
    assert finding
    assert finding.seconds >= 0


@pytest.mark.parametrize("seed", range(3))
def test_overfitting_sees_two_permutations_that_stay_the_same(seed):
    """The loss on the pairs fed in falls; O measures on the right pairs, where it grows (a question of the chapter)."""

    class Once(clinic.Healthy):
        def minibatches(self, x, t, size, rng):
            same = np.random.default_rng(1)
            return super().minibatches(same.permutation(x), same.permutation(t), size, rng)

    net, (x, t) = Once(rng=seed), clinic.digits(Once, 10, seed)
    first = net.loss(x, t)
    net.train(x, t, epochs=300)
    same = np.random.default_rng(1)
    assert net.loss(same.permutation(x), same.permutation(t)) < first / 100
    assert net.loss(x, t) > 2 * first
    assert [letter for letter, finding in clinic.examine(Once, seed).items() if finding] == ["O", "Y"]


def test_equal_errors_are_said_to_be_equal():
    assert clinic.verdict_on({"W1": 0.9, "b1": 0.900001, "b2": 1e-9}, 1e-6) == (
        True,
        "0.9000 in each of W1, b1",
    )
    assert clinic.verdict_on({"W1": 0.9, "b1": 0.89}, 1e-6) == (True, "W1 0.900, b1 0.890")
    assert clinic.verdict_on({"W1": 1e-9}, 1e-6)[0] is False


def test_unscaled_inputs_do_not_make_the_gradient_small_but_the_steps_long():
    """Patient 9: slopes are smaller, the first layer's gradient is larger, and a smaller rate serves it well."""
    cures, ratios = (clinic.PATIENTS[9], clinic.Healthy), {}
    x, t = clinic.digits(clinic.Healthy, 10)
    large, small = (np.abs(cls().gradient(x, t)["W1"]).max() for cls in cures)
    assert large > 5 * small
    for cls in cures:
        for eta in (2.0, 0.1):
            net = cls()
            first = net.loss(x, t)
            net.train(x, t, epochs=300, eta=eta)
            ratios[cls, eta] = net.loss(x, t) / first
    assert ratios[cures[0], 2.0] > 0.5
    assert ratios[cures[0], 0.1] < 0.45
    assert ratios[cures[1], 2.0] < 0.01


def test_the_digits_begin_again_after_the_last():
    x, t = clinic.digits(clinic.Healthy, 30, 179)
    again, labels = clinic.digits(clinic.Healthy, 23, 0)
    assert np.array_equal(x[7:], again)
    assert np.array_equal(t[7:], labels)


# The mutants

BY_KEY = {mutation.key: mutation for mutation in clinic.mutations()}


def test_every_mutant_changes_one_line_of_one_method():
    assert len(BY_KEY) == len(clinic.mutations()) > 700
    for mutation in BY_KEY.values():
        healthy = clinic.mutants.ast.unparse(_tree(mutation)).splitlines()
        lines = mutation.text.splitlines()
        changed = [(a, b) for a, b in zip(healthy, lines, strict=True) if a != b]
        assert [(a.strip(), b.strip()) for a, b in changed] == [(mutation.before, mutation.after)]


def _tree(mutation):
    source = clinic.source(mutation.base, mutation.method)
    tree = clinic.mutants.ast.parse(source).body[0]
    if clinic.mutants.ast.get_docstring(tree):
        del tree.body[0]
    return tree


def test_every_healthy_method_has_mutants():
    methods = {
        (cls, name) for cls in clinic.HEALTHY for name, m in vars(cls).items() if inspect.isfunction(m)
    }
    assert {(m.base, m.method) for m in BY_KEY.values()} == methods


def _mutant(method, after):
    (mutation,) = (m for m in BY_KEY.values() if m.method == method and m.after == after)
    return mutation


def test_mutants_that_do_the_same_are_told_from_those_that_do_not():
    alike = clinic.mutants.alike
    assert alike(_mutant("backward", "self.d[-1] = dz"))  # it is added to zeros
    assert alike(_mutant("numerical_gradient", "g = np.ones(x.shape)"))  # all entries are set
    assert not alike(_mutant("step", "self.p[name] = self.p[name] - grads[name]"))
    assert not alike(_mutant("slope", "return (z >= 0).astype(float)"))
    assert not alike(_mutant("train", "i += 2"))
    assert not alike(_mutant("log_softmax", "z = z - z.max(keepdims=True)"))  # for extreme values only
    kinds = clinic.kind(_mutant("step", "for eta in grads:")), clinic.kind(BY_KEY["HealthyBinary.predict 4"])
    assert kinds == ("raises", "silent")


def test_a_healthy_method_is_like_itself():
    for base, method in {(m.base, m.method) for m in BY_KEY.values()}:
        text = clinic.mutants.ast.unparse(
            _tree(next(m for m in BY_KEY.values() if m.method == method and m.base is base))
        )
        assert clinic.mutants.alike(clinic.mutants.Mutation("", base, method, "", "", "", text)), (
            base,
            method,
        )


def test_the_halves_share_no_mutant_and_what_was_known_is_in_the_first():
    built_on, held_out = map(set, clinic.halves().values())
    assert built_on | held_out == set(BY_KEY)
    assert not built_on & held_out
    assert len(built_on) - 1 == len(held_out) + 1  # one was moved
    assert clinic.mutants.SEEN in built_on
    assert {key for key, m in BY_KEY.items() if clinic.mutants.known(m)} <= built_on


@pytest.mark.parametrize("letter", "UVWX")
def test_the_new_instruments_find_what_the_mutants_have_shown(letter):
    sick = {
        "U": "HealthyBinary.predict 4",
        "V": "Healthy.step 10",
        "W": _mutant("initialize", "p[f'W{l}'] = rng.normal(size=(n_in, n_out)) / n_in").key,
        "X": _mutant("apart", "numeric = left + right").key,
    }
    cls = BY_KEY[sick[letter]].cls
    assert letter in {k for k, run in clinic.INSTRUMENTS.items() if run(cls)}
    assert not [k for k in clinic.INSTRUMENTS if k < "U" and clinic.INSTRUMENTS[k](cls)]


@pytest.mark.parametrize("cls", clinic.HEALTHY, ids=lambda cls: cls.__name__)
def test_a_second_program_computes_the_same(cls):
    net, (x, t) = cls(hidden=(5, 3), rng=4), clinic.digits(cls, 7, 4)
    loss, grads = clinic.instruments.second_program(net, x, t)
    assert np.isclose(loss, net.loss(x, t))
    for name, g in net.gradient(x, t).items():
        assert np.allclose(g, grads[name])


# The kept measurements

_spec = importlib.util.spec_from_file_location("clinic_results", ROOT / "book/_tools/clinic_results.py")
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)
KEPT = {m.key: m for m in clinic.kept_mutants()}
STABLE = set(clinic.INSTRUMENTS) - {"O"}  # what training ends with can depend on the last digit of a sum


def test_the_kept_mutants_are_those_of_today():
    assert list(KEPT) == list(BY_KEY)
    halves = clinic.halves()
    assert all(m.key in halves[m.half] for m in KEPT.values())
    assert len(clinic.kept_alarms()) == len(clinic.HEALTHY) * len(tool.SEEDS)


@pytest.mark.parametrize("key", random.Random(13).sample(sorted(BY_KEY), 24))
def test_a_sample_of_the_kept_mutants_is_examined_again(key):
    (number,) = (k for k, mutation in enumerate(clinic.mutations()) if mutation.key == key)
    name, half, kind, finds, cannot_run = tool.one_mutant(number)
    kept = KEPT[key]
    assert (name, half, kind) == kept[:3]
    assert set(finds) & STABLE == set(kept.finds) & STABLE
    assert set(cannot_run) & STABLE == set(kept.cannot_run) & STABLE


@pytest.mark.parametrize("case", random.Random(13).sample([*np.ndindex(4, len(tool.SEEDS))], 8), ids=str)
def test_a_sample_of_the_healthy_is_examined_again(case):
    number, k = map(int, case)
    kept = clinic.kept_alarms()[number * len(tool.SEEDS) + k]
    assert set(tool.one_healthy((number, tool.SEEDS[k]))) & STABLE == kept & STABLE


def test_results_are_written_as_they_are_read(tmp_path):
    results = {
        "command": "…", "instruments": "AB", "seeds of the healthy": [1, 2],
        "mutants": [["a 1", "built on", "silent", "A", ""], ["b 1", "held out", "alike", "", ""]],
        "healthy": {"Healthy": ["", "A"], "HealthyReLU": ["", ""]},
    }  # fmt: skip
    tool.write(tmp_path / "results.json", results)
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == results
    assert len(list(tmp_path.iterdir())) == 1
