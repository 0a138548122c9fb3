"""What deduplication remembers of an article."""

from datetime import datetime
from typing import Annotated

import msgspec

from babelwire_contracts.message import Message
from babelwire_contracts.sections import Duplicate, Revised, SectionVersion

HexId = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
TextHash = Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]
Sketch = Annotated[bytes, msgspec.Meta(max_length=80)]
Frame = Annotated[int, msgspec.Meta(ge=0, lt=1 << 21)]


class Fingerprint(Message, frozen=True, kw_only=True):
    """One article's fingerprint and the decision its owner last published.

    `text_hash` is a digest of the words that are compared, blind to case, punctuation and white space. `sketch` are the
    smallest hashes of runs of letters in the text, 32-bit integers, little-endian, in order (base64 in JSON); `text` is
    the text itself, without its headline, as UTF-8 in a zstd frame. A text that is too short to be compared but for
    equality has no sketch. `scheme` numbers the way all three are made; only equal schemes can be compared.

    `frame` are the parts of the fingerprint that weigh nothing, because too many articles have them: bit 0 is the text
    hash, bit n the n-th hash of the sketch. `seen_at` is when the broker took the record by which the article last
    came; the newest of its partition tells how long it is remembered.

    `first_captured_at` is the earliest capture known of the article, whatever its revision; `published_by` the latest
    moment that the article's own date allows for its publication; `addressed` says that the article has a URL.

    `decision`, `revised` and `version` are what the owner last published, so that a restarted owner knows what to
    amend. `amendment_due` is set while it is not certain that the amendment which carries them has been published.
    """

    schema_version: int = 2
    article_id: HexId
    capture_id: HexId
    version: SectionVersion
    content_hash: HexId
    scheme: int
    text_hash: TextHash
    sketch: Sketch = b""
    frame: Frame = 0
    text: bytes = b""
    first_captured_at: datetime
    published_by: datetime | None
    addressed: bool = True
    seen_at: datetime | None = None
    decision: Duplicate
    revised: Revised | None = None
    amendment_due: bool = False
