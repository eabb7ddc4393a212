"""What the exercises hand to the learner, who imports it from here.

Holds no references and no answers, so that a grader can give it to a student's process.
"""
