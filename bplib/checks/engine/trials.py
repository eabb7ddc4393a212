"""Which trial inputs are drawn for: functions of the generator that an exercise's ``inputs`` gets.

All trials of an exercise draw from one generator, one after the other.
"""

__all__ = ["in_turn", "trial"]


def trial(rng):
    """1 for the first inputs drawn from rng, 2 for the second, and so on. To be called once in a trial."""
    rng.spawn(1)  # draws nothing; the spawned are counted
    return rng.bit_generator.seed_seq.n_children_spawned


def in_turn(rng, *choices):
    """The first of the choices in the first trial, the second in the second, … and from the start again."""
    return choices[(trial(rng) - 1) % len(choices)]
