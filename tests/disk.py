"""A disk that is full."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def full(longest: int) -> Iterator[None]:
    """For a block, no file grows over so many bytes: not of this process, nor of its children."""
    import resource  # not on Windows
    import signal

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
