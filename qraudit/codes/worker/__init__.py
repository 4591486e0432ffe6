"""The process in which native code meets hostile pictures.

`client` is the parent's side, `__main__` the worker's. They speak in lines of JSON: a request names a file (or is
followed by raw pixels); the answers are events, of which `attempt` announces what is about to be tried. When the
worker dies or falls silent, the attempt announced last is what killed it: a new worker goes on without it.
"""

from __future__ import annotations
