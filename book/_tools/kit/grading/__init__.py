"""Grading outside the student's process.

A submission is rebuilt from what was handed out (``rebuild``), runs in a process of its own that knows no answer
(``worker``, started by ``process``, which talks in plain JSON: ``wire``), and is examined from outside by the ordinary
checks (``examine``). ``folders`` reads what students hand in, ``report`` writes what they and their teachers get,
``run`` does a whole class.
"""
