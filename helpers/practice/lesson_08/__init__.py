"""Practice for lesson 08."""
