"""The dashboard over a store with people, for whichever test asks for its `store` and `address`."""

from tests.access.served_with_people import address, store

__all__ = ["address", "store"]
