"""Every metric of every service, declared once with its meaning."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

_BATCH_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_LATENCY_SECONDS: Final = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200)

RECORDS_CONSUMED: Final = Counter(
    "babelwire_records_consumed", "Records read from a topic, redelivered ones included.", ["service", "topic"]
)
RECORDS_PUBLISHED: Final = Counter(
    "babelwire_records_published", "Records acknowledged by the broker.", ["service", "topic"]
)
DEAD_LETTERS: Final = Counter(
    "babelwire_dead_letters", "Records sent to the dead-letter topic.", ["service", "topic", "error"]
)
OUTCOMES: Final = Counter("babelwire_captures_ended", "Receipts written, by outcome.", ["service", "outcome"])
BATCH_SECONDS: Final = Histogram(
    "babelwire_batch_seconds",
    "From a batch's first byte decoded to its offsets committed.",
    ["service", "topic"],
    buckets=_BATCH_SECONDS,
)
BATCH_RECORDS: Final = Histogram(
    "babelwire_batch_records", "Records in a batch.", ["service", "topic"], buckets=(1, 5, 10, 50, 100, 250, 500, 1000)
)
BATCH_RETRIES: Final = Counter(
    "babelwire_batch_retries", "Batches tried again after a transient failure.", ["service", "topic"]
)
LAG: Final = Gauge("babelwire_consumer_lag_records", "Records not yet committed.", ["service", "topic", "partition"])
SLOW_BACKLOG: Final = Gauge(
    "babelwire_slow_backlog",
    "Records that wait in a lane of a slow service, of the partitions of this instance.",
    ["service", "lane"],
)
OLDEST_UNREAD_SECONDS: Final = Gauge(
    "babelwire_oldest_unread_seconds",
    "At most this long ago the oldest record not yet committed was appended; 0 where all is read.",
    ["service", "topic"],
)
OLDEST_UNACCOUNTED_SECONDS: Final = Gauge(
    "babelwire_oldest_unaccounted_capture_seconds",
    "How long ago the oldest capture without a receipt, of those this instance read, was accepted; 0 without one.",
)
RETENTION_SECONDS: Final = Gauge(
    "babelwire_topic_retention_seconds", "How long a topic keeps its records; absent where for ever.", ["topic"]
)
TOPIC_DIFFERENCES: Final = Gauge(
    "babelwire_topic_differences",
    "Settings of a topic that at the start were not as the catalogue has them.",
    ["topic"],
)
PAUSED: Final = Gauge("babelwire_service_paused", "1 while a service waits for `babelwire resume`.", ["service"])
CAPTURE_TO_INDEX_SECONDS: Final = Histogram(
    "babelwire_capture_to_index_seconds",
    "From a capture's acceptance by ingest to its document being written.",
    ["service"],
    buckets=_LATENCY_SECONDS,
)
HTTP_SECONDS: Final = Histogram(
    "babelwire_http_request_seconds",
    "Time to answer a request, by route template and status class.",
    ["service", "route", "status"],
    buckets=_BATCH_SECONDS,
)
FEED_POLLS: Final = Counter("babelwire_feed_polls", "Polls of subscribed feeds, by result.", ["result"])
BACKGROUND_FAILURES: Final = Counter(
    "babelwire_background_failures", "Background tasks that failed and were begun again.", ["service", "task"]
)
ARTICLES_REMEMBERED: Final = Gauge(
    "babelwire_articles_remembered",
    "Articles that this instance of deduplication holds: those of its partitions, and some of others that they copy.",
)
PUBLISHERS_TO_AMEND: Final = Gauge(
    "babelwire_publishers_to_amend",
    "Publishers of whom something was learnt that articles of this instance of translation tagging do not say yet.",
)
DEAD_LETTERS_HELD_BACK: Final = Gauge(
    "babelwire_dead_letters_held_back",
    "Dead letters that wait because more come than a service may write in a second; 0 is well.",
    ["service"],
)
