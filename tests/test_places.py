"""Places at hosts: how many requests are under way to each."""

from __future__ import annotations

import asyncio

from crawler.crawl.places import Places


def test_a_host_is_full_when_all_its_places_are_taken_and_no_other_host_is() -> None:
    places = Places(2)
    for _ in range(2):
        assert places.free("a.example")
        places.enter("a.example")
    assert not places.free("a.example") and places.free("b.example") and places
    places.leave("a.example")
    assert places.free("a.example")
    places.leave("a.example")
    assert not places


def test_who_waits_for_a_place_comes_before_new_requests_in_the_order_of_coming() -> None:
    async def run() -> list[int]:
        places, came = Places(1), []

        async def further(number: int) -> None:
            await places.turn("a.example")
            came.append(number)

        places.enter("a.example")
        waiting = [asyncio.ensure_future(further(number)) for number in range(3)]
        await asyncio.sleep(0)
        for count in range(3):
            places.leave("a.example")
            assert not places.free("a.example")
            await waiting[count]
        places.leave("a.example")
        assert places.free("a.example")
        return came

    assert asyncio.run(run()) == [0, 1, 2]


def test_one_who_is_cut_off_while_waiting_holds_nobody_up() -> None:
    async def run() -> bool:
        places = Places(1)
        places.enter("a.example")
        gone, other = (asyncio.ensure_future(places.turn("a.example")) for _ in range(2))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        places.leave("a.example")
        await asyncio.wait_for(other, 5)
        return places.free("a.example")

    assert asyncio.run(run()) is False
