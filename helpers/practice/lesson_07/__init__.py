"""Practice for lesson 07."""
