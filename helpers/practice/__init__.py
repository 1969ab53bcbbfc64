"""Learning by doing: exercises with checks, quizzes, explorers, and the progress made.

What one lesson brings to it stands in the lesson's room (see `helpers.lessons`).
"""
