"""Turns texts into vectors that are near each other where the texts mean the same, in whatever languages.

```python
embedder = open_embedder(VectorSettings())
one, other = embedder.passages([Passage("Terremoto en el norte", "es"), Passage("北部で地震", "ja")])
sought = embedder.query("earthquake", "en")
```
"""

from babelwire_vectors.errors import EmbedderIsAway as EmbedderIsAway
from babelwire_vectors.errors import EmbedderIsUnfit as EmbedderIsUnfit
from babelwire_vectors.errors import ModelIsMissing as ModelIsMissing
from babelwire_vectors.errors import ServerLies as ServerLies
from babelwire_vectors.errors import VectorIsNoVector as VectorIsNoVector
from babelwire_vectors.opening import model_of as model_of
from babelwire_vectors.opening import open_embedder as open_embedder
from babelwire_vectors.ports import Embedder as Embedder
from babelwire_vectors.ports import Passage as Passage
from babelwire_vectors.ports import Vector as Vector
from babelwire_vectors.settings import VectorSettings as VectorSettings
from babelwire_vectors.vectors import as_floats as as_floats
from babelwire_vectors.vectors import check as check
from babelwire_vectors.vectors import cosine as cosine
