"""The colors of all figures. Each has a contrast of more than 3:1 on the light and on the dark theme."""

import numpy as np
from matplotlib.colors import to_rgb

__all__ = ["BLUE", "GRAY", "GREEN", "INKS", "ORANGE", "PALETTE", "PURPLE", "RED", "ink_on"]

BLUE, ORANGE, GREEN, PURPLE, RED, GRAY = PALETTE = (
    "#2f7fd1",
    "#d9652b",
    "#2e9e5b",
    "#a05fc0",
    "#d64545",
    "#757c85",
)
# For text on a picture. One of them has a contrast of 4.5:1 or more with any color.
INKS = ("#040404", "#ffffff")


def ink_on(color):
    """The ink that is legible on a color."""
    channels = np.array(to_rgb(color))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return INKS[int(linear @ [0.2126, 0.7152, 0.0722] < 0.182)]
