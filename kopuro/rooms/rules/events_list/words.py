"""What columns of events lists are called, and the words that stand in their cells. Folded: lower case, single spaces."""

from __future__ import annotations

import re

# meaning → headers as exercise planners write them (HSEEP, ISO 22398, national manuals), English and Russian.
HEADERS: dict[str, tuple[str, ...]] = {
    "number": (
        "number", "no", "nr", "#", "n", "№", "№ п/п", "no.", "inject no", "inject number", "inject #", "event no", "event number", "event #",
        "msel no", "msel number", "serial", "serial no", "ser", "item", "id", "inject id", "event id", "номер", "номер вводной", "№ вводной",
    ),
    "code": ("code", "inject code", "код", "код вводной"),
    "phase": ("phase", "stage", "exercise phase", "part", "block", "этап", "фаза", "часть"),
    "time": (
        "time", "planned time", "scheduled time", "event time", "inject time", "exercise time", "time of inject", "date/time", "date time",
        "date and time", "dtg", "startex offset", "startex", "time offset", "offset", "elapsed", "elapsed time", "relative time", "t+", "h+",
        "delivery time", "release time", "время", "время вводной", "плановое время", "время подачи", "время от начала", "время ввода",
    ),
    "condition": ("condition", "trigger", "triggered by", "условие", "триггер"),
    "kind": ("kind", "type", "inject type", "event type", "kind of inject", "вид", "тип", "тип вводной", "вид вводной"),
    "from": ("from", "sender", "source", "originator", "sent by", "simulated by", "from (role)", "от", "от кого", "отправитель", "источник"),
    "channel": (
        "channel", "mode", "method", "means", "delivery", "delivery method", "delivery mode", "inject mode", "mode of delivery", "medium", "how",
        "means of delivery", "method of delivery", "канал", "способ", "способ доставки", "способ передачи", "средство связи",
    ),
    "to": (
        "to", "recipient", "recipients", "receiver", "recipient player", "recipient player(s)", "to whom", "target", "target audience", "audience",
        "player", "players", "addressee", "participant", "participants", "кому", "получатель", "получатели", "адресат", "аудитория",
    ),
    "to teams": ("to teams", "team", "teams", "group", "groups", "команда", "команды", "группа", "группы"),
    "to roles": ("to roles", "role", "roles", "роль", "роли"),
    "storyline": ("storyline", "thread", "story line", "vignette", "сюжет", "линия", "сюжетная линия"),
    "title": (
        "title", "inject title", "event title", "event name", "inject name", "event", "inject", "headline", "subject", "name", "short title",
        "вводная", "событие", "название", "название вводной", "заголовок", "тема",
    ),
    "text": (
        "text", "description", "event description", "inject description", "event/inject description", "inject text", "message", "content", "details",
        "inject content", "inject/event description", "event/inject", "inject/event", "script", "текст", "описание", "описание вводной",
        "содержание", "содержание вводной", "текст вводной", "описание события",
    ),
    "expected action": (
        "expected action", "expected actions", "expected response", "expected outcome", "expected player action", "expected player actions",
        "expected participant response", "expected reaction", "expected player response", "expected results", "expected result",
        "ожидаемое действие", "ожидаемые действия", "ожидаемая реакция", "ожидаемый результат",
    ),
    "objective": (
        "objective", "objectives", "exercise objective", "objective no", "objective number", "linked objective", "related objective", "цель", "цели",
        "учебная цель", "задача", "учебная задача",
    ),
    "criteria": ("criteria", "criterion", "критерии", "критерий"),
    "deadline": ("deadline", "time limit", "respond within", "срок", "срок ответа"),
    "contingency": ("contingency", "contingency inject", "reserve", "резерв", "резервная"),
    "acknowledgement": ("acknowledgement", "needs acknowledgement", "acknowledge", "подтверждение"),
    "alternatives group": ("alternatives group", "alternatives", "one of", "группа вариантов"),
    "responsible": (
        "responsible", "responsible person", "controller", "responsible controller", "facilitator", "lead", "owner", "poc", "point of contact",
        "evaluator", "responsible party", "responsible for", "ответственный", "ответственные", "исполнитель", "посредник",
    ),
    "remarks": (
        "remarks", "remark", "notes", "note", "comments", "comment", "comments/notes", "remarks/notes", "materials", "props", "attachment", "attachments",
        "status", "примечание", "примечания", "замечания", "комментарий", "комментарии", "материалы",
    ),
}  # fmt: skip
MEANINGS = tuple(HEADERS)
PER_LANGUAGE = ("title", "text", "expected action")
OFTEN_ONCE = tuple(name for name in MEANINGS if name not in (*PER_LANGUAGE, "responsible", "remarks"))

CHANNELS: dict[str, str] = {
    "in_person": r"in[ _-]?person|face[ -]to[ -]face|verbal(?:ly)?|oral(?:ly)?|live|role[ -]?play(?:er)?|actor|walk[ -]?in|visit|briefing|лично|устно|очно|ролевая игра",
    "radio": r"radio|walkie[ -]?talkie|vhf|uhf|tetra|рация|по рации|радио(?:связь)?",
    "phone": r"(?:tele)?phone(?: call)?|by phone|call|voice|телефон|по телефону|звонок|телефонный звонок",
    "mail": r"e-?mail|by e-?mail|mail|электронная почта|по электронной почте|эл\. ?почта|почта|e-?mail message",
    "chat": r"chat|message|text message|sms|messenger|instant message|whatsapp|telegram|signal|social media|soc\. media|чат|сообщение|смс|мессенджер|соцсети|социальные сети",
    "letter": r"letter|fax|memo(?:randum)?|written|paper|hand[ -]?out|document|written order|письмо|факс|записка|бумага|документ|письменно",
    "news": r"news|media|tv|television|press|newspaper|broadcast|mock (?:news|media)|radio news|новости|сми|тв|телевидение|пресса|газета",
    "notice": r"notice|announcement|screen|board|exercise control|control|объявление|экран|доска",
}
KINDS: dict[str, str] = {
    "information": r"information(?:al)?|info|background|situation|administrative|admin|key event|event|сведения|информация|обстановка|событие",
    "task": r"task|action|order|request|задание|задача|действие|приказ|запрос",
    "document": r"document|report|документ|отчёт|отчет",
    "media": r"media(?: item)?|video|audio|photo|picture|видео|аудио|фото",
    "message": r"message|call|phone call|e-?mail|сообщение|звонок|письмо",
    "case": r"case|cases to rate|случай",
    "poll": r"poll|vote|survey|опрос|голосование",
    "decision": r"decision(?: point)?|решение|принятие решения",
    "reflection": r"reflection|hot ?wash|discussion|рефлексия|обсуждение",
    "pause": r"pause|break|перерыв|пауза",
}
EVERYBODY = re.compile(
    r"(?:all|everyone|everybody|all (?:players|participants|teams|groups|roles|trainees)|whole room|plenary|все(?:м)?|все участники|всем участникам|все команды|все группы|—|-|–)\Z"
)
CONTROL = re.compile(
    r"(?:exercise control|ex ?con|control|exercise control (?:group|cell)|sim ?cell|simulation cell|directing staff|distaff|exercise director|white cell|управление учением|руководство(?: учения| учением)?|штаб руководства|посредник|—|-|–)\Z"
)
BY_HAND = re.compile(
    r"(?:by hand|manual(?:ly)?|on call|on request|on demand|as (?:needed|required|necessary)|if (?:needed|required|necessary)|ad hoc|tb[ac]|to be (?:confirmed|announced|decided)|when ready|floating|contingency|вручную|по необходимости|при необходимости|по команде|по запросу|по решению руководителя|—|-|–)\Z"
)
YES = re.compile(r"(?:yes|y|true|1|x|✓|✔|да|истина|\+)\Z")
NO = re.compile(r"(?:no|n|false|0|-|–|—|нет|ложь)\Z")


# What a header holds that is none of the above, tried in order.
HOLDS = (
    ("expected action", r"expected|ожидаем"),
    ("text", r"description|narrative|описание|содержание|текст"),
    ("objective", r"objective|учебн\w+ (?:цел|задач)"),
    ("responsible", r"responsible|controller|ответствен"),
    ("remarks", r"remark|comment|примечан|замечан"),
    ("channel", r"\bmode\b|\bmethod\b|\bmeans\b|\bchannel\b|способ|канал"),
    ("to", r"recipient|addressee|audience|\bto\b|кому|получател|адресат"),
    ("from", r"\bfrom\b|sender|originator|от кого|отправител"),
    ("number", r"\b(?:no|nr|number|id)\b|№|номер"),
    ("time", r"\btime\b|offset|startex|время"),
    ("phase", r"\bphase\b|\bэтап|\bфаза"),
    ("title", r"\b(?:inject|event|title)\b|вводная|событие|название"),
)


def folded(value: object) -> str:
    """A header or a short cell as it is compared: lower case, single spaces, no marks at its ends."""
    text = "" if value is None else str(value)[:300]
    text = re.sub(r"\s+", " ", text.casefold().replace("ё", "е"))
    return re.sub(r" ?/ ?", "/", text).strip(" .:;*\u00a0")


def _known() -> dict[str, str]:
    return {folded(word): meaning for meaning, words in HEADERS.items() for word in words}


BY_HEADER = _known()


def meaning_of(header: str) -> str:
    """What a header means, by its whole or by a word in it; "" for none."""
    key = folded(header)
    known = BY_HEADER.get(key) or BY_HEADER.get(folded(re.sub(r"[(\[].*?[)\]]", "", key)))
    if known or not key or len(key) > 60:
        return known or ""
    return next((meaning for meaning, pattern in HOLDS if re.search(pattern.replace("ё", "е"), key)), "")


def one_of(table: dict[str, str], value: object) -> str | None:
    """The key whose words a cell is, or begins with; None when it is none of them."""
    text = folded(str(value).replace("_", " "))[:80]
    if text.replace(" ", "_") in table:
        return text.replace(" ", "_")
    for whole in (True, False):
        for key, pattern in table.items():
            pattern = pattern.replace("ё", "е")
            if re.fullmatch(rf"(?:{pattern})", text) if whole else re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text):
                return key
    return None
