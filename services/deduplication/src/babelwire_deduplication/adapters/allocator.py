"""The C library's allocator."""

import ctypes


def give_back() -> None:
    """Gives memory that is free back to the system, where the C library can: glibc keeps what lies between live blocks.

    After many small objects have come and gone, as at a start, that is a third of all (malloc_trim(3)).
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
