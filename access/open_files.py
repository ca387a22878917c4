"""How many connections and files this process may hold open."""

from __future__ import annotations

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]


def allow_many_open_files() -> int | None:
    """Raise the soft limit, often 1,024, to the hard one: a crowd at the door leaves files for the store.

    Returns the limit then in force, None where the system has none.
    """
    if resource is None:
        return None
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return None if hard == resource.RLIM_INFINITY else hard
