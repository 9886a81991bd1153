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


def resolved_note(question: str) -> str:
    """Say how a follow-up question was understood."""
    return f"按“{question}”理解"
