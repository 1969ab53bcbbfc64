"""Practice for lesson 10."""
