"""What every contestant computes: the petition indicators, as sums by township and month of four dates."""

from __future__ import annotations

# date → measure → the (indicator, role) pairs that it stands for
MEASURES: dict[str, dict[str, list[tuple[str, str]]]] = {
    "received_on": {
        "received": [
            ("petitions_received", "numerator"),
            ("repeat_visit_share", "denominator"),
            ("open_requests", "numerator"),
            ("online_share", "denominator"),
        ],
        "repeated": [("repeat_visit_share", "numerator")],
        "accepted_in_time": [("acceptance_on_time", "numerator")],
        "acceptance_window_passed": [("acceptance_on_time", "denominator")],
        "online": [("online_share", "numerator"), ("property_online_share", "denominator")],
        "property_online": [("property_online_share", "numerator")],
        "wage_arrears": [("wage_arrears_requests", "numerator")],
    },
    "closed_on": {
        "closed": [
            ("resolution_rate", "denominator"),
            ("mean_days_to_close", "denominator"),
            ("closed_within_30d", "denominator"),
            ("rating_participation", "denominator"),
            ("open_requests", "minus"),
        ],
        "first_settled": [("first_contact_resolution", "numerator")],
        "first": [("first_contact_resolution", "denominator")],
        "closed_well": [("resolution_rate", "numerator")],
        "reopened": [("reopened_90d", "numerator")],
        "reopen_window_passed": [("reopened_90d", "denominator")],
        "days": [("mean_days_to_close", "numerator")],
        "squared_days": [("mean_days_to_close", "squares")],
        "within_30d": [("closed_within_30d", "numerator")],
        "late": [("overdue_requests", "minus")],
        "satisfied": [("satisfaction_rate", "numerator")],
        "rated": [("satisfaction_rate", "denominator"), ("rating_participation", "numerator")],
        "wages_online": [("wage_arrears_online_solved", "numerator")],
        "wages_closed_well": [("wage_arrears_online_solved", "denominator")],
    },
    "due_on": {
        "due": [("completion_on_time", "denominator")],
        "on_time": [("completion_on_time", "numerator")],
        "assigned_closed_well": [("assigned_resolution", "numerator")],
        "assigned": [("assigned_resolution", "denominator")],
        "long_standing_closed_well": [("long_standing_resolved", "numerator")],
        "long_standing": [("long_standing_resolved", "denominator")],
        "agent_closed": [("agent_completion", "numerator")],
        "agent": [("agent_completion", "denominator")],
    },
    "overdue_on": {"overdue": [("overdue_requests", "numerator")]},
}
COLUMNS = [
    *("township_key", "channel", "visit_kind", "satisfaction", "assigned_by", "category"),
    *("received_on", "closed_on", "due_on", "overdue_on", "days_to_close"),
    *("is_closed_well", "is_named_again", "is_reopened_within_90d", "is_reopen_window_passed"),
    *("is_acceptance_window_passed", "is_accepted_within_15d", "is_closed_within_30d"),
    *("is_long_standing", "is_agent_case"),
]
MONTHS = {by: f"month_number_of_{by}" for by in MEASURES}
COLUMNS += MONTHS.values()
