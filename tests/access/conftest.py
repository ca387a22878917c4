"""A store with people, the dashboard and the gate in front of it, for whichever test asks for them."""

from tests.access.in_front_of_the_gate import browser
from tests.access.served_with_people import address, store

__all__ = ["address", "browser", "store"]
