"""The line above a document's headline that names who issued it, when it is the headline's first: …人民政府 / 关于…的通知."""

from __future__ import annotations

import re

from crawler.extract.blocks import Block, Blocks

_ISSUER = re.compile(r"[\u4e00-\u9fff（）、\s]{4,40}(?:政府|办公[室厅]|指挥部|[厅局委部院会])")


def with_issuer(page: Blocks, headline: Block) -> Block | None:
    """The headline with that line before it; None when there is none. Both are of one form, and the headline begins with 关于."""
    if not headline.index or not headline.text.startswith("关于"):
        return None
    above, box = page.blocks[headline.index - 1], headline.box
    alike = above.broken if above.box is box else (above.box.parent, above.box.tag, above.box.name) == (box.parent, box.tag, box.name)
    if not alike or above.linked or not _ISSUER.fullmatch(above.text):
        return None
    return headline.reworded(above.text + headline.text)
