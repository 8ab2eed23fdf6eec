"""Timers of the system instead of the service: units for systemd, lines for a crontab."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from crawler.schedule.plan import Plan, weekdays

_PLAIN = re.compile(r"[A-Za-z0-9:_.-]")


def systemd_units(plan: Plan, command: Sequence[str], environment: Sequence[tuple[str, str]], folder: str) -> dict[str, str]:
    """File names and texts of a portal's service and timer.

    `command`: what runs the portal; `environment`: names and values that it needs; `folder`: where it is run, absolute.
    """
    name = f"fangzhi-{unit_name(plan.name)}"
    settings = "".join(f"Environment={_quoted(f'{key}={value}')}\n" for key, value in environment)
    service = f"""[Unit]
Description=fangzhi: crawl of {_percent(plan.name)}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_percent(folder)}
{settings}ExecStart={' '.join(map(_quoted, command))}
KillMode=mixed
KillSignal=SIGTERM
TimeoutStopSec=60
SuccessExitStatus=5
"""
    calendars = "".join(f"OnCalendar={one}\n" for one in calendar(plan.schedule.cron, plan.timezone))
    jitter = f"RandomizedDelaySec={plan.schedule.jitter}\n" if plan.schedule.jitter else ""
    timer = f"""[Unit]
Description=fangzhi: when {_percent(plan.name)} is crawled

[Timer]
{calendars}{jitter}Persistent=true
Unit={name}.service

[Install]
WantedBy=timers.target
"""
    return {f"{name}.service": service, f"{name}.timer": timer}


def calendar(cron: str, timezone: str) -> list[str]:
    """Expressions of systemd.time(7) for one of crontab(5); two when both the day of the month and the weekday are restricted."""
    minute, hour, day, month, weekday = cron.lower().split()
    clock = f"{_numbers(hour, 0, 23)}:{_numbers(minute, 0, 59)}:00 {timezone}"
    months = _numbers(month, 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
    days = _numbers(day, 1, 31)
    names = ",".join(dict.fromkeys(name.capitalize() for name in weekdays(weekday)))
    by_day, by_weekday = f"*-{months}-{days} {clock}", f"{names} *-{months}-* {clock}"
    if weekday == "*":
        return [by_day]
    return [by_weekday] if day == "*" else [by_day, by_weekday]


def cron_lines(plans: Sequence[Plan], commands: Sequence[Sequence[str]], environment: Sequence[tuple[str, str]], folder: str) -> str:
    """A crontab: cron reads CRON_TZ of Vixie's later and Red Hat's kind; others run by the machine's own zone."""
    lines = ["# fangzhi: written by `fangzhi schedule install --cron`",
             "# A cron that does not know CRON_TZ, as Debian's, takes these times for those of the machine's own zone.",
             *(f"{key}={value}" for key, value in environment)]
    zone = None
    for plan, command in zip(plans, commands, strict=True):
        if plan.timezone != zone:
            zone = plan.timezone
            lines.append(f"CRON_TZ={zone}")
        words = f"cd {shlex.quote(folder)} && {shlex.join(command)}".replace("%", "\\%")
        lines.append(f"{plan.schedule.cron} {words}")
    return "\n".join(lines) + "\n"


def unit_name(name: str) -> str:
    """A portal's name as systemd.unit(5) takes it: other bytes as `\\xNN`."""
    return "".join(sign if _PLAIN.fullmatch(sign) else "".join(f"\\x{byte:02x}" for byte in sign.encode()) for sign in name)


def _numbers(field: str, least: int, most: int, names: Sequence[str] = ()) -> str:
    """A field as a list of numbers: systemd's steps and ranges mean other things at their ends."""
    if field == "*":
        return "*"
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        low, dash, high = (str(least), "-", str(most)) if span == "*" else span.partition("-")
        ends = [names.index(end) + least if end in names else int(end) for end in ([low, high] if dash else [low])]
        found.update(range(ends[0], ends[-1] + 1, int(step or 1)))
    return ",".join(f"{number:02d}" for number in sorted(found))


def _quoted(word: str) -> str:
    """A word of a unit file's command or setting: quoted, `%` and `$` standing for themselves."""
    word = _percent(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{word}"' if re.search(r"[^\w@%+=:,./$-]", word) or not word else word


def _percent(text: str) -> str:
    return text.replace("%", "%%")
