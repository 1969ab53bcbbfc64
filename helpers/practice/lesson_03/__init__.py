"""Practice for lesson 03."""
