"""Practice for lesson 06."""
