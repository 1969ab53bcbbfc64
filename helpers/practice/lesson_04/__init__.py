"""Practice for lesson 04."""
