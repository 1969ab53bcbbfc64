"""Practice for lesson 05."""
