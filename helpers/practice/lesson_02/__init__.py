"""Practice for lesson 02."""
