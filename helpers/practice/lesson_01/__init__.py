"""Practice for lesson 01."""
