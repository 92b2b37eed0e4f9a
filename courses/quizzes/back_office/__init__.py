"""The back office of quizzes: banks, questions and the facts of quizzes, for those who write them.

Who opens a page here may read keys: learners never come this far.
"""
