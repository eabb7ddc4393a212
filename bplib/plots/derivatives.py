"""The figures of chapter 1, the derivative. Each function draws one figure and leaves it as the current one."""

from fractions import Fraction

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.colors import to_rgba

from . import BLUE, GRAY, GREEN, ORANGE, PURPLE, RED, animation_player

_DOT = {"marker": "o", "linestyle": "none", "markersize": 8}
_ARROW = {"arrowstyle": "-|>", "linewidth": 2, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}


def _line(ax, x, y, slope, ends, color, style, label=None):
    """The straight line through (x, y) with a slope, drawn between two values of x."""
    ends, label = np.asarray(ends, float), label and label.replace("-", "−")
    return ax.plot(ends, y + slope * (ends - x), color=color, linestyle=style, label=label)[0]


def braking_car(s, a, ends):
    """Position against time, with the secant from t = a to each of two later times."""
    _, ax = plt.subplots()
    t = np.linspace(0, 5, 200)
    ax.plot(t, s(t), color=BLUE, label="position of the car")
    for b, color, style, marker in zip(ends, (ORANGE, PURPLE), ("--", "-."), "sD"):
        slope = (s(b) - s(a)) / (b - a)
        _line(ax, a, s(a), slope, (a - 1, b + 0.9), color, style)
        label = f"{a:g} s to {b:g} s: {slope:g} m/s"
        ax.plot(b, s(b), color=color, linestyle=style, marker=marker, markersize=8, label=label)
    ax.plot(a, s(a), **_DOT, color=BLUE)
    arrow = {"arrowstyle": "->", "color": GRAY, "shrinkB": 5}
    ax.annotate("how fast here?", (a, s(a)), (a + 0.3, s(a) - 12), arrowprops=arrow)
    ax.set(xlabel="time t since braking began (s)", ylabel="position s(t) (m)", ylim=(0, 58))
    ax.set_title("The slope of a secant is an average speed")
    ax.legend(loc="lower right")


def secant_player(f, slope, x, steps, alt):
    """An animation with buttons: the secant from x to x + h turns into the tangent, h running through ``steps``."""
    fig, ax = plt.subplots(figsize=(4.8, 3.3))
    t = np.linspace(0, 5, 150)
    ax.plot(t, f(t), color=BLUE)
    _line(ax, x, f(x), slope, (0, 5), GREEN, ":", f"tangent, slope {slope:g} m/s")
    secant = _line(ax, x, f(x), slope, (0, 5), ORANGE, "--", "secant")
    secant.set_zorder(1)
    (second,) = ax.plot([], [], **{**_DOT, "marker": "s"}, color=ORANGE)
    ax.plot(x, f(x), **_DOT, color=BLUE)
    ax.set(xlabel="time t (s)", ylabel="position s(t) (m)", xlim=(0, 5), ylim=(0, 60))
    ax.legend(loc="lower right")
    title = ax.set_title("h")

    def draw(h):
        rise = (f(x + h) - f(x)) / h
        secant.set_ydata(f(x) + rise * (np.array([0, 5]) - x))
        second.set_data([x + h], [f(x + h)])
        title.set_text(f"h = {h:.2f} s, slope of the secant {rise:.2f} m/s")
        return secant, second, title

    return animation_player(FuncAnimation(fig, draw, steps, init_func=lambda: ()), alt, fps=6)


def differences(f, slope, x, h):
    """A curve at x with its tangent, the secant of the forward and that of the central difference."""
    _, ax = plt.subplots(figsize=(5.2, 3.6))
    t = np.linspace(0.42, 2.1, 200)
    forward, central = (f(x + h) - f(x)) / h, (f(x + h) - f(x - h)) / (2 * h)
    ax.plot(t, f(t), color=BLUE, label="f(x) = 1/x")
    _line(ax, x, f(x), slope, (0.45, 1.9), GREEN, ":", f"tangent: {slope:.2f}")
    _line(ax, x, f(x), forward, (0.45, 2.1), ORANGE, "--", f"forward: {forward:.2f}")
    _line(ax, x + h, f(x + h), central, (x - h - 0.1, x + h + 0.3), PURPLE, "-.", f"central: {central:.2f}")
    ax.plot([x, x + h], f(np.array([x, x + h])), **{**_DOT, "marker": "s"}, color=ORANGE)
    ax.plot(x - h, f(x - h), **{**_DOT, "marker": "D"}, color=PURPLE)
    labels = [f"x − h\n{x - h:g}", f"x\n{x:g}", f"x + h\n{x + h:g}"]
    ax.set_xticks([x - h, x, x + h], labels)
    ax.set(ylabel="f(x)", ylim=(0, 2.35))
    ax.set_title("The central secant is nearly parallel to the tangent")
    ax.legend(loc="upper right")


def complex_step(f, x, h):
    """Where x and x + ih lie in the complex plane, and where f takes them."""
    _, axes = plt.subplots(2, 1, figsize=(5.2, 4.6))
    names = (("x", "x + ih"), ("f(x)", "f(x + ih)"))
    heights = ("h", r"about $h\,f'(x)$")
    for ax, start, end, name, height in zip(axes, (x, f(x)), (x + 1j * h, f(x + 1j * h)), names, heights):
        end = complex(end)
        ax.axhline(0, color=GRAY, linewidth=1, linestyle="-")
        ax.annotate("", (end.real, end.imag), (end.real, 0), arrowprops={**_ARROW, "color": ORANGE})
        ax.plot(start, 0, **_DOT, color=BLUE)
        ax.plot(end.real, end.imag, **{**_DOT, "marker": "s"}, color=ORANGE)
        ax.text(start + 0.03, 0.02, name[0], color=BLUE)
        ax.text(end.real + 0.03, end.imag, name[1], color=ORANGE, va="center")
        ax.text(end.real - 0.03, end.imag / 2, height, color=ORANGE, ha="right", va="center")
        ax.set(xlim=(0.5, 1.5), ylabel="imaginary part")
    axes[0].set_ylim(-0.06, 0.27)
    axes[0].set_title("A step up from x …")
    axes[1].set_title("… becomes a height of h times the slope")
    axes[1].set(ylim=(-0.27, 0.1), xlabel="real part")


def taylor(f, terms, x, reach):
    """A curve and its Taylor polynomials around x; terms[k] is the coefficient of h^k."""
    _, ax = plt.subplots(figsize=(5.2, 3.6))
    h = np.linspace(-reach, reach, 200)
    ax.plot(x + h, f(x + h), color=BLUE, linewidth=3, label="f(x) = 1/x")
    styles = zip((ORANGE, PURPLE, GREEN), ("--", "-.", ":"), ("line", "parabola", "cubic"))
    for degree, (color, style, name) in enumerate(styles, start=1):
        values = sum(c * h**k for k, c in enumerate(terms[: degree + 1]))
        ax.plot(x + h, values, color=color, linestyle=style, label=f"up to $h^{degree}$ ({name})")
    ax.plot(x, f(x), **_DOT, color=BLUE)
    ax.set(xlabel="x", ylabel="f(x)", ylim=(0, 2.9))
    ax.set_title("Each further term hugs the curve for longer")
    ax.legend()


def staircase(f, x, count):
    """The computed values of f at neighboring floats from x on, against the exact ones, in units of epsilon."""

    def in_eps(values, origin):
        return [float((Fraction(v) - Fraction(origin)) / Fraction(2) ** -52) for v in values]

    points = (x + np.spacing(x) * np.arange(count)).tolist()
    first = f(points[0])
    across, computed = in_eps(points, x), in_eps(map(f, points), first)
    exact = in_eps([1 / Fraction(p) for p in points], first)
    _, ax = plt.subplots()
    ax.plot(across, exact, color=BLUE, label="exact values of 1/x")
    style = {"drawstyle": "steps-mid", "marker": "s", "markersize": 4, "linestyle": "-", "linewidth": 1}
    ax.plot(across, computed, **style, color=ORANGE, label="computed values")
    ax.set(xlabel=f"x − {x:g}, in units of ε", ylabel=f"f(x) − computed f({x:g}), in ε")
    ax.set_title("Seen from very near, a curve is a staircase")
    ax.legend()


def error_curves(errors, models):
    """The error against the step, one panel for each float type.

    Args:
        errors: errors[type][method] is a pair of arrays, the steps and the errors.
        models: models[method] is a pair of functions: of h and epsilon, the predicted error; of epsilon, its best step.
    """
    looks = {"forward": (ORANGE, "s"), "central": (PURPLE, "o"), "complex": (GREEN, "^")}
    fig, axes = plt.subplots(len(errors), 1, figsize=(5.2, 6.4), sharex=True, squeeze=False)
    for ax, (name, curves) in zip(axes[:, 0], errors.items()):
        for method, (h, error) in curves.items():
            color, marker = looks[method]
            style = {"marker": marker, "markersize": 6, "markerfacecolor": "none", "linestyle": "none"}
            ax.loglog(h, error, color=color, **style, label=method)
        eps = float(np.finfo(name).eps)
        for method, (predicted, best_step) in models.items():
            h, best = curves[method][0], best_step(eps)
            ax.loglog(h, predicted(h, eps), color=looks[method][0], linestyle="-", linewidth=1.2, zorder=4)
            star = {"marker": "*", "markersize": 15, "linestyle": "none", "zorder": 5}
            ax.loglog(best, predicted(best, eps), **star, color=RED)
        ax.set(ylabel="largest error", title=name, ylim=(10 ** (-17 if name == "float64" else -9), 10))
    axes[-1, 0].set_xlabel("step h")
    axes[0, 0].plot([], [], color=GRAY, linestyle="-", linewidth=1, label="predicted")
    axes[0, 0].plot([], [], color=RED, marker="*", markersize=12, linestyle="none", label="predicted best h")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside lower center", ncols=3)
    fig.suptitle("Too large or too small an h: both cost digits", fontsize=11, fontweight="bold")


def product_rectangle(u, v, du, dv):
    """A rectangle with sides u and v, and the strips by which its area grows."""
    _, ax = plt.subplots(figsize=(5.2, 3.2))
    parts = (
        ((0, 0), u, v, BLUE, "", (u / 2, v / 2), "u v"),
        ((u, 0), du, v, ORANGE, "//", (u + du + 0.15, v / 2), "strip  v Δu"),
        ((0, v), u, dv, PURPLE, "\\\\", (u / 2, v + dv + 0.16), "strip  u Δv"),
        ((u, v), du, dv, GRAY, "xx", (u + du + 0.15, v + dv / 2), "corner  Δu Δv"),
    )
    for corner, width, height, color, hatch, place, label in parts:
        style = {"facecolor": to_rgba(color, 0.18), "edgecolor": color, "linewidth": 1.5, "hatch": hatch}
        ax.add_patch(plt.Rectangle(corner, width, height, **style))
        ax.text(*place, label, color=color, ha="center" if place[0] < u else "left", va="center")
    sides = ((u / 2, -0.16, "u"), (-0.14, v / 2, "v"), (u + du / 2, -0.16, "Δu"), (-0.2, v + dv / 2, "Δv"))
    for x, y, side in sides:
        ax.text(x, y, side, ha="center", va="center")
    ax.set(xlim=(-0.4, u + du + 1.3), ylim=(-0.3, v + dv + 0.3), aspect="equal")
    ax.set_title("A product grows by two strips and a tiny corner")
    ax.axis("off")


def central_at_kink(relu, h):
    """ReLU with its two one-sided slopes at 0, and the central difference around the kink."""
    _, axes = plt.subplots(2, 1, figsize=(5.2, 5.2), sharex=True)
    z = np.linspace(-2.5, 2.5, 501)
    ax = axes[0]
    ax.plot(z, relu(z), color=BLUE, label="ReLU(z)")
    _line(ax, 0, 0, 0, (-2.5, 2.5), GRAY, ":", "left slope 0")
    _line(ax, 0, 0, 1, (-1, 2.5), GREEN, "--", "right slope 1")
    _line(ax, h, relu(h), 0.5, (-2.2, 2.2), PURPLE, "-.", "central at 0: ½")
    ax.plot([-h, h], relu(np.array([-h, h])), **{**_DOT, "marker": "D"}, color=PURPLE)
    ax.set(ylabel="ReLU(z)", ylim=(-1, 2.6))
    ax.set_title("At the kink there are two slopes")
    ax.legend(loc="upper left")
    ax = axes[1]
    ax.plot(z[z < 0], 0 * z[z < 0], color=BLUE, linestyle="-", label="ReLU'(z)")
    ax.plot(z[z > 0], 0 * z[z > 0] + 1, color=BLUE, linestyle="-")
    central = (relu(z + h) - relu(z - h)) / (2 * h)
    ax.plot(z, central, color=PURPLE, linestyle="-.", label="central difference")
    ax.plot(0, 0.5, **{**_DOT, "marker": "D"}, color=PURPLE)
    ax.set_xticks([-2 * h, -h, 0, h, 2 * h], ["−2h", "−h", "0", "h", "2h"])
    ax.set(xlabel="z", ylabel="slope")
    ax.set_title("Within h of the kink, differences mix the two")
    ax.legend(loc="upper left")


def one_step(cost, slope, w, eta):
    """A cost over one weight, the tangent at w, and one step downhill."""
    _, ax = plt.subplots()
    t = np.linspace(-0.1, 3.1, 200)
    new = w - eta * slope
    ax.plot(t, cost(t), color=BLUE, label="cost C(w)")
    _line(ax, w, cost(w), slope, (w - 0.35, w + 0.5), GREEN, ":", f"tangent, slope {slope:g}")
    ax.plot(w, cost(w), **_DOT, color=BLUE)
    ax.plot(new, cost(new), **{**_DOT, "marker": "s"}, color=ORANGE)
    ax.annotate("", (new, cost(new)), (w, cost(w)), arrowprops={**_ARROW, "color": ORANGE, "shrinkB": 4})
    ax.text(w - 0.1, cost(w) - 0.1, "start", ha="right", va="top", color=BLUE)
    ax.text(new + 0.07, cost(new) + 0.05, "one step", color=ORANGE)
    ax.set(xlabel="weight w", ylabel="cost C(w)", ylim=(-0.25, 5))
    ax.set_title("The slope says which way is down")
    ax.legend(loc="upper center")
