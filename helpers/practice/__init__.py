"""Learning by doing: exercises with checks, quizzes, explorers, and the progress made.

`lesson_NN/` holds what one lesson brings: `checks.py`, `quiz.yaml` and `explorer.py`.
"""
