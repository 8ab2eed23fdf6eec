"""Neutral local news made from a key: always the same words for the same key, other words for another."""

from __future__ import annotations

from random import Random
from types import ModuleType

from crawler.demo import prose_en, prose_zh


def story(key: str, language: str = "zh", paragraphs: int | None = None) -> tuple[str, list[str]]:
    """Title and paragraphs of an article. `language`: `zh` or `en`; `paragraphs`: how many, three to six when None."""
    words = prose_zh if language == "zh" else prose_en
    dice = Random(f"{language} {key}")
    slots = _slots(dice, words)
    titles, leads, sentences = dice.choice(words.TOPICS)
    title = _filled(dice.choice(titles), slots)
    pool = [*sentences, *words.COMMON]
    dice.shuffle(pool)
    count = paragraphs or dice.randint(3, 6)
    text = [_filled(dice.choice(leads), slots)]
    for number in range(count - 1):
        if len(pool) < 3:
            pool = [*dice.choice(words.TOPICS)[2]]
            dice.shuffle(pool)
        taken = [pool.pop() for _ in range(2 if number % 2 else 3)]
        fresh = _slots(dice, words)
        text.append(("" if language == "zh" else " ").join(_capital(_filled(sentence, fresh)) for sentence in taken))
    return title, [_capital(line) for line in text]


def _slots(dice: Random, words: ModuleType) -> dict[str, str]:
    place, other = dice.sample(words.PLACES, 2)
    return {"p": place, "q": other, "b": dice.choice(words.BODIES), "w": dice.choice(words.PEOPLE), "t": dice.choice(words.TIMES),
            "n": str(dice.randint(3, 12)), "m": str(dice.randint(15, 96)), "k": str(dice.randint(110, 4900))}


def _filled(sentence: str, slots: dict[str, str]) -> str:
    return sentence.format_map(slots)


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]
