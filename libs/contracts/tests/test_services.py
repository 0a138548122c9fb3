"""The table of services is consistent with itself and with the topics."""

from babelwire_contracts.services import CONSUMING_SERVICES, PARTIES, SERVICES
from babelwire_contracts.topics import CATALOGUE, PAGES_CAPTURED, STAGES, Cleanup


def test_it_names_no_topic_that_the_catalogue_has_not() -> None:
    named = {topic for party in PARTIES for topic in (*party.reads_from, *party.writes_to)}
    assert named == CATALOGUE.keys()


def test_what_a_group_consumes_is_deleted_in_time_and_what_is_kept_is_compacted() -> None:
    kept = {name for service in SERVICES.values() for name in service.keeps}
    for service in SERVICES.values():
        # Of what another service keeps, a group needs the last state alone, and compaction leaves that.
        assert {CATALOGUE[name].cleanup for name in set(service.consumes) - kept} <= {Cleanup.DELETE}
        assert {CATALOGUE[name].cleanup for name in (*service.keeps, *service.follows)} <= {Cleanup.COMPACT}


def test_what_a_service_follows_is_read_by_it_and_written_by_others() -> None:
    followed = {(service.name, topic) for service in SERVICES.values() for topic in service.follows}
    assert ("deduplication", "articles.corrections") in followed
    for service, topic in followed:
        assert service in CATALOGUE[topic].consumers
        assert CATALOGUE[topic].producers
        assert service not in CATALOGUE[topic].producers


def test_a_stage_stands_after_those_that_write_what_it_consumes() -> None:
    written = {PAGES_CAPTURED.name}
    for service, topic in STAGES:
        assert topic.name in written
        written.update(SERVICES[service].writes_to)


def test_no_two_services_share_a_port() -> None:
    assert len({service.port for service in SERVICES.values()}) == len(SERVICES)


def test_a_stage_has_what_every_stage_has_and_another_service_has_not() -> None:
    for service in SERVICES.values():
        every_stage_writes = {"articles.indexed", "services.paused", service.dead_letters}
        assert (service.name in CONSUMING_SERVICES) == service.is_stage
        assert every_stage_writes & set(service.writes_to) == (every_stage_writes if service.is_stage else set())


def test_instances_are_numbered_from_one_after_a_name_that_a_host_may_have() -> None:
    service = SERVICES["translation_tagging"]
    assert (service.instance(), service.instance(3)) == ("translation-tagging-1", "translation-tagging-3")
    assert service.module == "babelwire_translation_tagging"
