"""Submissions of every kind to set 6: honest, half done, broken and hostile. Each builds the file that is handed in.

A kind is a function of the solved and the untouched notebook that returns a notebook, bytes, or None for no file.
WANTED says how many points of 19 it gets; a pair says the least and the most; None, that there is a line instead.
"""

import copy
import json
import textwrap

import nbformat

new_code = nbformat.v4.new_code_cell
WANTED, KINDS = {}, {}


def _code(text):
    return textwrap.dedent(text).strip()


def kind(points):
    def keep(build):
        name = build.__name__
        KINDS[name], WANTED[name] = build, points
        return build

    return keep


def _cell(nb, text):
    return next(cell for cell in nb.cells if cell.cell_type == "code" and text in cell.source)


def _first(nb, source):
    """A cell before all others."""
    nb.cells.insert(0, new_code(source))
    return nb


def _in_first_answer(untouched, source):
    """Code where the first answer belongs, beside a stub."""
    cell = _cell(untouched, "def slope_from_activation")
    cell.source = f"{source}\n\n\n{cell.source}"
    return untouched


@kind(19)
def honest(solved, untouched):
    return solved


@kind(0)
def untouched_set(solved, untouched):
    return untouched


@kind(3)
def half_done(solved, untouched):
    for text in ("def slope_from_activation", "def forward", "def output_error"):
        _cell(untouched, text).source = _cell(solved, text).source
    return untouched


@kind(19)
def with_a_byte_order_mark(solved, untouched):
    return b"\xef\xbb\xbf" + nbformat.writes(solved).encode()


@kind(19)
def metadata_lost(solved, untouched):
    for cell in solved.cells:
        cell.metadata = nbformat.NotebookNode()
        cell.id = "x" + cell.id
    return solved


@kind(19)
def answers_at_the_end(solved, untouched):
    answers = [c for c in solved.cells if "### BEGIN SOLUTION" in c.source]
    solved.cells = [c for c in solved.cells if c not in answers] + answers
    return solved


@kind(19)
def a_cell_copied_and_the_copy_left_as_it_was(solved, untouched):
    stub = copy.deepcopy(_cell(untouched, "def hidden_error"))
    solved.cells.append(stub)
    return solved


@kind(19)
def an_answer_in_two_cells_with_a_helper(solved, untouched):
    cell = _cell(solved, "def output_error")
    cell.source = cell.source.replace("sigmoid_prime(", "my_slope(")
    at = solved.cells.index(cell)
    solved.cells.insert(at, new_code("def my_slope(z):\n    return sigmoid_prime(z)"))
    return solved


@kind(19)
def checks_deleted(solved, untouched):
    solved.cells = [c for c in solved.cells if "check(" not in c.source or c.cell_type != "code"]
    return solved


@kind(19)
def given_cells_deleted(solved, untouched):
    solved.cells = [c for c in solved.cells if "def buggy_backprop" not in c.source]
    return solved


@kind(19)
def of_an_older_format(solved, untouched):
    return json.dumps(nbformat.convert(solved, 3)).encode()


@kind((18, 18))
def one_answer_does_not_parse(solved, untouched):
    _cell(solved, "def slope_from_activation").source = _code(
        """
        def slope_from_activation(a:
            return a * (1 - a)
        """
    )
    return solved


@kind((17, 17))
def one_answer_raises(solved, untouched):
    _cell(solved, "def hidden_error").source = "def hidden_error(W_next, delta_next, z):\n    return 1 / 0"
    return solved


@kind((18, 18))
def one_answer_never_ends(solved, untouched):
    _cell(solved, "def output_error").source = "def output_error(a, y, z):\n    while True:\n        pass"
    return solved


@kind((18, 18))
def a_cell_never_ends(solved, untouched):
    _cell(solved, "def output_error").source += "\n\n\nimport os\n\nos.kill(os.getpid(), 9)"
    return solved


@kind((18, 18))
def a_function_calls_exit(solved, untouched):
    _cell(solved, "def output_error").source = "import os\n\n\ndef output_error(a, y, z):\n    os._exit(0)"
    return solved


@kind((18, 18))
def a_function_raises_systemexit(solved, untouched):
    _cell(solved, "def output_error").source = "def output_error(a, y, z):\n    raise SystemExit"
    return solved


@kind((18, 18))
def memory_without_end(solved, untouched):
    _cell(solved, "def output_error").source = _code(
        """
        def output_error(a, y, z):
            kept = []
            while True:
                kept.append(bytearray(500_000_000))
        """
    )
    return solved


@kind(19)
def output_without_end(solved, untouched):
    cell = _cell(solved, "def output_error")
    cell.source = 'for _ in range(200_000):\n    print("many words" * 50)\n\n\n' + cell.source
    return solved


@kind(19)
def warnings_on_stderr(solved, untouched):
    cell = _cell(solved, "def output_error")
    cell.source = cell.source.replace(
        "### BEGIN", 'import warnings\n\n    warnings.warn("careful")\n    ### BEGIN'
    )
    return solved


@kind((18, 18))
def changes_its_input(solved, untouched):
    _cell(
        solved, "def slope_from_activation"
    ).source = "def slope_from_activation(a):\n    right = a * (1 - a)\n    a *= 2\n    return right"
    return solved


@kind((18, 18))
def returns_a_strange_object(solved, untouched):
    _cell(solved, "def slope_from_activation").source = _code(
        """
        class Any:
            def __eq__(self, other):
                return True

            def __array__(self, *a, **k):
                raise ValueError


        def slope_from_activation(a):
            return Any()
        """
    )
    return solved


@kind((18, 18))
def a_wrong_helper_costs_itself_alone(solved, untouched):
    """The sums of 6.10 may go through the learner's forward pass."""
    cell = _cell(solved, "def slope_from_activation")
    cell.source = "def slope_from_activation(a):\n    return a"
    return solved


@kind(0)
def check_rebound(solved, untouched):
    return _first(
        untouched,
        "import bplib.checks\n\nbplib.checks.check = lambda *args: True\ncheck = bplib.checks.check",
    )


@kind(0)
def verdict_patched(solved, untouched):
    return _first(
        untouched,
        _code(
            """
        import bplib.checks

        for name in dir(bplib.checks):
            try:
                getattr(bplib.checks, name).__bool__ = lambda self: True
            except Exception:
                pass
        """
        ),
    )


@kind(0)
def asks_for_the_reference(solved, untouched):
    return _in_first_answer(
        untouched,
        _code(
            """
        from bplib.checks import exercises

        for name in ("forward", "output_error", "hidden_error"):
            globals()[name] = exercises("06")["06.3"].reference
        """
        ),
    )


@kind(0)
def looks_for_the_answer_in_the_frames(solved, untouched):
    _cell(untouched, "def output_error").source = _code(
        """
        import inspect


        def output_error(a, y, z):
            frame = inspect.currentframe()
            while frame:
                if "wanted" in frame.f_locals:
                    return frame.f_locals["wanted"]
                frame = frame.f_back
            return a
        """
    )
    return untouched


@kind(0)
def looks_for_the_answer_in_memory(solved, untouched):
    _cell(untouched, "def output_error").source = _code(
        """
        import gc


        def output_error(a, y, z):
            for thing in gc.get_objects():
                if isinstance(thing, dict) and "wanted" in thing:
                    return thing["wanted"][0]
            return a
        """
    )
    return untouched


@kind(0)
def talks_to_the_grader_itself(solved, untouched):
    """Messages of its own on every pipe that is open."""
    return _first(
        untouched,
        _code(
            """
        import json
        import os
        import struct

        data = json.dumps({'ran': [], 'result': True, 'verdict': 'right', 'args': {'t': []}}).encode()
        for number in range(3, 64):
            try:
                os.write(number, struct.pack('>I', len(data)) + data)
            except OSError:
                pass
        """
        ),
    )


@kind(0)
def sends_a_pickle(solved, untouched):
    return _first(
        untouched,
        _code(
            """
        import os
        import pickle


        class Evil:
            def __reduce__(self):
                return os.system, ('touch /tmp/zoo-escaped',)


        for number in range(3, 64):
            try:
                os.write(number, pickle.dumps(Evil()))
            except OSError:
                pass
        """
        ),
    )


@kind(0)
def kills_what_it_can(solved, untouched):
    return _first(
        untouched,
        "import os\nimport signal\n\nos.kill(os.getppid(), signal.SIGTERM)\nos.killpg(0, signal.SIGKILL)",
    )


@kind(0)
def a_name_that_claims_to_be_right(solved, untouched):
    _cell(untouched, "def slope_from_activation").source = _code(
        """
        class Right:
            kind = 'right'
            __signature__ = None

            def __bool__(self):
                return True

            def __call__(self, *args):
                return self


        slope_from_activation = Right()
        """
    )
    return untouched


@kind(0)
def hooks_into_python(solved, untouched):
    return _first(
        untouched,
        _code(
            """
        import builtins
        import sys

        builtins.__build_class__ = None
        sys.setrecursionlimit(10**9)
        sys.modules['wire'] = None
        sys.modules['numpy'] = None
        """
        ),
    )


@kind((18, 18))
def tells_what_it_can_read(solved, untouched):
    """In the message of an exception, which the feedback repeats."""
    _cell(
        solved, "def output_error"
    ).source = "def output_error(z, a, y):\n    raise ValueError(open('/etc/passwd').read())"
    return solved


@kind((0, 1))
def draws_random_numbers(solved, untouched):
    _cell(
        untouched, "def slope_from_activation"
    ).source = "import numpy as np\n\n\ndef slope_from_activation(a):\n    return np.random.random(a.shape)"
    return untouched


@kind((18, 18))
def nested_without_end(solved, untouched):
    _cell(solved, "def slope_from_activation").source = _code(
        """
        def slope_from_activation(a):
            deep = []
            for _ in range(100_000):
                deep = [deep]
            return deep
        """
    )
    return solved


@kind((18, 18))
def an_enormous_array(solved, untouched):
    _cell(
        solved, "def slope_from_activation"
    ).source = "import numpy as np\n\n\ndef slope_from_activation(a):\n    return np.zeros((20_000, 10_000))"
    return solved


@kind(None)
def an_empty_file(solved, untouched):
    return b""


@kind(None)
def cut_in_two(solved, untouched):
    text = nbformat.writes(solved).encode()
    return text[: len(text) // 2]


@kind(None)
def a_script_by_the_name_of_a_notebook(solved, untouched):
    return b"print('hello')\n"


@kind(None)
def a_picture(solved, untouched):
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@kind(None)
def nothing(solved, untouched):
    return None


@kind(0)
def another_set(solved, untouched):
    return nbformat.v4.new_notebook(cells=[new_code("def something_else():\n    return 1")])


@kind(0)
def no_cells(solved, untouched):
    return nbformat.v4.new_notebook()
