"""The words that the scripts in the browser say."""

from __future__ import annotations

from data.language import say


def browser_texts() -> dict[str, str]:
    """Name in the scripts → text in the running language."""
    return {
        "close": say("关闭"),
        **_search_texts(),
        **_settings_texts(),
        **_tour_texts(),
        **_meeting_texts(),
    }


def _search_texts() -> dict[str, str]:
    return {
        "search": say("查找乡镇、指标或页面"),
        "search_hint": say("名称、拼音或拼音首字母"),
        "found": say("找到的"),
        "nothing_found": say("没有找到，换一个词试试。"),
        "township": say("乡镇"),
        "indicator": say("指标"),
        "page": say("页面"),
    }


def _settings_texts() -> dict[str, str]:
    return {
        "settings": say("显示设置"),
        "theme": say("外观"),
        "system": say("跟随系统"),
        "light": say("浅色"),
        "dark": say("深色"),
        "size": say("字号"),
        "normal": say("标准"),
        "large": say("大字"),
        "verdicts": say("好坏的颜色"),
        "blue_orange": say("蓝和橙（色弱也能分辨）"),
        "green_red": say("绿和红"),
        "print": say("打印本页"),
        "tables": say("本页表格存成CSV"),
        "tour": say("再看一遍导览"),
    }


def _tour_texts() -> dict[str, str]:
    return {
        "tour_title": say("五步看懂平安报表"),
        "tour_next": say("下一步"),
        "tour_back": say("上一步"),
        "tour_done": say("开始使用"),
        "tour_skip": say("关闭导览，不再提示"),
        "tour_changes": say("先看这段话：哪些变化超出正常波动，哪些只是波动，谁还没有报送。"),
        "tour_choices": say("时期和类型在这里换；选好之后，走到哪一页都带着。"),
        "tour_townships": say(
            "每一格是一个乡镇的一项指标，有颜色的与全县有明显差别；点一格，看这个数从哪来。"
        ),
        "tour_search": say("按 / 键查找乡镇和指标：输入名称、拼音或首字母都行。"),
        "tour_settings": say("深色、大字、绿红配色和打印在这里，导览也可以从这里再看。"),
    }


def _meeting_texts() -> dict[str, str]:
    return {
        "meeting_leads": say("主讲中"),
        "meeting_follows": say("跟随中"),
        "meeting_elsewhere": say("主讲在第%n页"),
        "meeting_lost": say("▼ 连接中断，这里停在%t"),
        "meeting_failed": say("没有保存，请再试一次。"),
        "note": say("记一条"),
        "note_hint": say("写办理单位，不写个人姓名、电话、证件号。"),
        "note_action": say("待办"),
        "note_decision": say("决定"),
        "note_text": say("议定事项"),
        "note_office": say("办理单位"),
        "note_due": say("办理期限"),
        "note_save": say("记下"),
    }
