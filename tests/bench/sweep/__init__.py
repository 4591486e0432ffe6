"""A district's sweep, simulated: generated merchants on loopback, and the photographs of their codes."""
