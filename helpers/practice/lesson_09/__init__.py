"""Practice for lesson 09."""
