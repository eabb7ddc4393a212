"""The network that the live digit reads with: trained on MNIST, stored in whole numbers from -127 to 127.

``make figures`` writes bplib/live/digit.json: the weights, how many of the 10,000 test images this network reads right
with the weights as stored, and ten of those images to look at.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path

import numpy as np

from bplib import TwoLayerNet, datasets, distortions, optimizers, train

HIDDEN, EPOCHS, SEED = 24, 24, 1
TARGET = Path(__file__).parents[2] / "bplib" / "live" / "digit.json"


def main():
    data = datasets.mnist()
    net = TwoLayerNet(784, HIDDEN, 10, rng=SEED)
    settings = {"epochs": EPOCHS, "batch_size": 64, "rng": SEED}
    # Shifted images: what a reader draws lies never quite where MNIST would have it.
    train(
        net,
        data.x_train,
        data.t_train,
        optimizer=optimizers.Adam(1e-3),
        augment=distortions.shift,
        **settings,
    )
    stored = {name: whole(net.params[name]) for name in ("W1", "W2")}
    rounded = TwoLayerNet(784, HIDDEN, 10, rng=0)
    for name, array in net.params.items():
        rounded.params[name][...] = numbers(stored[name], array.shape) if name in stored else array
    accuracy = rounded.accuracy(data.x_test, data.t_test)
    examples = [int(np.flatnonzero(data.t_test == digit)[3]) for digit in range(10)]
    content = {
        "hidden": HIDDEN,
        "accuracy": round(float(accuracy), 4),
        "source": "python book/_tools/live_digit.py",
        **stored,
        **{name: [round(float(value), 5) for value in net.params[name]] for name in ("b1", "b2")},
        "examples": [{"digit": d, "pixels": levels(data.x_test[i])} for d, i in enumerate(examples)],
    }
    TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print(
        f"{TARGET.name}: {TARGET.stat().st_size / 1000:.0f} KB, {100 * accuracy:.2f} % of the test images",
        file=sys.stderr,
    )


def whole(array):
    """An array as bytes of whole numbers and the scale that they are multiplied by."""
    scale = float(np.abs(array).max()) / 127
    return {"scale": scale, "bytes": b64encode(np.rint(array / scale).astype(np.int8).tobytes()).decode()}


def numbers(stored, shape):
    from base64 import b64decode

    return np.frombuffer(b64decode(stored["bytes"]), dtype=np.int8).reshape(shape) * stored["scale"]


def levels(image):
    """An image of numbers from 0 to 1 as a text: a digit of the sixteen for each pixel."""
    return "".join(f"{level:x}" for level in np.rint(np.ravel(image) * 15).astype(int))


if __name__ == "__main__":
    main()
