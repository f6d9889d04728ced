"""What the fork server loads, so that each child begins with it in place. Nobody else imports this.

The fork server is a process of its own that only makes children. Loading Arrow and Polars takes most of a second;
a child forked from here has them in a few milliseconds, and nothing else of the caller's.
"""

from __future__ import annotations

import os

# Before they are loaded. Arrow's own allocator reserves a gigabyte at once, which no limit could tell from use.
os.environ.update(ARROW_DEFAULT_MEMORY_POOL="system", POLARS_MAX_THREADS="1", OPENBLAS_NUM_THREADS="1")

import hefu.book.readers.sandbox.child  # noqa: F401 - loading it is all this module is for
