import pytest

from babelwire_contracts.content import ClueKind
from babelwire_ingest.parsing.page_text.translation_note import is_translation_note

from .conftest import Parse

NOTES = [
    "This text was translated automatically from Japanese.",
    "Note: this article was translated by our editors from the Portuguese.",
    "*This story was translated from Spanish with the help of artificial intelligence and was read by an editor before "
    "it was published; it may still hold errors, for which we ask you to write to us at once.",
    "Este artículo ha sido traducido automáticamente del inglés.",
    "Cet article a été traduit automatiquement de l'anglais.",
    "Dieser Beitrag wurde maschinell aus dem Ukrainischen übersetzt.",
    "Este texto foi traduzido por uma máquina.",
    "Questa notizia è stata tradotta automaticamente dal tedesco.",
    "Bu metin Japoncadan otomatik olarak çevrilmiştir.",
    "Этот материал переведён с японского автоматически.",
    "Цей текст перекладено автоматично.",
    "تُرجم هذا النص آليا من الإنجليزية.",
    "טקסט זה תורגם אוטומטית.",
    "यह लेख मशीन द्वारा अनुवादित है।",
    "本文由机器从英文翻译而来。",
    "この記事は英語から自動翻訳されました。",
    "이 기사는 영어에서 자동 번역되었습니다.",
]
STORY = [
    "The ferry between the two towns sailed again on Monday after nine days in which nobody could cross the strait.",
    "Its crew had asked for a new engine, and the company answered with a new coat of paint, which did not help much.",
    "On the first crossing there were forty passengers, three goats and the mayor, who paid for his own ticket.",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_on_translation_is_known(note: str) -> None:
    assert is_translation_note(note)


@pytest.mark.parametrize(
    "line",
    [
        "The poem was translated automatically from Japanese, the professor said.",
        "This text will be read aloud in every school of the island.",
        "This article of the law, which the court had translated into nine languages before the hearing, allows the "
        "ferry to sail whenever the harbour master sees the lighthouse.",
        "翻訳家の田中さんは新しい小説を発表した。",
    ],
)
def test_a_sentence_about_translation_is_none(line: str) -> None:
    assert not is_translation_note(line)


@pytest.mark.parametrize("at", [0, len(STORY)])
@pytest.mark.parametrize("note", NOTES)
def test_in_page_text_it_leaves_the_body(parsed: Parse, note: str, at: int) -> None:
    lines = ["Ferry sails again", *STORY[:at], note, *STORY[at:]]
    content = parsed("\n\n".join(lines), "text/plain; charset=utf-8").content
    assert content.title == "Ferry sails again"
    assert content.body.split("\n\n") == STORY
    assert [(clue.where, clue.words) for clue in content.clues if clue.kind is ClueKind.TRANSLATION_NOTE] == [
        (f"text line {1 + 2 * (at + 1)}", note)
    ]


def test_inside_the_story_it_stays(parsed: Parse) -> None:
    lines = ["Ferry sails again", STORY[0], STORY[1], NOTES[0], STORY[2]]
    content = parsed("\n\n".join(lines), "text/plain; charset=utf-8").content
    assert NOTES[0] in content.body
    assert not content.clues


@pytest.mark.parametrize("at", [0, 1, len(STORY)])
def test_in_a_web_page_it_leaves_the_body(parsed: Parse, at: int) -> None:
    story = "".join(f"<p>{text}</p>" for text in [*STORY[:at], NOTES[0], *STORY[at:]]).replace(
        STORY[0], f"<span>{STORY[0]}</span>"
    )
    story = story.replace("<p><span>", '<p class="lead"><span>', 1)
    html = f"<html><title>Ferry sails again</title><body><article><h1>Ferry sails again</h1>{story}</article>"
    content = parsed(html).content
    assert (content.lead, content.body.split("\n\n")) == (STORY[0], STORY[1:])
    assert [clue.words for clue in content.clues if clue.kind is ClueKind.TRANSLATION_NOTE] == [NOTES[0]]
