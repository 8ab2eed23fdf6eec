"""What class names, ids, roles and tags say of a block. Words are general, seen on many sites; none names a single site."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.walking import are_plain, know

CHROME: Final = 1
"""Navigation, page head and foot, menus, log-in: never part of an article."""
APART: Final = 2
"""Beside or behind the article: share bars, related stories, advertisement, newsletter boxes."""
SIDE: Final = 4
"""A column or rail that usually holds other stories; weighs against a candidate, does not decide."""
BODY: Final = 8
"""Names that content systems give to the text of an article."""
CRUMB: Final = 16
HEADLINE: Final = 32
INFO: Final = 64
"""The line of source, date, counters."""
CAPTION: Final = 128
PICKER: Final = 256
"""Font size and colour switches, print and close."""
PAGER: Final = 512
LEAD: Final = 1024
"""Standfirst or summary above the text."""
COMMENT: Final = 2048
"""What readers wrote."""
DIALOG: Final = 8192
"""What is laid over the page: never the article, however long its text; in `CHROME`, too."""
VENDOR: Final = 4096
"""Names that content systems of portals give to the text and to nothing else; in `BODY`, too."""

PREFORMATTED: Final = 16384
"""Text whose lines are kept: by its tag, and the boxes in which highlighters of programs set each line."""
PRINT: Final = 65536
"""What editions of newspapers (Founder's) put around the text of a story; in `BODY` and `VENDOR`, too."""
TITLED: Final = 32768
"""What id or microdata call the headline."""

# Words as they stand between blanks, hyphens, underscores and humps, joined: `article-body`, `article_body`, `articleBody` and
# `articlebody` are all "articlebody". Two or three neighbouring parts of a name are looked up joined, then each by itself.
_WORDS: Final = {
    CHROME: """nav navbar navi navs subnav mainnav topnav navigation menu menus submenu footer foot footnav sitefooter
        pagefooter bottomnav
        masthead copyright login signin cookie cookies gdpr consent modal modals popup overlay lightbox toolbar topbar
        searchbox searchform searchbar
        skiplink screenreader sronly visuallyhidden offscreen friendlink friendlinks flink flinks sitemap
        announcementbar headernav headermenu
        headertop headersearch notification toast captcha sitehead siteheader globalheader globalnav languageswitch
        languageswitcher yjdh
        banquan daohang dibu megamenu hamburger breaking skipto accesskeys""",
    COMMENT: """comment comments commentlist commentarea commentsection commentform commentbox respond disqus replies
        reply discussion
        fbcomments pinglun pllist postcomment guestbook livefyre leavereply gentie reviewlist""",
    APART: """share sharing shares sharebar sharebox sharebutton sharebuttons sharelinks sharetools shareicon
        shareicons sharethis sharelist
        social socials socialshare socialmedia sociallinks socialicons socialbar sharedaddy addtoany addthis bdshare
        bdsharebuttonbox
        jiathis bshare fenxiang gwds related relatedposts relatedpost relatedarticles relatednews relatedcontent
        relatedstories relatedlinks
        relate recommend recommended recommendation recommendations recommends recirc recirculation readmore readnext
        readalso morenews morestories
        morearticles moreposts morefrom alsolike alsoread youmayalsolike youmaylike upnext trending mostread
        mostpopular mostviewed popularposts
        latestnews latestposts latestarticles lateststories hotnews hotlist hottopic xiangguan tuijian newsletter
        newsletters subscribe
        subscription signup optin mailchimp mc4wp hubspot leadmagnet cta ctabox ctablock ctacard ctabanner ctacomponent ctawrapper
        ctacontainer ctasection calltoaction promo promos promotion promoted
        sponsor sponsored
        ad ads adbox adwrap adwrapper adcontainer adslot adunit adbanner adlabel adblock adzone adholder advert adverts
        advertise advertisement
        advertising adsense adsbygoogle googlead dfp outbrain taboola zergnet guanggao authorbio authorbox authorinfo
        authorcard aboutauthor
        authorprofile authordetails doctorcard providercard profilecard personcard staffcard expertcard teammember
        abouttheauthor bio biography saboxplugin tags tagslist taglist taglinks tagcloud
        tagbox posttag posttags postcat entrytags articletags
        keywords catlinks postcategories entryfooter postfooter articlefooter prevnext adjacentposts postnav postnavigation
        postpagination nextprev shangxia
        widget widgets widgetarea feedback rating ratings starrating likebox likebutton likes qrcode ewm erweima
        wechatcode toc tableofcontents
        ez-toc eztoc lwptoc disclaimer legal legalcopy legalnotice legaltext fineprint smallprint mianze shengming jiucuo reporterror donate
        donation shopnow
        productcard productgrid downloadapp appdownload followus follow printonly printlink yarpp nrelate contextly
        crprelated swiperbutton
        reflist mwreferences navbox hatnote
        swiperpagination carouselnav videoplaylist beyondwords trinityaudio signupform emailsignup backtotop gotop""",
    SIDE: """sidebar side sidenav aside rail rightrail rightside rightcol rightcolumn rightbar rightbox leftrail
        leftbar leftmenu leftnav secondary
        colright slider slide carousel paihang""",
    BODY: """articlebody articlecontent articletext articlemain articledetail articlecon articlecont articletxt
        articleinner articlecopy postbody
        postcontent posttext postentry entrycontent entrybody storybody storycontent storytext contentbody contenttext
        contentarticle
        contentmain contentdetail contenttxt newscontent newsbody newstext newsdetail newscon newstxt maintext maintxt
        maincontent richtext
        bodytext bodycopy bodycontent zoom zoomcon trseditor trseditorview trsueditor ucapcontent vsbcontent ivscontent
        btcontent artibody
        articalcontent textcon endtext detailcontent detailcon detailbody detailtext detailmain contentarea
        tdpostcontent singlecontent
        blogcontent blogpostcontent blogpostbody imgcontent jscontent barrierfreecontainer pagescontent ewbarticleinfo
        ewbarticlecontent context pdetail
        textcontent ozoom""",
    VENDOR: """trseditor trseditorview trsueditor trspaperdefault ucapcontent vsbcontent ivscontent btcontent ewbarticlecontent
        barrierfreecontainer zoom zoomcon ozoom""",
    PRINT: "ozoom",
    CRUMB: """breadcrumb breadcrumbs crumb crumbs crumbnav bread position posion path pathway location locat weizhi
        dqwz mbx mianbao mianbaoxie curpos
        curposition currentpath ewblocation where sitepath currchnlcls navigationtrail wz lujing place local navpath
        breadcrumbnav""",
    HEADLINE: """headline title titles tit biaoti articletitle arttitle artititle showtitle doctitle posttitle entrytitle newstitle contitle
        maintitle ucaptitle ivstitle htitle
        ttl
        hdtitle contenttitle detailtitle pagetitle storytitle contxttitle xltitle xqtitle xxtitle nrtitle zwtitle wztitle xwtitle arctitle
        artcletitle gktitle newstit contit conttit contenttit articletit detailtit xltit wzbt bt""",
    INFO: """info infos byline dateline datetime date pubdate pubtime time source laiyuan articleinfo artinfo postmeta
        entrymeta articlemeta meta
        metadata newsinfo property msgbar timestamp published postdate postinfo author authors ivsdate""",
    CAPTION: """caption captions cap wpcaptiontext imagecaption imgcaption imgdesc imgtitle photocaption photocredit
        figcaption figcap credit picdesc picnote galleryphoto gallerycaption videodesc videocaption videodescription
        pictitle mediadescription tuzhu tushuo""",
    PICKER: """fontsize zihao ziti eyecare hushi print dayin close textsize textresize fontzoom doprint printclose
        tools toolbox gongju arttools
        pagetools operate""",
    PREFORMATTED: "syntaxhighlighter crayonmain",
    PAGER: "page pages pager pagination paging fenye pagenav pagelist pagenum pagenumbers pagelink pagelinks pagebox pagebar "
        "pageturn multipage displaypagenum",
    DIALOG: "modal modals popup cookie cookies gdpr consent",
    LEAD: "lead lede standfirst summary abstract intro dek deck excerpt zhaiyao daodu subtitle subheading subhead strapline"}
# Words so common in names of other things that they count only as the whole name, or only where they begin it.
_ALONE: Final = frozenset((
    "page", "pages", "path", "place", "local", "where", "wz", "location", "locat", "position", "bread", "like", "likes",
    "side", "time", "date",
    "source", "print", "close", "bt", "follow", "foot", "copyright", "overlay", "secondary", "lead", "keywords", "statement", "rank",
    "property", "legal", "cap", "ttl"))
_STATES: Final = frozenset(("has", "hide", "no", "without", "with", "show", "enable", "disable", "tweak", "is", "not"))
_SWITCHES: Final = frozenset(("enabled", "disabled", "open", "closed", "on", "off", "visible", "hidden", "allowed", "active"))
"""First and last parts of names that state how a page is set, not what a box holds: `comments-enabled`, `has-sidebar`. What stands
behind a `with` does so, too: headings of documentation are `anchorWithStickyNavbar`."""
_FIRST: Final = frozenset((
    "widget", "widgets", "ad", "ads", "tools", "toolbox", "bio", "slide", "slider", "slides", "carousel", "cta", "tags",
    "title", "titles", "menu",
    "popup", "modal", "info", "infos", "rating", "ratings", "feedback", "rail", "promo", "social", "login", "toc"))
_LAST: Final = frozenset(("cta", "promo", "modal", "popup", "tags", "toc"))
"""Those of them that count where they end it, too: `inline-cta`, `story-promo`."""
_SIZES: Final = frozenset(("tiny", "small", "smaller", "normal", "regular", "medium", "large", "larger", "huge", "sm", "md", "lg", "xl"))
"""How large a text is, as names of styles say it: `text-size-medium` is a text's own, and no switch for readers."""
_COMPONENTS: Final = frozenset(("accordion", "banner", "block", "box", "card", "figure", "item", "list", "panel", "product", "quote", "tab",
                         "table", "tile"))
"""First parts of the names of a component's foot: `card-footer`, `banner__footer`; that is no page's."""
_CONTENTS = frozenset(("container", "list", "wrapper", "wrap", "box", "nav", "block", "widget", "title", "heading", "header", "links",
    "menu", "content", "contents", "items", "item", "inner", "sidebar", "section", "area", "module", "sticky", "toggle", "level", "mobile"))
"""What follows `toc` in the names of a table of contents; other names that begin so are the anchors it leads to."""
_NOTES: Final = "infonotice infocallout infoalert infonote infotip infopanel"
"""Boxes in a text that tell something by the way: no line of source and day."""
FLAGS: dict[str, int] = dict.fromkeys(_NOTES.split(), 0)
"""The marks of each word."""
for _flag, _words in _WORDS.items():
    for _word in _words.split():
        FLAGS[_word] = FLAGS.get(_word, 0) | _flag

know(FLAGS)

TAG_MARKS: Final = {"nav": CHROME, "footer": CHROME, "aside": SIDE | APART, "menu": CHROME, "dialog": CHROME, "figcaption": CAPTION,
         "pre": PREFORMATTED, "ucapcontent": BODY | VENDOR, "ucaptitle": HEADLINE, "founder-content": BODY | VENDOR | PRINT}
"""The marks of tags by themselves."""
_ROLES: Final = {"navigation": CHROME, "banner": CHROME, "contentinfo": CHROME, "search": CHROME, "complementary": SIDE | APART,
    "dialog": CHROME | DIALOG,
          "alertdialog": CHROME | DIALOG, "menu": CHROME, "menubar": CHROME, "toolbar": PICKER, "tooltip": CHROME}
_PARTS: Final = re.compile(r"(?<![a-z\d])[a-z]+|(?<!\d)(?:[A-Z][a-z]+|[A-Z]+(?![a-z]))|(?<![a-z])[A-Z]?[a-z]{4,}|[A-Z]{4,}(?![a-z])")
_LOWER_PARTS: Final = re.compile(r"(?<![a-z])[a-z](?:[a-z]{3,}|(?<!\d[a-z])[a-z]*)")
"""The words of a name. Up to three letters behind a digit are none, nor is an end of them: `block-4d79ad72`, `css-1ad5x` and `a8fd` are
made up by machines."""


_AT_FRONT: Final = {word: flags for word, flags in FLAGS.items() if word not in _ALONE}
_ANYWHERE: Final = {word: flags for word, flags in _AT_FRONT.items() if word not in _FIRST}
"""The words that count by themselves where they begin the name of several, and those that count anywhere in it."""
_BEGINNINGS: Final = frozenset(word[:end] for word in FLAGS for end in range(1, len(word) + 1))
_ENDINGS: Final = frozenset(word[start:] for word in FLAGS for start in range(len(word)))
"""What a part of a name begins or ends with where it, or it and its neighbours joined, are a known word."""


def of_name(name: str) -> int:
    """The marks of one class name or id, as flags."""
    parts = _parts_of(name[:120])
    if _ENDINGS.isdisjoint(parts):
        return CRUMB if "breadcrumb" in name.lower() else 0  # as for a quarter of them
    flags = _of_parts(parts) if len(parts) > 1 else FLAGS.get(parts[0], 0)
    if flags and "with" in parts:
        return of_name("-".join(parts[:parts.index("with")]))
    return flags if flags and name.isascii() and not _is_odd(name) else 0


def _of_parts(parts: list[str]) -> int:
    """The same of a name's words, of which there are two or more."""
    before = parts[0]
    flags = _AT_FRONT.get(before, 0)
    for part in parts[1:]:
        if before in _BEGINNINGS and before + part in _BEGINNINGS:
            flags = _of_joined(parts)
            break
        if part in _ANYWHERE:
            flags |= _ANYWHERE[part]
        before = part
    else:
        if before in _LAST:
            flags |= FLAGS[before]
    return 0 if flags and _states(parts) else flags


def _of_joined(parts: list[str]) -> int:
    """The same where neighbours may be a word together."""
    flags = 0
    taken: set[int] = set()
    for length in (3, 2):
        for at in range(len(parts) - length + 1):
            numbers = range(at, at + length)
            if (word := "".join(parts[at:numbers.stop])) in FLAGS and taken.isdisjoint(numbers):
                flags |= FLAGS[word]
                taken.update(numbers)
    last = len(parts) - 1
    for at, part in enumerate(parts):
        if at not in taken:
            flags |= (_ANYWHERE if at else _AT_FRONT).get(part, FLAGS[part] if at == last and part in _LAST else 0)
    return flags


def _states(parts: list[str]) -> bool:
    """Whether a name tells how a page is set, or what is part of a component or of a text."""
    return parts[0] in _STATES or parts[-1] in _SWITCHES or (parts[0] == "toc" and parts[1] not in _CONTENTS) \
        or (parts[-1] == "footer" and parts[0] in _COMPONENTS) or (parts[-1] in _SIZES and parts[-2] == "size")


def _parts_of(name: str) -> list[str]:
    """The words of a name in ASCII, in small letters, as `_PARTS` finds them; odd ones have none."""
    small = name == name.lower()
    if small:
        parts = name.replace("_", "-").split("-")
        if "".join(parts).isalpha():  # without digits, as most, its words are all that stands between
            return [*filter(None, parts)] if "" in parts else parts
    if _is_odd(name):
        return []
    return _LOWER_PARTS.findall(name) if small else [part.lower() for part in _PARTS.findall(name)]


def _is_odd(name: str) -> bool:
    """Whether a name says how something is drawn, and where: `md:flex`, `top-[3px]`."""
    return ":" in name or "[" in name


_PRINTED: Final = re.compile(r"(?=.*(?<!\S)d-none(?!\S))(?!.*(?<!\S)d-(?:sm|md|lg|xl|xxl)-)(?:.*\s)?d-print-(?!none)")
"""The classes of a box that is shown on paper alone: no part of the page, however long its text."""
_MOST_KNOWN: Final = 65_536
_NUMBER: Final = "0123456789-_"
"""What names of one kind are told apart by at their end: `menu-item-57`, `depth_2`; no word, nor what makes one another."""
_LONGEST_KNOWN: Final = 200
"""Characters of a name that is remembered: hostile pages must not fill the memory."""


KNOWN: Final[dict[str, int]] = {}
"""The marks of class attributes, ids and single names, as flags. Most of a site's names stand on each of its pages: what was found for
them is kept, for boxes and all others who ask. Plain: one with a `__missing__` is asked at a higher cost."""


def of_names(names: str) -> int:
    """The marks of a class attribute or id, as flags."""
    known = KNOWN.get(names)
    if known is not None:
        return known
    if len(KNOWN) >= _MOST_KNOWN:
        KNOWN.clear()
    if " " not in names:
        return _of_new(names)
    flags = 0
    for name in names[:1000].split():
        known = KNOWN.get(name)
        flags |= _of_new(name) if known is None else known
    if "d-none" in names and "d-print-" in names and _PRINTED.search(names):
        flags |= CHROME | DIALOG
    if len(names) <= _LONGEST_KNOWN:
        KNOWN[names] = flags
    return flags


def _of_new(name: str) -> int:
    """The marks of a name that is not known yet."""
    if are_plain(name):
        return 0
    if name[-1:].isalpha() or (stem := name.rstrip(_NUMBER)) == name:
        flags = of_name(name)
    else:
        known = KNOWN.get(stem)
        flags = _of_new(stem) if known is None else known
    if len(name) <= _LONGEST_KNOWN:
        KNOWN[name] = flags
    return flags


def of_role(role: str) -> int:
    """The marks of an ARIA role."""
    return _ROLES.get(role.strip().lower(), 0)
