"""What an operator types reaches every instance of deduplication: command, topic and table on a broker in memory."""

from functools import partial

from babelwire_console.upkeep.link import correct
from babelwire_contracts.corrections import Verdict
from babelwire_contracts.identity import article_id
from babelwire_deduplication.adapters.correction_table import CorrectionTable
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability.supervision import Supervisor

URLS = ("https://north.example/ferry", "https://south.example/ferry")
PAIR = tuple(sorted(bytes.fromhex(article_id(url)) for url in URLS))


def following(broker: MemoryKafka, heard: list[tuple[bytes, bytes, Verdict | None]]) -> CorrectionTable:
    return CorrectionTable(
        KafkaSettings(),
        "deduplication",
        lambda one, other, verdict: heard.append((one, other, verdict)),
        supervisor=Supervisor("deduplication"),
        clients=broker,
    )


async def test_each_instance_hears_of_each_correction_and_a_new_one_of_the_last() -> None:
    broker = MemoryKafka()
    running: list[tuple[bytes, bytes, Verdict | None]] = []
    started: list[tuple[bytes, bytes, Verdict | None]] = []
    command = partial(correct, kafka=KafkaSettings(), clients=broker)
    table = following(broker, running)
    async with table.following():
        await command(Verdict.COPIES, *URLS, withdrawing=False)
        await command(Verdict.NOT_COPIES, *reversed(URLS), withdrawing=False)
        await table.catch_up()
        assert running == [(*PAIR, Verdict.COPIES), (*PAIR, Verdict.NOT_COPIES)]
        async with following(broker, started).following():
            assert started[-1:] == [(*PAIR, Verdict.NOT_COPIES)]
        await command(Verdict.NOT_COPIES, *URLS, withdrawing=True)
        await table.catch_up()
        assert running[2:] == [(*PAIR, None)]
