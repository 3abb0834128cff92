"""What residents and visitors type, with the words that a page has to contain to be right."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Query:
    category: str
    typed: str
    # Patterns over the stored text in lower case; all of them have to be found.
    patterns: tuple[str, ...]

    def finds(self, text: str) -> bool:
        return all(re.search(pattern, text) for pattern in self.patterns)


def _words(category: str, *typed: str) -> list[Query]:
    """Typed as they stand in the text; words apart by a space."""
    return [Query(category, words, tuple(map(_pattern, words.lower().split()))) for words in typed]


def _pattern(word: str) -> str:
    """Latin letters end where the word ends; writers put a space between them and Chinese characters or not."""
    before = r"(?<![a-z0-9])" if re.match("[a-z0-9]", word) else ""
    after = r"(?![a-z0-9])" if re.search("[a-z0-9]$", word) else ""
    scripts = re.findall(r"[ -~]+|[^ -~]+", word)
    return before + r"\s?".join(map(re.escape, scripts)) + after


def _asked(category: str, pairs: dict[str, str]) -> list[Query]:
    """Typed otherwise than written: what is typed, and the words meant."""
    return [Query(category, typed, tuple(map(_pattern, words.lower().split()))) for typed, words in pairs.items()]


QUERIES = [
    *_words(
        "places",
        "恩施大峡谷",
        "腾龙洞",
        "唐崖土司城",
        "坪坝营",
        "神农溪",
        "七姊妹山",
        "梭布垭石林",
        "利川市",
        "野三关",
        "大峡谷",
    ),
    *_words("products", "恩施玉露", "利川红", "富硒土豆", "柏杨豆干", "葛仙米", "西兰卡普", "伍家台贡茶", "合渣"),
    *_words(
        "institutions", "湖北民族大学", "民族大学", "州中心医院", "市民之家", "融媒体中心", "许家坪机场", "妇幼保健院"
    ),
    *_words("tasks", "预约挂号", "公积金提取", "医保报销", "打车", "缴纳水费", "身份证", "入学报名", "停车缴费"),
    *_words("one character", "茶", "谷", "溪", "姜", "硒"),
    *_words("two characters", "峡谷", "土豆", "门票", "清江", "索道", "非遗", "茶园", "傩戏", "哭嫁", "挂号"),
    *_words("long phrases", "人力资源和社会保障局", "恩施职业技术学院", "撒叶儿嗬", "薅草锣鼓", "州文化和旅游局"),
    *_asked(
        "long phrases",
        {
            "恩施大峡谷门票预订": "恩施大峡谷 门票预订",
            "利川美食推荐": "利川 美食 推荐",
            "腾龙洞停车场": "腾龙洞 停车场",
            "怎么去女儿城": "女儿城",
            "宣恩有什么特产": "宣恩 特产",
        },
    ),
    *_words("mixed", "AI助教", "5A景区", "G318国道", "VR体验", "12345热线", "5G基站", "C919", "G318"),
    *_asked("mixed", {"wifi全覆盖": "wi-fi全覆盖", "WIFI": "wi-fi"}),
    *_asked(
        "traditional",
        {"恩施大峽谷": "恩施大峡谷", "騰龍洞": "腾龙洞", "預約掛號": "预约挂号", "機場": "机场", "擺手舞": "摆手舞"},
    ),
    *_asked(
        "full width", {"ＡＩ助教": "ai助教", "５Ａ景区": "5a景区", "Ｇ３１８国道": "g318国道", "１２３４５": "12345"}
    ),
    *_words("English", "Enshi Grand Canyon", "Tenglong Cave", "night market", "tea", "shuttle bus", "hiking trail"),
    *_asked("English", {"xuanen lanterns": "xuan'en lanterns", "trails": "trail", "TUSI CITY": "tusi city"}),
    Query("words that only seem to be there", "和服", ("和服(?!务)",)),
    Query("words that only seem to be there", "国会", ("(?<!中)国会",)),
    Query("words that only seem to be there", "华人", ("(?<!中)华人(?!民)",)),
    Query("words that only seem to be there", "子女", ("(?<!孩)子女",)),
    Query("words that only seem to be there", "生气", ("(?<!学)生气",)),
]
