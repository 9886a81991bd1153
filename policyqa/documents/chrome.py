"""Rows of the web page that were copied along with a document: chrome, not text.

Above the text stand rows such as 索引号：… 发布机构：…, 来源：… 浏览次数：… and 当前位置：首页 >
…; below it 【打印】【关闭】, 上一篇：…, 主办：… 网站标识码：…. They say nothing that the document
says, but the fields of the rows above may tell what a text without signature leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policyqa.documents.naming import KIND
from policyqa.documents.reprints import above_title

_NAMES: Mapping[str, str] = {
    "number": "发文字号 文件字号 发文文号 文件编号 文号",
    "written": "成文日期 成文时间 发文日期 发文时间 印发日期 印发时间 制发日期 签发日期",
    "published": "发布日期 发布时间 公开日期 公开时间 生成日期 公布日期 发表时间",
    "issuer": "发文机关 发文单位 发文机构 制发机关 制发单位 制文机关 发布机构 发布机关 发布单位",
    "title": "标题 文件名称 信息名称 公文名称 文件标题",
    "effective": "生效日期 施行日期 实施日期 生效时间 实施时间",
    "": "索引号 信息索引号 索取号 主题分类 主题词 体裁分类 组配分类 信息分类 文件分类 公文种类 "
    "信息来源 文章来源 来源 稿源 作者 责任编辑 编辑 审核 浏览次数 浏览量 浏览 点击数 点击量 "
    "点击次数 点击率 访问量 访问次数 阅读次数 阅读量 阅读 字号 字体 字体大小 更新时间 更新日期 "
    "时间 日期 统一编号 登记号 有效性 效力状态 文件效力 文件状态 时效性 时效 是否有效 废止日期 "
    "失效日期 失效时间 有效期 公开机构 公开方式 公开类别 公开形式 公开范围 公开属性 公开程序 "
    "关键词 语种 文种 服务对象 内容概述 当前位置 所在位置 您现在的位置 您的位置 您当前的位置 "
    "分享到 分享 阅读方式 视力保护色 保护视力色",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
# The letters of a label are often spaced out: 索 引 号, 标　　题.
_LABEL = "|".join(r"[ \t　]*".join(name) for name in sorted(_FIELD_OF, key=lambda name: -len(name)))
_ROW = re.compile(rf"(?<![^\s　（(【\[|｜*>])(?P<label>{_LABEL})(?:[ \t　]*[：:]|[ 　]*\t)")
_OPENS = re.compile(rf"[\s　（(【\[|｜*>#\-]*(?:{_ROW.pattern})")
_BARE_LABEL = re.compile(rf"[\s　*|｜]*(?P<label>{_LABEL})[ \t　]*[：:][\s　*|｜]*$")
_STAMP = re.compile(
    r"[\s　（(【\[]*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ 　]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    r"[\s　）)】\]]*(?:$|[ \t　|｜].{0,60}$)"
)
_PATH = re.compile(r"[^<]{0,20}首页[ \t　]*[>＞»›/]|(?:[^<>＞»›]+[>＞»›]){2}[^<>＞»›]*$")
_BUTTON = (
    r"打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏(?:本页)?|分享|我要纠错|纠错|复制链接|返回|顶部|"
    r"[超特]?大|中|小|T"
)
_BUTTONS = re.compile(
    r"[\s　【\[（(「|｜]*(?:字[号体](?:大小)?[：:]?)?"
    rf"(?:[\s　【】\[\]（）()「」|｜]*(?:{_BUTTON}))+[\s　】\]）)」|｜]*$"
)
# 大 or 小 alone may be a cell of a table.
_SURELY_BUTTON = re.compile(r"打印|关闭|收藏|分享|纠错|复制|返回|大.*中.*小|小.*中.*大")
_SITE = re.compile(r"[\s　]*\S{2,20}(?:门户网站|政府网站?|政务网|信息公开网|信息公开平台)[\s　]*$")
_FOOT = re.compile(
    r"[\s　]*(?:[上下]一[篇条页个][ 　]*[：:]|主[ 　]*办(?:单位)?[：:]|"
    r"承办(?:单位)?[：:].*(?:维护|备)|(?:附件|文件)下载[：:]?|(?:政策咨询|解读链接)[：:]|友情链接|"
    r"相关(?:链接|附件|解读|文档|文件|新闻|信息|阅读|稿件)(?:[：:][^。]{0,60})?[\s　]*$|"
    r"责任编辑[：:]|(?:信息|文章|稿件)?来源[：:])"
    r"|网站标识码|ICP备|公网安备|版权所有|[Cc]opyright|©|网站地图|站点地图|扫一扫|微信扫|分享到|返回顶部|"
    r"回到顶部|政府网站找错|网站声明|免责声明|备案号|(?:浏览|阅读|点击)(?:次数|数|量)[：:]"
)
_SENTENCE = re.compile(r"。|；[\s　]*$")
_MOST_HEAD = 24
_MOST_BETWEEN = 8
_LONGEST = 150


def head_rows(texts: Sequence[str]) -> set[int]:
    """Return the numbers of the lines above the text that belong to the page.

    ``texts`` are the first lines of a document; the rows end with its first paragraph. The
    value of a label may stand on the line below it.
    """
    found = above_title(texts)
    written = 0
    pending = ""
    for number, text in enumerate(texts):
        stripped = text.strip()
        if not stripped or number in found:
            continue
        written += 1
        if pending and not _OPENS.match(text):
            field, pending = _field_of(pending), ""
            fits = len(stripped) <= 60 and not _SENTENCE.search(stripped)
            if fits and (field == "title" or not KIND.search(stripped)):
                found.add(number)
                continue
        if written > _MOST_HEAD:
            break
        if _is_head(text):
            found.add(number)
            bare = _BARE_LABEL.match(text)
            pending = bare["label"] if bare else ""
        elif "。" in stripped:
            break
    return found


def foot_rows(texts: Sequence[str], barriers: Sequence[bool]) -> set[int]:
    """Return the numbers of the lines below the text that belong to the page.

    They stand at the end of the document or of the part before an attachment, which
    ``barriers`` tells by line. Short lines count when a row of the page stands above them.
    """
    found: set[int] = set()
    for end in [n for n, barrier in enumerate(barriers) if barrier] + [len(texts)]:
        loose: list[int] = []
        for number in range(end - 1, -1, -1):
            stripped = texts[number].strip()
            if not stripped:
                continue
            if barriers[number] or _SENTENCE.search(stripped) or len(stripped) > _LONGEST:
                break
            if _FOOT.search(stripped) or _is_buttons(stripped):
                found |= {number, *loose}
                loose = []
            elif len(stripped) <= 60 and len(loose) < _MOST_BETWEEN:
                loose.append(number)
            else:
                break
    return found


def fields(texts: Sequence[str]) -> dict[str, str]:
    """Return what the rows above the text tell, by field; the first statement counts.

    The fields are number, written, published, issuer, title and effective.
    """
    told: dict[str, str] = {}
    rows = sorted(head_rows(texts))
    for place, number in enumerate(rows):
        text = texts[number]
        bare = _BARE_LABEL.match(text)
        if bare:
            # The value stands below, unless there is another label.
            below = rows[place + 1] if place + 1 < len(rows) else number
            value = "" if below == number or _OPENS.match(texts[below]) else texts[below]
            _tell(told, bare["label"], value)
            continue
        matches = list(_ROW.finditer(text))
        for count, match in enumerate(matches):
            end = matches[count + 1].start() if count + 1 < len(matches) else len(text)
            _tell(told, match["label"], text[match.end() : end])
    return told


def _tell(told: dict[str, str], label: str, value: str) -> None:
    field = _field_of(label)
    value = value.strip(" \t　|｜*【】[]（(")
    if field and value:
        told.setdefault(field, value)


def _field_of(label: str) -> str:
    return _FIELD_OF[re.sub(r"\s+", "", label)]


def _is_buttons(text: str) -> bool:
    return bool(_BUTTONS.match(text) and _SURELY_BUTTON.search(text))


def _is_head(text: str) -> bool:
    if len(text.strip()) > _LONGEST or "。" in text:
        return False
    return bool(
        _OPENS.match(text)
        or _STAMP.match(text)
        or _PATH.match(text)
        or _is_buttons(text)
        or _SITE.match(text)
        or re.match(r"[\s　]*(?:分享到|扫一扫)", text)
    )
