"""Numerical differentiation, and the gradient checks that hold backpropagation against it.

Knows nothing of networks.
"""

from .check import check_direction, check_gradients, relative_error
from .differences import derivative, directional_derivative, numerical_gradient
from .report import DirectionCheck, DirectionReport, GradientReport, ParameterCheck

__all__ = [
    "DirectionCheck",
    "DirectionReport",
    "GradientReport",
    "ParameterCheck",
    "check_direction",
    "check_gradients",
    "derivative",
    "directional_derivative",
    "numerical_gradient",
    "relative_error",
]
