# SPDX-License-Identifier: Apache-2.0
"""Which events reach subscribers of all delivery modes when the hardware changes, through restarts of the agent."""

import contextlib
import unittest

from .machine import Suite
from .sink import Sink
from .waiting import wait_for
from .wsman import DELIVERY_MODES, Fault

# The host's sink, as the guest reaches it.
SINK_PORT = 8080
SINK = f"http://10.0.2.100:{SINK_PORT}"
# What an agent answers that has no events to subscribe to.
WITHOUT_EVENTS = ("ActionNotSupported", "DestinationUnreachable", "EventingNotSupported")

# The parts that events are about, by the keys of their classes.
BOARD, FAN = "temp2", "fan1"
NVME, VIRTIO = "nvme-QEMU_NVMe_Ctrl_LABNVME1", "virtio-LABVIRT1"
FAULTY_FUNCTION, CARD = "0000:01:00.0", "0000:04:00.0"
PROCESSOR = "CPU 2"


class Receiver:
    """A subscription in one delivery mode, and what came of it."""

    def __init__(self, service, sink, mode):
        self.mode = mode
        self._sink, self._path = sink, f"/{mode}"
        self._pulled, self._taken = [], 0
        self.subscription = service.subscribe("BB_EventView", mode, None if mode == "Pull" else SINK + self._path)

    def events(self):
        """All events so far; a delivery that came once more, under the MessageID that it had before, counts once."""
        if self.mode == "Pull":
            self._pulled += self.subscription.pull()
            return self._pulled
        deliveries = {delivery.id: delivery for delivery in reversed(self._sink.deliveries(self._path))}
        return [event for delivery in reversed(deliveries.values()) for event in delivery.events]

    def take(self, count):
        """The next events, once there are at least so many."""

        def come():
            fresh = self.events()[self._taken:]
            assert len(fresh) >= count, f"there are {told(fresh)}"
            return fresh

        fresh = wait_for(f"{count} events come by {self.mode}", come) if count else self.events()[self._taken:]
        self._taken += len(fresh)
        return fresh

    def repeats(self):
        """How many deliveries came more than once."""
        deliveries = self._sink.deliveries(self._path)
        return len(deliveries) - len({delivery.id for delivery in deliveries})


def told(events):
    """What events say, in short: which message of which part."""
    return sorted((event["MessageID"], (event.get("PartID") or "").rpartition("/")[2]) for event in events)


class Events(Suite):
    settings = ""

    @classmethod
    def setUpClass(cls):
        cls.sink = Sink()
        cls.addClassCleanup(cls.sink.close)
        cls.services = {SINK_PORT: cls.sink.port}
        super().setUpClass()
        try:
            cls.receivers = [Receiver(cls.service, cls.sink, mode) for mode in DELIVERY_MODES]
        except Fault as fault:
            if fault.code not in WITHOUT_EVENTS:
                raise
            raise unittest.SkipTest(f"this agent has no events to subscribe to ({fault})") from fault

    def expect_events(self, *expected, receivers=None):
        """Waits until these events, each a MessageID and a part, have come in every mode, and nothing else."""
        for receiver in receivers or self.receivers:
            with self.subTest(mode=receiver.mode):
                self.assertEqual(told(receiver.take(len(expected))), sorted(expected))

    @contextlib.contextmanager
    def sink_down(self):
        """The sink refuses what comes."""
        self.sink.refuses = True
        try:
            yield
        finally:
            self.sink.refuses = False

    # MARK: what happens

    def test_a_temperature_goes_over_its_limit_and_back(self):
        self.addCleanup(self.board.set_temperature, 2, 35)
        self.board.set_temperature(2, 85)
        self.expect_events(("overheat.asserted", BOARD))
        self.board.set_temperature(2, 35)
        self.expect_events(("overheat.cleared", BOARD))

    def test_a_fan_stops_and_turns_again(self):
        self.addCleanup(self.board.set_fan, 1, 3000)
        self.board.set_fan(1, 0)
        self.expect_events(("fan.stopped.asserted", FAN))
        self.board.set_fan(1, 3000)
        self.expect_events(("fan.stopped.cleared", FAN))

    def test_an_nvme_drive_comes_and_goes_as_one_part(self):
        self.plug_nvme()
        self.expect_events(("part.added", NVME))
        self.guest.unplug("plugged-nvme")
        self.expect_events(("part.removed", NVME))

    def test_a_virtio_disk_comes_and_goes(self):
        self.plug_virtio()
        self.expect_events(("part.added", VIRTIO))
        self.guest.unplug("plugged-virtio")
        self.expect_events(("part.removed", VIRTIO))

    def test_a_function_comes_and_goes(self):
        self.plug_card()
        self.expect_events(("part.added", CARD))
        self.guest.unplug("plugged-card")
        self.expect_events(("part.removed", CARD))

    def test_a_function_loses_a_transaction(self):
        self.let_errors_through()
        self.inject_error("COMP_TIME")
        self.expect_events(("pci.nonfatal", FAULTY_FUNCTION))

    # MARK: sinks and agents that are not there all the time

    def test_what_a_sink_refused_comes_when_it_takes_again(self):
        *pushed, pulled = self.receivers
        with self.sink_down():
            self.plug_virtio()
            self.expect_events(("part.added", VIRTIO), receivers=[pulled])
        self.expect_events(("part.added", VIRTIO), receivers=pushed)
        self.guest.unplug("plugged-virtio")
        self.expect_events(("part.removed", VIRTIO))

    def test_an_orderly_restart_repeats_nothing_and_tells_what_changed_meanwhile(self):
        before = [receiver.repeats() for receiver in self.receivers]
        self.agent.stop()
        self.plug_virtio()
        self.agent.start()
        self.expect_events(("agent.stopped", ""), ("agent.started", ""), ("part.added", VIRTIO))
        self.guest.unplug("plugged-virtio")
        self.expect_events(("part.removed", VIRTIO))
        self.assertEqual([receiver.repeats() for receiver in self.receivers], before)

    def test_a_kill_loses_nothing(self):
        *pushed, pulled = self.receivers
        with self.sink_down():
            self.board.set_fan(2, 0)
            self.addCleanup(self.board.set_fan, 2, 1500)
            self.expect_events(("fan.stopped.asserted", "fan2"), receivers=[pulled])
            self.agent.kill()
            self.agent.start()
        ends = [("agent.uncleanStop", ""), ("agent.started", "")]
        self.expect_events(*ends, receivers=[pulled])
        self.expect_events(("fan.stopped.asserted", "fan2"), *ends, receivers=pushed)
        # The condition holds on, so that its end is told and its beginning is not told again.
        self.board.set_fan(2, 1500)
        self.expect_events(("fan.stopped.cleared", "fan2"))

    # MARK: in the end

    def test_all_modes_told_the_same_and_the_log_has_it_in_this_order(self):
        logged = [event["EventID"] for event in self.service.enumerate("BB_EventView")]
        for receiver in self.receivers:
            with self.subTest(mode=receiver.mode):
                positions = [event["EventID"] for event in receiver.events()]
                self.assertEqual(len(positions), len(set(positions)))
                # Push keeps no order (DSP0226 10.2.9.2).
                order = sorted(positions, key=logged.index) if receiver.mode == "Push" else positions
                self.assertEqual(order, [position for position in logged if position in order])

    # MARK: last, for QEMU's memory is sometimes corrupt once an emulated processor has gone

    def test_a_processor_comes_and_goes(self):
        self.plug_processor()
        self.online_processor()
        self.expect_events(("part.added", PROCESSOR))
        self.guest.unplug("plugged-cpu")
        self.expect_events(("part.removed", PROCESSOR))
