"""A registry file that cannot be taken is refused in one line that says where, what, and what to do."""

from pathlib import Path

import pytest

from babelwire_translation_tagging.errors import OutletsRefused
from babelwire_translation_tagging.outlets.files import VARIABLE, own_files
from babelwire_translation_tagging.outlets.outlet import Kind, Outlet, SharedName, Translates

GOOD = 'name = "The Lake Courier", languages = ["en"], kind = "paper"'


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "own.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(OutletsRefused) as refused:
        own_files(path)
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    text = """
    outlets = [
      { name = "Kölner Seeblatt", aliases = ["Seeblatt"], domains = ["seeblatt.example"], languages = ["de", "zh-Hant"],
        country = "DE", kind = "translator", translates = "human" },
      { name = "The Lake Courier", languages = ["en"], kind = "paper" },
    ]
    names = [{ name = "Lake", outlets = ["The Lake Courier"] }]
    """.replace("],\n        country", "], country")
    path = written(tmp_path, text)
    (file,) = own_files(path)
    assert (file.where, file.own) == (str(path), True)
    assert file.content.outlets == [
        Outlet(
            name="Kölner Seeblatt",
            aliases=["Seeblatt"],
            domains=["seeblatt.example"],
            languages=["de", "zh-Hant"],
            country="DE",
            kind=Kind.TRANSLATOR,
            translates=Translates.HUMAN,
        ),
        Outlet(name="The Lake Courier", languages=["en"], kind=Kind.PAPER),
    ]
    assert file.content.names == [SharedName(name="Lake", outlets=["The Lake Courier"])]


def test_the_mark_that_some_editors_begin_a_file_with_is_no_part_of_it(tmp_path: Path) -> None:
    (file,) = own_files(written(tmp_path, f"\ufeffoutlets = [{{ {GOOD} }}]"))
    assert len(file.content.outlets) == 1


def test_of_a_folder_every_toml_file_is_read_in_order(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "notes.txt"):
        (tmp_path / name).write_text(f'outlets = [{{ name = "{name}", languages = ["en"], kind = "paper" }}]')
    assert [file.content.outlets[0].name for file in own_files(tmp_path)] == ["a.toml", "b.toml"]


def test_what_is_not_there_is_said_with_the_variable(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    assert refusal(missing) == (
        f"{missing} cannot be read (No such file or directory); {VARIABLE} names a TOML file or a folder of them"
    )
    assert refusal(tmp_path) == (
        f"{tmp_path} holds no file that ends in .toml; {VARIABLE} names a TOML file or a folder of them"
    )


def test_a_relative_path_is_said_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal(Path("missing.toml")).startswith(f"{tmp_path / 'missing.toml'} cannot be read ")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "a.toml"
    folder.mkdir()
    assert refusal(tmp_path).startswith(f"{folder} cannot be read (Is a directory); ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("outlets = [\n  { name = ,", " is no TOML: Invalid value (at line 2, column 12); mend it there"),
        (b"# \xe9t\xe9", " is not in UTF-8 ('utf-8' codec can't decode byte 0xe9 in position 2: invalid "),
        ("outlet = []", " has the unknown field outlet; a file holds outlets = [{ … }, …] and, for names that "),
        ('outlets = "none"', ": outlets is no list; a file holds outlets = [{ … }, …] and"),
        ('outlets = ["El País"]', ", outlets, entry 1: Expected `object`, got `str`; an outlet has name, "),
        (
            'names = [{ outlets = ["Lake"] }]',
            ", names, entry 1: Object missing required field `name`; a name that several bear has name and outlets",
        ),
    ],
    ids=["malformed", "not UTF-8", "unknown list", "no list", "no table", "no name"],
)
def test_a_file_that_says_nothing_of_outlets_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = written(tmp_path, text)
    assert refusal(path).startswith(f"{path}{said}")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (GOOD.replace("paper", "newspaper"), "Invalid enum value 'newspaper' - at `$.kind`; an outlet has name, "),
        (f"{GOOD}, agency = true", "Object contains unknown field `agency`; an outlet has name, languages and kind"),
        (f'{GOOD}, translates = "yes"', "Invalid enum value 'yes' - at `$.translates`; "),
        (f'{GOOD}, aliases = "Courier"', "Expected `array`, got `str` - at `$.aliases`; "),
        (GOOD.replace('["en"]', "[]"), "Expected `array` of length >= 1 - at `$.languages`; "),
        (GOOD.replace('"en"', '"english"'), "Expected `str` matching regex "),
        (GOOD.replace('"en"', '"xx"'), "'xx' is no language of BCP 47, such as es or zh-Hant; write one"),
        (GOOD.replace('"en"', '"und"'), "'und' is no language of BCP 47, such as es or zh-Hant; write one"),
        (GOOD.replace('"en"', '"iw"'), "the language 'iw' is written 'he'; write that"),
        (GOOD.replace('"en"', '"en", "en"'), "a language stands there twice; write it once"),
        (f'{GOOD}, country = "UK"', "'UK' is no country of ISO 3166-1 (alpha-2), such as AR or GB; write one or "),
        (f'{GOOD}, country = "Malta"', "Expected `str` matching regex '^[A-Z]{2}$' - at `$.country`; "),
        (f'{GOOD}, domains = ["www.a.example"]', "the domain 'www.a.example' begins with www; write 'a.example'"),
        (f'{GOOD}, domains = ["co.uk"]', "'co.uk' is no domain that one owner can have; write one such as "),
        (f'{GOOD}, domains = ["https://a.example/"]', "Expected `str` matching regex "),
        (f'{GOOD}, aliases = ["…"]', "the name '…' has no letter and no digit to know it by; leave it out"),
    ],
    ids=lambda text: str(text)[-60:],
)
def test_an_entry_that_is_wrong_is_named(tmp_path: Path, fields: str, said: str) -> None:
    path = written(
        tmp_path, f'outlets = [\n{{ name = "First", languages = ["fr"], kind = "agency" }},\n{{ {fields} }},\n]'
    )
    assert refusal(path).startswith(f'{path}, outlets, entry 2 ("The Lake Courier"): {said}')
