"""What a perfect crawler makes of the demonstration portal: one entry an article page."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.demo.stories import HOST, Story, stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The fields of one article as `archive.model.Article` names them."""

    url: str
    section: str
    """Key of the section: yaowen, zhengce, gonggao, hotnews, wenhua, fangtan."""
    language: str
    title: str
    body: str
    date: str
    date_time: str | None
    breadcrumb: tuple[str, ...]
    source: str
    images: tuple[str, ...]
    """Addresses of the pictures that belong to the article."""
    attachments: tuple[str, ...]
    document_number: str | None
    editor: str | None
    duplicate_of: str | None
    """Address of the article whose text this is; None for those that must become a line."""


def truth(revised: bool = False) -> list[Truth]:
    """All article pages. `revised`: after the correction."""
    return [_of(story) for story in stories(revised)]


def _of(story: Story) -> Truth:
    return Truth(
        url=story.url, section=story.section.key, language=story.section.language, title=story.title, body="\n\n".join(story.paragraphs),
        date=str(story.day), date_time=f"{story.day}T{story.clock}+08:00" if story.clock else None,
        breadcrumb=tuple(words for words, _ in story.section.crumbs), source=story.section.source,
        images=tuple(f"http://{HOST}{path}" for path, _ in story.pictures),
        attachments=tuple(f"http://{HOST}{path}" for path, _ in story.attachments), document_number=story.document_number,
        editor=story.editor, duplicate_of=f"http://{HOST}{story.repeats}" if story.repeats else None)
