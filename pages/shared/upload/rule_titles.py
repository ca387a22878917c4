"""What the rules of the check are called on the screen."""

from __future__ import annotations

from data.findings import Finding
from data.language import say

TITLES = {
    "missing_value": "必填的值是空的",
    "missing_id": "没有编号",
    "id_again": "同一编号出现两次",
    "id_lost_digits": "长编号丢了数字",
    "id_of_another_township": "编号属于别的乡镇",
    "names_itself": "把自己填作原办件",
    "unknown_previous": "原办件编号不存在",
    "first_with_previous": "初次件却有原办件",
    "repeat": "完全重复的行",
    "transfer": "移交到别的乡镇",
    "code_again": "代码出现两次",
    "unknown_township": "乡镇不在名录中",
    "unknown_word": "不在可填的值之中",
    "unknown_indicator": "指标不在目录中",
    "unlisted_value": "不在清单中",
    "unlisted_key": "不在清单中",
    "neutral_indicator": "只陈述、不设目标的指标",
    "not_a_date": "不是有效的日期",
    "before_2000": "早于2000年",
    "opening_after_month": "晚于报告月份",
    "closing_after_received": "晚于收到文件的日子",
    "closing_before_opening": "早于登记的日子",
    "due_missing": "没有期限，按规定天数推算",
    "due_too_far": "期限过长，按最长期限计",
    "outcome_without_closing": "有结果而没有办结日期",
    "closing_without_outcome": "已办结而没有结果",
    "validity_reversed": "有效期前后颠倒",
    "not_a_year": "不是年份",
    "not_a_count": "不是不小于0的整数",
    "not_a_number": "不是数字",
    "not_an_amount": "不是金额",
    "done_above_planned": "已完成大于应完成",
    "positive_above_respondents": "正面样本大于有效样本",
    "total_differs": "与合计行不符",
    "unusual_volume": "行数与往常相差很大",
    "unreadable": "文件读不出来",
    "no_headings": "没有找到表头",
    "heading_twice": "表头重复",
    "missing_column": "缺少必需的列",
    "unknown_export": "无法识别是哪张报表",
    "ambiguous_export": "可能是多张报表",
    "no_month": "看不出是哪个月",
    "no_rows": "没有数据行",
    "too_many_cells": "文件太大",
    "several_sheets": "有多张工作表",
    "empty_file": "文件是空的",
    "unknown_encoding": "编码无法识别",
    "broken_quotes": "引号不成对",
    "wrong_kind": "不是CSV或XLSX",
    "broken_workbook": "工作簿已损坏",
    "too_large": "文件超过上限",
    "township_not_covered": "乡镇不在覆盖范围内",
    "personal_value": "含个人信息的内容",
    "days_as_numbers": "日期是表格软件的天数，已换算",
    "formula_without_value": "公式没有结果",
    "cell_error": "单元格里是错误值",
    "ambiguous_month": "分不清是1月还是10月",
    "ambiguous_date": "分不清月和日",
    "lost_zeros": "代码少了前面的零",
    "note_left_out": "说明行没有读",
    "hidden_rows": "有隐藏的行",
    "merged_cells": "有合并的单元格",
    "same_bytes": "内容已经发布过",
    "locked_month": "月份已锁定",
}


def rule_title(finding: Finding) -> str:
    """A few words for the rule that was broken; with the column where the rule is about one."""
    title = say(TITLES[finding.rule]) if finding.rule in TITLES else say("需要核对")
    return say("{column}：{title}", column=finding.column, title=title) if finding.column else title
