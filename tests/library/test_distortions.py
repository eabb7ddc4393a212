"""Shifts and distortions against NumPy, SciPy and pixels computed one by one."""

import numpy as np
import pytest
from helpers import unchanged
from scipy import ndimage

from bplib.distortions import displacements, distort, resample, shift

NOTHING = {"alpha": 0, "rotation": 0, "scale": 0, "shear": 0, "shift": 0}
PLACES = np.indices((28, 28)).astype(float)
DISTORTIONS = {
    "shift": lambda x, seed: shift(x, seed, by=2),
    "distort": lambda x, seed: distort(x, seed, shift=1),
    "resample": lambda x, seed: resample(x, PLACES[0] + 0.3, PLACES[1] - 0.4),
}


@pytest.fixture
def images(rng):
    return rng.random((7, 28, 28), np.float32)


@pytest.fixture
def inside(rng):
    """Images with ink only far from the border."""
    x = np.zeros((40, 28, 28))
    x[:, 10:18, 10:18] = rng.random((40, 8, 8))
    return x


@pytest.mark.parametrize("name", DISTORTIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_type_stay_and_nothing_is_written_into_the_argument(name, dtype, images):
    x, f = images.astype(dtype), DISTORTIONS[name]
    with unchanged(x):
        whole, flat = f(x, 1), f(x.reshape(7, 784), 1)
    assert (whole.shape, flat.shape) == ((7, 28, 28), (7, 784))
    assert whole.dtype == flat.dtype == dtype
    np.testing.assert_array_equal(whole.reshape(7, 784), flat)
    assert not np.shares_memory(whole, x)
    assert not np.array_equal(whole, x)
    assert np.isfinite(whole).all()
    assert whole.min() >= 0
    assert whole.max() <= x.max() * 1.000001


@pytest.mark.parametrize("name", DISTORTIONS)
def test_no_images_and_integers(name):
    assert DISTORTIONS[name](np.zeros((0, 784), np.float32), 1).shape == (0, 784)
    assert DISTORTIONS[name](np.ones((2, 784), int), 1).dtype == np.float64


@pytest.mark.parametrize("name", ["shift", "distort"])
def test_the_seed_decides_and_the_generator_goes_on(name, images):
    f, rng = DISTORTIONS[name], np.random.default_rng(3)
    first, second = f(images, rng), f(images, rng)
    np.testing.assert_array_equal(first, f(images, 3))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, f(images, 4))


def test_many_images_are_all_changed(rng):
    """More than are worked on at a time."""
    x = np.broadcast_to(rng.random((28, 28), np.float32), (1203, 28, 28))
    for changed in (shift(x, 1, by=3), distort(x, 1)):
        assert len({image.tobytes() for image in changed}) >= 49
        assert (changed[-1] > 0).any()


# shifts


def test_every_shift_occurs_and_is_a_roll_with_zeros(inside):
    seen = set()
    for before, after in zip(np.tile(inside, (5, 1, 1)), shift(np.tile(inside, (5, 1, 1)), 1)):
        found = [
            (i, j)
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            if np.array_equal(np.roll(before, (i, j), (0, 1)), after)
        ]
        assert len(found) == 1
        seen.update(found)
    assert len(seen) == 9


def test_what_leaves_the_image_is_lost_and_zeros_come_in():
    sums = shift(np.ones((300, 28, 28)), 0, by=2).sum(axis=(1, 2))
    assert set(sums) == {float((28 - i) * (28 - j)) for i in range(3) for j in range(3)}


def test_no_shift(images):
    np.testing.assert_array_equal(shift(images, 1, by=0), images)


# places


def test_bilinear_value_at_known_places():
    x = np.zeros((1, 28, 28))
    x[0, 3:5, 7:9] = [[1, 2], [3, 5]]
    for r, c, value in (
        (3, 7, 1),
        (3, 7.5, 1.5),
        (3.5, 7, 2),
        (3.25, 7.5, 0.75 * 1.5 + 0.25 * 4),
        (4, 8.9, 0.5),
    ):
        np.testing.assert_allclose(resample(x, np.full((28, 28), r), c), value, rtol=1e-12)
    assert not resample(x, -1e9, 1e9).any()


def test_places_between_and_outside_against_scipy(images, rng):
    rows, columns = PLACES[:, None] + rng.normal(0, 3, (2, 7, 28, 28))
    expected = [
        ndimage.map_coordinates(image, place, order=1, mode="grid-constant")
        for image, place in zip(images.astype(float), zip(rows, columns))
    ]
    np.testing.assert_allclose(resample(images.astype(float), rows, columns), expected, atol=1e-12)
    np.testing.assert_allclose(resample(images, rows, columns), expected, atol=1e-5)


def test_a_quarter_turn_and_a_mirror(images):
    i, j = PLACES
    np.testing.assert_array_equal(resample(images, j, 27 - i), np.rot90(images, axes=(1, 2)))
    np.testing.assert_array_equal(resample(images, i, 27 - j), images[:, :, ::-1])


# elastic fields


@pytest.mark.parametrize("sigma", [1.0, 4.0, 6.5])
def test_fields_are_smoothed_noise(sigma):
    noise = 2 * np.random.default_rng(5).random((2, 3, 28, 28), np.float32) - 1
    expected = 34 * ndimage.gaussian_filter(noise, (0, 0, sigma, sigma), mode="constant", truncate=9)
    field = displacements(3, 5, alpha=34, sigma=sigma)
    assert (field.shape, field.dtype) == ((2, 3, 28, 28), np.float32)
    np.testing.assert_allclose(field, expected, atol=2e-5)


def test_mean_displacement_is_as_computed():
    """In the middle: α times the root of 1/3, the variance of the noise, times Σ g², about 1/(4πσ²)."""
    field = displacements(4000, 1, alpha=34, sigma=2)[:, :, 14, 14]
    assert abs(field.mean()) < 0.1
    assert field.std() == pytest.approx(34 * np.sqrt(1 / 3 / (4 * np.pi * 2**2)), rel=0.03)


def test_elastic_distortion_reads_at_the_displaced_places(images):
    rng = np.random.default_rng(2)
    rng.uniform(size=(6, 7))  # of the affine map
    down, right = displacements(7, rng, alpha=20, sigma=3)
    expected = resample(images, PLACES[0] + down, PLACES[1] + right)
    changed = distort(images, 2, **{**NOTHING, "alpha": 20, "sigma": 3})
    np.testing.assert_allclose(changed, expected, atol=1e-4)


# affine maps


def test_without_strength_nothing_changes(images):
    np.testing.assert_allclose(distort(images, 1, **NOTHING), images, atol=1e-6)


def _moments(image):
    """Sum, center and matrix of second moments of the ink."""
    places = np.indices(image.shape).reshape(2, -1)
    ink = image.reshape(-1) / image.sum()
    center = places @ ink
    return image.sum(), center, ((places - center[:, None]) * ink) @ (places - center[:, None]).T


def _blob():
    """A smooth spot, longer down than across, in the middle."""
    i, j = PLACES - 13.5
    return np.exp(-(i**2) / 18 - j**2 / 8)[None]


@pytest.mark.parametrize("seed", range(4))
def test_each_affine_map_does_what_its_name_says(seed):
    """The moments of the ink of a smooth spot, against those of the map that the same numbers make."""
    draw = np.random.default_rng(seed).uniform(-1, 1, 6)
    mass, center, second = _moments(_blob()[0])
    turned, stretched, slanted, moved = (
        _moments(distort(_blob(), seed, **{**NOTHING, name: strength})[0])
        for name, strength in (("rotation", 40), ("scale", 0.2), ("shear", 0.3), ("shift", 2))
    )
    a = np.radians(40) * draw[0]
    R = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    S = np.diag(1 + 0.2 * draw[1:3])
    H = np.array([[1, 0], [0.3 * draw[3], 1]])
    for (new_mass, new_center, new_second), M in ((turned, R), (stretched, S), (slanted, H)):
        np.testing.assert_allclose(new_mass, mass * np.linalg.det(M), rtol=0.02)
        np.testing.assert_allclose(new_center, center, atol=0.05)
        np.testing.assert_allclose(new_second, M @ second @ M.T, rtol=0.06, atol=0.15)
    np.testing.assert_allclose(moved[1] - center, 2 * draw[4:], atol=0.02)
    np.testing.assert_allclose(moved[0], mass, rtol=0.01)


def test_ink_inside_stays(inside):
    for changed in (shift(inside, 1, by=4), distort(inside, 1, **{**NOTHING, "shift": 5})):
        np.testing.assert_allclose(changed.sum(axis=(1, 2)), inside.sum(axis=(1, 2)), rtol=1e-12)


# refusals


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: shift(x[:, :5], 1), r"x must be real images, shape \(N, 784\).*got float32 \(7, 5, 28\)"),
        (lambda x: shift(np.float64(3), 1), r"x must be .*\(\)"),
        (lambda x: distort(x[0, 0], 1), "x must be"),
        (lambda x: distort(x.astype(complex), 1), "x must be real images.*complex"),
        (lambda x: distort("images", 1), "x must be numbers, got str"),
        (lambda x: shift(x, 1, by=-1), "by must be an integer of at least 0, got -1"),
        (lambda x: shift(x, 1, by=0.5), r"by must be an integer of at least 0, got 0\.5"),
        (lambda x: shift(x, "one"), "rng must be"),
        (lambda x: distort(x, 1, alpha=-1), "alpha must be a finite number of at least 0, got -1"),
        (lambda x: distort(x, 1, rotation=np.nan), "rotation must be .*nan"),
        (lambda x: distort(x, 1, shear="much"), "shear must be .*'much'"),
        (lambda x: distort(x, 1, shift=np.inf), "shift must be .*inf"),
        (lambda x: distort(x, 1, scale=1), "scale must be at least 0 and less than 1, got 1"),
        (lambda x: distort(x, 1, sigma=0), "sigma must be a positive number, got 0"),
        (lambda x: displacements(2, 1, alpha=None), "alpha must be .*None"),
        (lambda x: displacements(-1, 1), "count must be an integer of at least 0, got -1"),
        (lambda x: resample(x, np.zeros(5), 0), r"rows must have shape \(7, 28, 28\), got \(5,\)"),
        (lambda x: resample(x, 0, np.nan), "columns must be finite"),
    ],
)
def test_bad_arguments_are_refused(call, words, images):
    with pytest.raises(ValueError, match=words):
        call(images)
