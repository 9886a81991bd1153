"""What the public reads in the web app, apart from answers and documents."""

from __future__ import annotations

from policyqa.records import Status

APP_TITLE = "政策条款问答"
PURPOSE = "用平常的话提问，回答只用文件原文，每一处引文都能点开核对。"
DISCLAIMER = "本页不是政府服务，回答不构成法律意见，请以文件原文为准。"

STATUS_LABELS: dict[Status, str] = {
    "answered": "有依据",
    "corrected": "已更正",
    "no_basis": "未找到依据",
    "rejected": "无法受理",
}
CONVERSATION_LABEL = "问答记录"
EXAMPLES_TITLE = "可以这样问"
PENDING = "正在查找条款…"
NEAREST_TITLE = "最相近的条款（不是答案）"
QUOTES_TITLE = "依据原文"
ASK_LABEL = "您的问题"
ASK_PLACEHOLDER = "输入问题，按回车发送"
SEND = "发送"
CLEAR = "清空"
COPY = "复制引用"
COPIED = "已复制"
COPY_FAILED = "复制失败"
READER_TITLE = "文件原文"
READER_HINT = "点开回答中的编号或引文，这里会标出原句。"
READER_OPEN = "查看原文"
READER_CLOSE = "关闭"
ANSWER_FAILED = "这个问题暂时没能答出来，请稍后重试或换个说法。"
CITATION_GONE = "这条引文已不在当前对话中，请重新提问。"

NEW = "新对话"
HISTORY = "历史对话"
EXPORT = "导出"
EXPORT_WORD = "Word 文档"
EXPORT_MARKDOWN = "Markdown 文本"
EXPORT_TITLE = "政策条款问答记录"
TOOLS_LABEL = "对话操作"
EDIT = "修改"
EDIT_LABEL = "修改这个问题"
EDIT_SEND = "重新提问"
CANCEL = "取消"
RETRY = "重新回答"
COPY_LINK = "复制链接"
COPY_LINK_LABEL = "复制能直接提出这个问题的链接"
FOLLOW_UPS_TITLE = "接着问"
HELPFUL = "有帮助"
UNHELPFUL = "没帮助"
RATING_LABEL = "评价这条回答"
REASONS = ("答非所问", "引文不对", "内容不全", "看不明白")
REASON_LABEL = "哪里不好（可不填）"
REASON_PLACEHOLDER = "补充说明"
REASON_SEND = "提交"
RATING_NOTICE = "评价会连同本题问答保存在本站，用于改进。"
QUESTIONS_KEPT = "本站会保存所提的问题，用于改进，请勿填写个人信息。"

# What the page's scripts say, by the name they use.
SCRIPT_WORDS = {
    "copied": COPIED,
    "copyFailed": COPY_FAILED,
    "editLabel": EDIT_LABEL,
    "editSend": EDIT_SEND,
    "cancel": CANCEL,
    "historyHint": "对话只保存在这台设备的浏览器里。",
    "historyEmpty": "还没有历史对话。",
    "historyCount": "问",
    "historyCurrent": "当前",
    "remove": "删除",
    "removeAll": "全部删除",
    "rated": "已记下，谢谢。",
    "rateFailed": "没能记下，请稍后再试。",
}


def ask_responsible(subject: str) -> str:
    """Ask who is responsible for a clause, named by its heading or address."""
    return f"{subject}由谁负责？"


def ask_targets(subject: str) -> str:
    """Ask for the figures that a clause aims at."""
    return f"{subject}有哪些量化目标？"


def resolved_note(question: str) -> str:
    """Say how a follow-up question was understood."""
    return f"按“{question}”理解"
