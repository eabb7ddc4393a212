"""Data sets, each as ``Dataset(x_train, t_train, x_test, t_test)`` with one row for each example."""

from .csv_files import csv
from .dataset import Dataset
from .mnist_files import mnist, read_idx
from .small_digits import digits
from .tiny import TinyNetwork, tiny_network, xor

__all__ = ["Dataset", "TinyNetwork", "csv", "digits", "mnist", "read_idx", "tiny_network", "xor"]
