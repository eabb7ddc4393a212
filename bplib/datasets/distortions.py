"""Changed copies of images: shifts by whole pixels, elastic and affine distortions.

Images are arrays of shape (N, 784) or (N, 28, 28). They come back changed, of the same shape and type (integers
become float64); the argument stays as it was. ``rng`` is a ``numpy.random.Generator`` or an int seed. ``shift`` and
``distort`` are what ``bplib.train`` takes as ``augment``. Wrong arguments are refused with a ValueError.
"""

import math
from numbers import Real

import numpy as np

from .._validate import float_array, fraction, generator, integer, positive

__all__ = ["displacements", "distort", "resample", "shift"]

_SIDE = 28  # pixels
_CHUNK = 500  # images worked on at a time: what lies between stays in the cache


def _images(x):
    """x as (N, 28, 28), not copied where that is possible."""
    x = float_array("x", x)
    if x.dtype.kind != "f" or x.ndim == 0 or x.shape[1:] not in ((_SIDE, _SIDE), (_SIDE * _SIDE,)):
        raise ValueError(
            f"x must be real images, shape (N, {_SIDE * _SIDE}) or (N, {_SIDE}, {_SIDE}); got {x.dtype} {x.shape}"
        )
    return x.reshape(-1, _SIDE, _SIDE)


def _strength(name, value):
    if not (isinstance(value, Real) and 0 <= value < math.inf):
        raise ValueError(f"{name} must be a finite number of at least 0, got {value!r}")
    return float(value)


def _by_chunks(function, x):
    """function(images) for some images at a time, in an array of the shape of x."""
    images = _images(x)
    changed = np.empty_like(images)
    for start in range(0, len(images), _CHUNK):
        part = slice(start, start + _CHUNK)
        changed[part] = function(images[part])
    return changed.reshape(np.shape(x))


def shift(x, rng, by=1):
    """Each image moved by a whole number of pixels, -by to by, drawn for rows and columns; zeros come in.

    Args:
        x: images.
        rng: generator or seed.
        by: largest shift, an integer of at least 0.
    """
    rng, by = generator(rng), integer("by", by, at_least=0)

    def moved(images):
        padded = np.pad(images, ((0, 0), (by, by), (by, by)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (_SIDE, _SIDE), axis=(1, 2))
        down, right = rng.integers(-by, by + 1, (2, len(images)))
        return windows[np.arange(len(images)), by - down, by - right]

    return _by_chunks(moved, x)


def resample(x, rows, columns):
    """Images read at other places: pixel (i, j) of image n is x[n] at (rows[n, i, j], columns[n, i, j]).

    Equation (11.12): between the pixels linear in both directions. Outside of the image it is 0.

    Args:
        x: images.
        rows, columns: where to read, finite numbers of shape (N, 28, 28) or one that broadcasts to it.
    """
    images, places = (
        _images(x),
        {"rows": float_array("rows", rows), "columns": float_array("columns", columns)},
    )
    for name, place in places.items():
        if not np.isfinite(place).all():
            raise ValueError(f"{name} must be finite")
        try:
            places[name] = np.broadcast_to(place, images.shape)
        except ValueError:
            raise ValueError(f"{name} must have shape {images.shape}, got {place.shape}") from None
    return _bilinear(images, *places.values()).reshape(np.shape(x))


def _bilinear(images, rows, columns):
    # With a border of zeros, and places at most one pixel outside, each of the four pixels around a place is there.
    side = _SIDE + 3
    padded = np.zeros((len(images), side, side), images.dtype)
    padded[:, 1 : _SIDE + 1, 1 : _SIDE + 1] = images
    rows, columns = np.clip(rows, -1, _SIDE) + 1, np.clip(columns, -1, _SIDE) + 1
    i, j = np.floor(rows), np.floor(columns)
    u, v = (rows - i).astype(images.dtype), (columns - j).astype(images.dtype)
    here = (i * side + j).astype(np.intp) + side**2 * np.arange(len(images))[:, None, None]
    pixels = padded.reshape(-1)
    upper, lower = pixels.take(here), pixels[side:].take(here)
    upper += v * (pixels[1:].take(here) - upper)
    lower += v * (pixels[side + 1 :].take(here) - lower)
    return upper + u * (lower - upper)


def _smoothing(sigma):
    """Matrix (28, 28) whose product with a column of pixels is its Gaussian mean, with zeros outside."""
    k = np.arange(_SIDE)
    far = np.arange(-math.ceil(8 * sigma), math.ceil(8 * sigma) + 1)
    total = np.exp(-(far**2) / (2 * sigma**2)).sum()
    return np.exp(-((k[:, None] - k) ** 2) / (2 * sigma**2)) / total


def displacements(count, rng, *, alpha=34.0, sigma=4.0):
    """Elastic displacement fields: how far down and how far right from its place each pixel is read.

    Numbers from -1 to 1, one for each pixel and direction, smoothed by a Gaussian of ``sigma`` pixels (zeros
    outside), times ``alpha``. Equation (11.10).

    Args:
        count: how many fields.
        rng: generator or seed.
        alpha, sigma: strength and smoothness in pixels.

    Returns:
        float32 array, shape (2, count, 28, 28): for the rows and for the columns.

    Source: Simard, Steinkraus and Platt, ICDAR 2003.
    """
    alpha, sigma = _strength("alpha", alpha), positive("sigma", sigma)
    noise = generator(rng).random((2, integer("count", count, at_least=0), _SIDE, _SIDE), np.float32)
    noise *= 2
    noise -= 1
    smooth = _smoothing(sigma).astype(np.float32)
    return (smooth * np.float32(alpha)) @ noise @ smooth  # columns, then rows; the matrix is symmetric


def distort(x, rng, *, alpha=34.0, sigma=4.0, rotation=10.0, scale=0.1, shear=0.1, shift=0.0):
    """Images that are elastically distorted, turned, stretched, slanted and shifted, each in its own way.

    All of it is one map of places, equation (11.13): the pixels are interpolated only once, as by ``resample``.

    Args:
        x: images.
        rng: generator or seed.
        alpha, sigma: of the elastic ``displacements``.
        rotation: largest angle in degrees, either way.
        scale: each side is stretched by a factor from 1 - scale to 1 + scale; less than 1.
        shear: largest slant, in pixels to the side for each pixel down.
        shift: largest shift in pixels, for rows and columns.
    """
    rng, scale = generator(rng), fraction("scale", scale)
    alpha, sigma, turn = _strength("alpha", alpha), positive("sigma", sigma), _strength("rotation", rotation)
    shear, shift = _strength("shear", shear), _strength("shift", shift)

    def changed(images):
        n = len(images)
        k = np.arange(_SIDE, dtype=images.dtype) - (_SIDE - 1) / 2  # from the middle
        draw = rng.uniform(-1, 1, (6, n, 1, 1)).astype(images.dtype)
        angle, tall, wide = np.radians(turn) * draw[0], 1 + scale * draw[1], 1 + scale * draw[2]
        down, right = shift * draw[4:]
        r, c = k[:, None] / tall, (k - shear * draw[3] * k[:, None]) / wide
        rows = np.cos(angle) * r - np.sin(angle) * c - k[0] - down
        columns = np.sin(angle) * r + np.cos(angle) * c - k[0] - right
        if alpha:
            field = displacements(n, rng, alpha=alpha, sigma=sigma)
            rows, columns = rows + field[0], columns + field[1]
        return _bilinear(images, rows, columns)

    return _by_chunks(changed, x)
