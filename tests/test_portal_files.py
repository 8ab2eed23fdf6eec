"""The bundled portal files: every province in Chinese, every English edition that is known, each fact with its source beside it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from crawler.families import FAMILIES
from crawler.portal import Portal
from crawler.portal_files.loader import BUNDLED, load_portal

PROVINCES = {
    "beijing": "www.beijing.gov.cn", "tianjin": "www.tj.gov.cn", "hebei": "www.hebei.gov.cn", "shanxi": "www.shanxi.gov.cn",
    "inner-mongolia": "www.nmg.gov.cn", "liaoning": "www.ln.gov.cn", "jilin": "www.jl.gov.cn", "heilongjiang": "www.hlj.gov.cn",
    "shanghai": "www.shanghai.gov.cn", "jiangsu": "www.jiangsu.gov.cn", "zhejiang": "www.zj.gov.cn", "anhui": "www.ah.gov.cn",
    "fujian": "www.fujian.gov.cn", "jiangxi": "www.jiangxi.gov.cn", "shandong": "www.shandong.gov.cn", "henan": "www.henan.gov.cn",
    "hubei": "www.hubei.gov.cn", "hunan": "www.hunan.gov.cn", "guangdong": "www.gd.gov.cn", "guangxi": "www.gxzf.gov.cn",
    "hainan": "www.hainan.gov.cn", "chongqing": "www.cq.gov.cn", "sichuan": "www.sc.gov.cn", "guizhou": "www.guizhou.gov.cn",
    "yunnan": "www.yn.gov.cn", "xizang": "www.xizang.gov.cn", "shaanxi": "www.shaanxi.gov.cn", "gansu": "www.gansu.gov.cn",
    "qinghai": "www.qh.gov.cn", "ningxia": "www.nx.gov.cn", "xinjiang": "www.xinjiang.gov.cn"}
ENGLISH = {
    "beijing-en": "english.beijing.gov.cn", "tianjin-en": "www.exploringtianjin.com", "hebei-en": "english.hebei.gov.cn",
    "jilin-en": "english.jl.gov.cn", "shanghai-en": "english.shanghai.gov.cn", "jiangsu-en": "en.jiangsu.gov.cn",
    "zhejiang-en": "english.zj.gov.cn", "ezhejiang-en": "www.ezhejiang.gov.cn", "anhui-en": "english.ah.gov.cn",
    "fujian-en": "www.fujian.gov.cn", "jiangxi-en": "english.jiangxi.gov.cn", "shandong-en": "english.shandong.gov.cn",
    "henan-en": "english.henan.gov.cn", "hubei-en": "en.hubei.gov.cn", "hunan-en": "www.enghunan.gov.cn",
    "guangdong-en": "www.newsgd.com", "guangzhou-en": "www.eguangzhou.gov.cn", "guangxi-en": "en.gxzf.gov.cn",
    "hainan-en": "en.hainan.gov.cn", "chongqing-en": "english.cq.gov.cn", "ichongqing-en": "www.ichongqing.info",
    "guizhou-en": "www.eguizhou.gov.cn", "yunnan-en": "english.yn.gov.cn", "shaanxi-en": "en.shaanxi.gov.cn"}
PORTALS = {path.stem: load_portal(path) for path in sorted(BUNDLED.glob("*.toml"))}
REAL = {name: portal for name, portal in PORTALS.items() if name != "demo"}
FACTS = ("family", "hosts", "aliases", "articles", "ignore", "[[seeds]]")
"""What stands in a file because somebody knows it."""


def test_all_provinces_are_there() -> None:
    assert len(PROVINCES) == 31
    assert PROVINCES.items() <= {name: portal.hosts[0] for name, portal in REAL.items()}.items()
    assert {REAL[name].language for name in PROVINCES} == {"zh-Hans"}


def test_all_known_english_editions_are_there() -> None:
    assert ENGLISH.items() <= {name: portal.hosts[0] for name, portal in REAL.items() if portal.language == "en"}.items()
    assert all(name.endswith("-en") for name in ENGLISH)


@pytest.mark.parametrize("name", REAL)
def test_nothing_that_nobody_checked_looks_checked(name: str) -> None:
    assert REAL[name].unverified, f"{name}.toml: say unverified = true, until a crawl was compared with the live portal"


@pytest.mark.parametrize("name", REAL)
def test_every_fact_has_its_source_beside_it(name: str) -> None:
    blocks = re.split(r"\n\s*\n", (BUNDLED / f"{name}.toml").read_text(encoding="utf-8"))
    for block in blocks:
        lines = block.splitlines()
        for number, line in enumerate(lines):
            if line.startswith(FACTS):
                assert number > 0 and lines[number - 1].startswith("#"), \
                    f"{name}.toml: say in a comment above where this is from: {line}"


@pytest.mark.parametrize("name", REAL)
def test_every_portal_is_entered_politely_and_at_its_own_time(name: str) -> None:
    portal = REAL[name]
    assert portal.politeness.delay >= 2 and portal.politeness.concurrency == 1, f"{name}.toml: [politeness] delay = 2.0, concurrency = 1"
    assert portal.schedule is not None and portal.schedule.jitter, f"{name}.toml: [schedule] with cron and jitter is missing"
    assert any(seed.kind == "site" for seed in portal.seeds), f"{name}.toml: a seed of the kind site, the home page, is missing"
    assert not portal.allow_private, f"{name}.toml: allow_private is for portals on one's own net"


def test_no_two_portals_begin_at_the_same_minute() -> None:
    times = Counter(portal.schedule.cron for portal in REAL.values() if portal.schedule)
    assert [cron for cron, count in times.items() if count > 1] == [], "choose a minute of its own in [schedule] cron"


@pytest.mark.parametrize("family", [family.name for family in FAMILIES])
def test_every_family_is_used_by_two_portals(family: str) -> None:
    assert sum(portal.family == family for portal in REAL.values()) >= 2


def entered(portal: Portal) -> set[str]:
    return {seed.url for seed in portal.seeds}


def test_no_address_enters_two_portals() -> None:
    addresses = Counter(address for portal in REAL.values() for address in entered(portal))
    assert [address for address, count in addresses.items() if count > 1] == []


def test_an_edition_on_the_host_of_another_leaves_its_pages_alone() -> None:
    chinese, english = REAL["fujian"], REAL["fujian-en"]
    page, own = "http://www.fujian.gov.cn/zwgk/index.html", "http://www.fujian.gov.cn/english/news/202510/t20251030_7028104.htm"
    assert [bool(re.search(rule, address)) for address in (page, own) for rule in english.ignore] == [True, False]
    assert [bool(re.search(rule, address)) for address in (page, own) for rule in chinese.ignore] == [False, True]
    assert not re.search(english.ignore[0], "http://www.fujian.gov.cn/images/logo.png")
