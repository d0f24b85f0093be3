"""The components, as tags and filters; settings load them everywhere, so a page needs no `{% load look %}`.

Layouts (extend one; blocks in brackets)
    look/office.html  officers [title, crumbs, head, content, rail]; the context `frame` comes by itself
    look/public.html  everybody [title, hero, content]; `{% block reading %}` for a narrow column
    A face names its part of the rail in its AppConfig: rail = "motcua.faces.desk.rail.lines" (see frame.py)

Plain HTML is dressed already: h1 h2 p a ul. Classes to know:
    head (h1 or head__title left, head__actions right, head__facts soft beside the title, head__under below it)
    panel (first child h2; panel--small --flush --late --soon --done; panel__head for a title with a tag or link)
    columns (main and side; --counter --figures --even), sticky, reading (narrow)
    kv (a dl of two columns; kv--wide with lines; kv__big), ladder (an ol: moment, text, <small> rule)
    sheet-table > table (number, code, row__name + row__under for two lines, table__group --late --soon)
    table--cards (rows become cards on a telephone; data-label on a td says its heading there), table--tree + tree-1…3
    clock__head + h2 + {% due %} around a dossier's strip; fields (inputs side by side); filters; below (a table's foot)
    soft small late-text soon-text done-text stopped-text number code nowrap no-print print-only
    public: door (the search of the home page), cards > card, facts, news (--late --soon --done), width

Words (filters)
    number, percent, money (= vnd), vndate, vndate_short, vntime, vndatetime, weekday, duration (a timedelta)
    formats.due_words(left, due_at) makes a `Due` from working time; show it with {% due due %}

The clock strip (strip.py)
    {% clock_strip strip "row" %}   row (110 px) | page (names under the segments) | phone (legend)
    {% share_strip part whole %}    the share on time, in the same shape
    ClockStrip.measured([(kind, timedelta, label), …], text=…, tone=…); kinds worked stopped late left done

Parts (dataclasses in parts.py and charts.py)
    {% actions (Action, …) %}       buttons in a row; refused ones dimmed with their reasons below; stack=True
    {% button "Tiếp nhận" key="ctrl+enter" kind="primary" name="x" value="y" reason="" block=True %}  in your form
    {% menu "Khác" (Action, …) %}   a closed list of further actions; boxed=True looks like a button
    {% tabs (Tab, …) "nhãn" %}  {% crumbs (Crumb, …) %}  {% tag "chưa nộp" "soon" %}
    {% timeline (Entry, …) %}  {% story (Step, …) %}  {% figures (Figure, …) %}  {% bar_chart BarChart %}
    {% share_bar share "late" %}    a small bar in a table (class bars) of causes
    {% compare (Compared, …) "Bản cũ" "Bản mới" %}
    {% empty "Không còn việc đến hạn hôm nay" "Nên làm gì tiếp" url "Nhãn" %}
    {% exports %}                   “Xuất: Excel | CSV” of a list; see exports.py for the view's side
    {% exports q=text %}            the same by a form, for a list that was searched for
    {% confirmed "Đã tiếp nhận" "000.19…" "Một câu" %}  {% more url "#rows" %}  {% notice "text" "past" %}
    {% key "n" %}                   {% page_foot %} who printed it and when (print only; the layouts have it)

Forms
    {% error_summary form %}        at the top of the page, after a refused submission; takes one form or a list
    {% field form.name width="10" heading=True inline=True %}   one field; {{ form }} all of them
    {% combobox name="procedure" label=… url=… search_name="q" value=… shown=… options=… hint=… error=… %}
        htmx answers look/parts/options.html with `options` (Option, …), `name` and `searched`; without script an
        option is a submit button `name` of the form around it, and what was typed comes as `search_name`;
        posts=True keeps what is typed out of the address (the form around it has the token)
    <form data-again="yes"> lifts the guard against double submission

Keys: the element that shows a key has data-key="n" (or "/", "ctrl+enter"); the list of keys (?) takes its text or its
data-key-label. A list: <table data-rows>, <tr data-row>; its first link opens, its <input class="tick" type="checkbox">
selects, a box with data-tick-all selects all. data-submits on a control presses the form's data-autosubmit button.
data-reveals="id" on a radio or box shows that element while it is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.faces.look import charts, formats, parts
from motcua.faces.look.exports import ASKS, MEDIA_TYPES
from motcua.faces.look.forms import field_of
from motcua.faces.look.strip import ClockStrip, Size, draw
from motcua.faces.look.strip import share_strip as strip_of_share

register = template.Library()

# --- words -------------------------------------------------------------------------------------------------------


@register.filter
def number(value: int | float | Decimal | None, digits: int = 0) -> str:
    """38.412; nothing where there is no number."""
    return "" if value is None else formats.number(value, digits)


@register.filter
def percent(share: float | Decimal | None, digits: int = 1) -> str:
    """A share (0–1) as 97,2 %."""
    return formats.percent(share, digits)


@register.filter
def money(amount: int | None) -> str:
    """150.000 đ; nothing where there is no amount."""
    return "" if amount is None else formats.money(amount)


register.filter("vnd", money)


@register.filter
def vndate(value: date | datetime | None) -> str:
    """28/12/2017."""
    return formats.date_words(value) if value else ""


@register.filter
def vndate_short(value: date | datetime | None) -> str:
    """28/12."""
    return formats.short_date(value) if value else ""


@register.filter
def vntime(value: datetime | time | None) -> str:
    """09:20."""
    return "" if value is None else formats.time_words(value)


@register.filter
def vndatetime(value: datetime | None) -> str:
    """28/12/2017, 09:20."""
    return formats.moment_words(value) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Thứ Ba, 02/01/2018."""
    return formats.weekday_words(value) if value else ""


@register.filter
def duration(value: timedelta | None) -> str:
    """2 ngày 3 giờ, of working days of eight hours."""
    return "" if value is None else formats.length_words(value)


# --- the clock strip ---------------------------------------------------------------------------------------------


@register.inclusion_tag("look/parts/drawn/strip.html")
def clock_strip(strip: ClockStrip, size: Size = "row") -> dict[str, Any]:
    """Draw a dossier's clock."""
    return {"drawing": draw(strip, size)}


@register.inclusion_tag("look/parts/drawn/strip.html")
def share_strip(part: int, whole: int) -> dict[str, Any]:
    """Draw the share on time."""
    return {"drawing": draw(strip_of_share(part, whole), "share")}


@register.simple_tag
def due(value: formats.Due) -> SafeString:
    """The due time in words; the exact moment on hover and in print."""
    exact = format_html('<span class="print-only small">{}</span>', value.exact) if value.exact else ""
    return format_html(
        '<span class="due {}-text" title="{}">{}</span>{}', value.tone, value.exact, value.text, exact
    )


# --- parts -------------------------------------------------------------------------------------------------------


@register.inclusion_tag("look/parts/actions.html", takes_context=True)
def actions(context: Context, offered: Iterable[parts.Action], stack: bool = False) -> dict[str, Any]:
    """What one may do here; what one may not now, dimmed, with its reason under it."""
    offered = tuple(offered)
    reasons = [(at, action) for at, action in enumerate(offered) if action.reason]
    return {
        "actions": offered,
        "reasons": reasons,
        "stack": stack,
        "prefix": f"reason-{id(offered)}",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("look/parts/button.html")
def button(
    label: str,
    *,
    kind: parts.ActionKind = "primary",
    key: str = "",
    name: str = "",
    value: str = "",
    reason: str = "",
    block: bool = False,
    small: bool = False,
    formaction: str = "",
    attributes: str = "",
) -> dict[str, Any]:
    """A submit button of the form around it; with a reason it is dimmed and does not submit."""
    return {
        "label": label,
        "kind": kind,
        "key": key,
        "name": name,
        "value": value,
        "reason": reason,
        "block": block,
        "small": small,
        "formaction": formaction,
        "attributes": attributes,
    }


@register.inclusion_tag("look/parts/frame/menu.html", takes_context=True)
def menu(
    context: Context, label: str, offered: Iterable[parts.Action], boxed: bool = False, left: bool = False
) -> dict[str, Any]:
    """Further actions under one word."""
    return {
        "label": label,
        "actions": tuple(offered),
        "boxed": boxed,
        "left": left,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("look/parts/tabs.html")
def tabs(views: Sequence[parts.Tab], label: str = "") -> dict[str, Any]:
    """The views of a list."""
    return {"tabs": views, "label": label or _("Các danh sách")}


@register.inclusion_tag("look/parts/frame/crumbs.html")
def crumbs(steps: Sequence[parts.Crumb]) -> dict[str, Any]:
    """The way to this page."""
    return {"crumbs": steps}


@register.simple_tag
def tag(text: str, tone: formats.Tone = "calm") -> SafeString:
    """A word with a ground: late, soon, done, stopped, brand or calm."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', tone, text)


@register.simple_tag
def key(name: str) -> SafeString:
    """A key as it is seen."""
    return format_html("<kbd>{}</kbd>", _key_words(name))


@register.filter
def key_words(name: str) -> str:
    """ctrl+enter as people read it on the keyboard: Ctrl Enter."""
    return _key_words(name)


def _key_words(name: str) -> str:
    return " ".join(part.capitalize() if len(part) > 1 else part for part in name.split("+"))


@register.inclusion_tag("look/parts/drawn/timeline.html")
def timeline(entries: Iterable[parts.Entry]) -> dict[str, Any]:
    """What happened to a dossier, newest first."""
    return {"entries": entries}


@register.inclusion_tag("look/parts/story.html")
def story(steps: Iterable[parts.Step]) -> dict[str, Any]:
    """A dossier's way as the public reads it."""
    return {"steps": steps}


@register.inclusion_tag("look/parts/drawn/figures.html")
def figures(cards: Iterable[parts.Figure]) -> dict[str, Any]:
    """Numbers that open."""
    return {"figures": cards}


@register.inclusion_tag("look/parts/drawn/chart.html")
def bar_chart(chart: charts.BarChart) -> dict[str, Any]:
    """Bars over periods."""
    return {"drawing": charts.draw_bars(chart)}


@register.inclusion_tag("look/parts/drawn/share_bar.html")
def share_bar(share: float, kind: str = "late") -> dict[str, Any]:
    """A small bar of one share (0–1); the number stands beside it, so the bar itself is not read out."""
    return {"width": f"{max(0.0, min(share, 1.0)) * 56:.1f}", "kind": kind}


@register.inclusion_tag("look/parts/drawn/compare.html")
def compare(rows: Iterable[parts.Compared], before: str, after: str) -> dict[str, Any]:
    """Two versions side by side, with what changed marked."""
    return {"rows": tuple(rows), "before": before, "after": after}


@register.inclusion_tag("look/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Nothing here, and what one might do next."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("look/parts/confirmed.html")
def confirmed(title: str, big: str = "", text: str = "") -> dict[str, Any]:
    """It is done: what, its code, and what follows."""
    return {"title": title, "big": big, "text": text}


@register.inclusion_tag("look/parts/notice.html")
def notice(text: str, kind: str = "info") -> dict[str, Any]:
    """A sentence that must be seen: info, success, warning, error, or past (no longer in force)."""
    return {"text": text, "kind": kind}


@register.inclusion_tag("look/parts/exports.html", takes_context=True)
def exports(context: Context, **sent: str) -> dict[str, Any]:
    """The list or table of this page as a file; the view answers its own address with `as`.

    What was searched for is sent by a form, for it stands in no address.
    """
    request = context["request"]
    if any(sent.values()):
        return {"path": request.path, "csrf_token": context["csrf_token"], "sent": list(sent.items())}
    query = request.GET.copy()
    for name in ("after", "skip", ASKS):
        query.pop(name, None)
    return {kind: f"{request.path}?{_with(query, ASKS, kind)}" for kind in MEDIA_TYPES}


def _with(query: QueryDict, name: str, value: str) -> str:
    query[name] = value
    return query.urlencode()


@register.inclusion_tag("look/parts/more.html")
def more(url: str, target: str = "") -> dict[str, Any]:
    """The next part of a long list; with `target` (a CSS selector) htmx adds it in place."""
    return {"url": url, "target": target}


@register.inclusion_tag("look/parts/frame/page_foot.html", takes_context=True)
def page_foot(context: Context) -> dict[str, Any]:
    """On paper only: who printed this page, and when."""
    frame = context.get("frame")
    banner = getattr(frame, "banner", None)
    request = context.get("request")
    now = getattr(request, "now", None) or (banner.now if banner else timezone.localtime())
    return {"person": getattr(frame, "person", ""), "now": now}


# --- forms -------------------------------------------------------------------------------------------------------


@register.inclusion_tag("look/forms/field.html")
def field(bound: BoundField, width: str = "", heading: bool = False, inline: bool = False) -> dict[str, Any]:
    """One field with its label, hint and error."""
    return {"field": field_of(bound, width=str(width), heading=heading, inline=inline)}


@register.inclusion_tag("look/forms/error_summary.html")
def error_summary(form: BaseForm | Sequence[BaseForm]) -> dict[str, Any]:
    """Everything that must be mended, each a link to its field; takes one form or several."""
    forms = [form] if isinstance(form, BaseForm) else list(form)
    general = [error for one in forms for error in one.non_field_errors()]
    general += [error for one in forms for bound in one.hidden_fields() for error in bound.errors]
    fields = [
        (bound.id_for_label or f"{bound.auto_id}_0", bound.label, error)
        for one in forms
        for bound in one.visible_fields()
        for error in bound.errors
    ]
    return {"general": general, "fields": fields}


@register.inclusion_tag("look/parts/combobox.html")
def combobox(
    *,
    name: str,
    label: str,
    url: str,
    search_name: str = "q",
    value: str = "",
    shown: str = "",
    options: Iterable[parts.Option] = (),
    hint: str = "",
    error: str = "",
    autofocus: bool = False,
    posts: bool = False,
) -> dict[str, Any]:
    """A field that searches while one types; by POST where names of people are typed."""
    return {
        "posts": posts,
        "name": name,
        "label": label,
        "url": url,
        "search_name": search_name,
        "value": value,
        "shown": shown,
        "options": tuple(options),
        "hint": hint,
        "error": error,
        "autofocus": autofocus,
    }
