"""乡镇名录 and 目标值: the yearly files of the fictional county."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from data.demo.county import COUNTY, TOWNSHIPS, YEARS
from data.demo.sheets import Row

# indicator → its name, target and warning line; only judged ones, for volumes of requests have no target
TARGETS: dict[str, tuple[str, int, int]] = {
    "first_contact_resolution": ("初次诉求一次性化解率", 90, 80),
    "resolution_rate": ("化解率", 92, 85),
    "repeat_visit_share": ("重复访占比", 6, 10),
    "reopened_90d": ("办结后90日内再次反映率", 6, 10),
    "acceptance_on_time": ("按期受理告知率", 97, 90),
    "completion_on_time": ("按期办结率", 95, 85),
    "mean_days_to_close": ("平均办理天数", 20, 30),
    "closed_within_30d": ("30日内办结率", 80, 65),
    "satisfaction_rate": ("群众满意率", 92, 85),
    "rating_participation": ("群众参评率", 60, 40),
    "assigned_resolution": ("上级交办事项化解率", 100, 90),
    "long_standing_resolved": ("积案化解率", 85, 70),
    "agent_completion": ("信访代理办结率", 100, 95),
    "road_deaths_per_100k": ("十万人道路交通死亡率", 4, 6),
    "fires_per_10k": ("万人火灾发生率", 3, 4),
    "hazard_rectification": ("隐患整改率", 95, 85),
    "major_hazard_on_time": ("重大隐患按期整改率", 98, 90),
    "geo_sites_guarded": ("地灾点群测群防覆盖率", 98, 90),
    "drills_done": ("应急演练完成率", 95, 80),
    "school_drills_done": ("校园应急疏散演练完成率", 95, 80),
    "clearance_rate": ("现案破案率", 60, 45),
    "patrol_coverage": ("治安巡防任务完成率", 95, 85),
    "housing_delivered": ("保交楼交付率", 95, 80),
    "sense_of_safety": ("群众安全感", 97, 95),
    "justice_satisfaction": ("政法队伍满意度", 96, 93),
    "judicial_credibility": ("司法公信力", 95, 92),
    "service_satisfaction": ("政务服务满意度", 96, 93),
    "grid_staffing": ("网格员配备率", 98, 90),
    "safe_places": ("平安创建覆盖率", 92, 80),
    "decisions_assessed": ("重大决策风险评估率", 100, 90),
}
# a little less was asked for in the years before, in points of the unit; days allow a little more
EASIER = {2023: 2, 2024: 1, 2025: 0}
LOW_IS_GOOD = (
    "repeat_visit_share",
    "reopened_90d",
    "mean_days_to_close",
    "road_deaths_per_100k",
    "fires_per_10k",
)


def township_rows() -> Mapping[date, list[Row]]:
    """First month of the year → one row a township."""
    return {
        date(year, 1, 1): [township_row(number, year) for number in range(len(TOWNSHIPS))] for year in YEARS
    }


def township_row(number: int, year: int) -> Row:
    """One township of the register."""
    township = TOWNSHIPS[number]
    return {
        "行政区划代码": township.code,
        "乡镇": township.name,
        "别名": "、".join(township.aliases),
        "类型": township.kind,
        "县": COUNTY,
        "常住人口": township.population_in(year),
        "有效起": date(2012, 1, 1),
        "有效止": None,
    }


def target_rows() -> Mapping[date, list[Row]]:
    """First month of the year → one row an indicator, by id in 2025 and by name before."""
    return {date(year, 1, 1): [target_row(indicator, year) for indicator in TARGETS] for year in YEARS}


def target_row(indicator: str, year: int) -> Row:
    """The target of one indicator in one year."""
    name, target, warning = TARGETS[indicator]
    easier = EASIER[year] if indicator in LOW_IS_GOOD else -EASIER[year]
    return {
        "指标": indicator if year == YEARS[-1] else name,
        "年度": year,
        "目标": target + easier,
        "预警线": warning + easier,
    }
