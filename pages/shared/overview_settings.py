"""What stands at the top of 总览: the same as in the papers."""

from charts.chosen_measures import HEADLINES, headline_measures, heat_map_measures

__all__ = ["HEADLINES", "headline_measures", "heat_map_measures"]
