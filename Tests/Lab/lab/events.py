# SPDX-License-Identifier: Apache-2.0
"""Which events reach subscribers of all delivery modes when the hardware changes, through restarts of the agent."""

import contextlib

from .machine import Suite
from .sink import Sink
from .waiting import wait_for
from .wsman import DELIVERY_MODES

# The host's sink, as the guest reaches it.
SINK_PORT = 8080
SINK = f"10.0.2.100:{SINK_PORT}"

# The parts that events are about, by the keys of their classes or, where there is none, by the kernel's name.
BOARD, FAN = "temp2", "fan1"
NVME, VIRTIO = "nvme-QEMU_NVMe_Ctrl_LABNVME1", "virtio-LABVIRT1"
FAULTY_FUNCTION, CARD = "0000:01:00.0", "0000:04:00.0"
THREAD, PROCESSOR = "cpu2", "CPU 2"


class Receiver:
    """Somebody who learns of events; how, is its subclass's."""

    name = None

    def __init__(self):
        self._taken = 0

    def events(self):
        """All events so far."""
        raise NotImplementedError

    def take(self, count):
        """The next events, once there are at least so many."""

        def come():
            fresh = self.events()[self._taken:]
            assert len(fresh) >= count, f"there are {told(fresh)}"
            return fresh

        fresh = wait_for(f"{count} events come by {self.name}", come) if count else self.events()[self._taken:]
        self._taken += len(fresh)
        return fresh


class Reader(Receiver):
    """Reads the log itself."""

    name = "log"

    def __init__(self, service):
        super().__init__()
        self._service = service

    def events(self):
        return sorted(self._service.enumerate("BB_EventView"), key=lambda event: int(event["Sequence"]))


class Puller(Receiver):
    """Asks for events, in Pull mode."""

    name = "Pull"

    def __init__(self, service):
        super().__init__()
        self._pulled = []
        self._subscription = service.subscribe("BB_EventView", self.name)

    def events(self):
        self._pulled += self._subscription.pull()
        return self._pulled


class Pushed(Receiver):
    """Has events sent to the sink, in one of the other modes."""

    def __init__(self, service, sink, mode):
        super().__init__()
        self.name = mode
        self._sink, self._path = sink, f"/{mode}"
        service.subscribe("BB_EventView", mode, f"http://{SINK}{self._path}")

    def events(self):
        """All events so far; a delivery that came once more, under the MessageID that it had before, counts once."""
        first = {}
        for delivery in self._sink.deliveries(self._path):
            first.setdefault(delivery.id, delivery)
        return [event for delivery in first.values() for event in delivery.events]

    def repeats(self):
        """How many deliveries came more than once."""
        deliveries = self._sink.deliveries(self._path)
        return len(deliveries) - len({delivery.id for delivery in deliveries})


def told(events):
    """What events say, in short: which message of which part."""
    return sorted((event["MessageID"], (event.get("PartID") or "").rpartition("/")[2]) for event in events)


class Events(Suite):
    # What else takes a minute or more is told at once. The sink is not where the subscriptions come from.
    settings = (
        "[hotplug]\nCounterInterval=1s\n"
        "[monitoring]\nInterval=1s\nCloseInterval=500ms\nWarningDwell=0\nCriticalDwell=0\nClearDwell=0\n"
        f"[events]\nSinks={SINK}\nRetryMaximum=1s")

    @classmethod
    def setUpClass(cls):
        cls.sink = Sink()
        cls.addClassCleanup(cls.sink.close)
        cls.services = {SINK_PORT: cls.sink.port}
        super().setUpClass()
        # Those who ask, and those who are sent what happens.
        cls.reader = Reader(cls.service)
        # What the first start says is not what this is about.
        wait_for("the first inventory", lambda: ("baseline.created", "") in told(cls.reader.events()))
        cls.reader.take(0)
        cls.pulling = [cls.reader, Puller(cls.service)]
        cls.pushed = [Pushed(cls.service, cls.sink, mode) for mode in DELIVERY_MODES if mode != Puller.name]
        cls.receivers = cls.pulling + cls.pushed

    def expect_events(self, *expected, by=None, early=None):
        """Waits until these events, each a MessageID and a part, have come to everybody, and nothing else.

        An `early` one may come before them: it is told with them, but not where udev is slow.
        """
        for receiver in self.receivers if by is None else by:
            events = told(receiver.take(len(expected)))
            if events == [early]:
                events = told(receiver.take(len(expected)))
            self.assertEqual([event for event in events if event != early], sorted(expected), receiver.name)

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
        # One sample is below the limit; that it stands still is believed after the second.
        self.expect_events(("fan.slow.asserted", FAN), ("fan.stopped.escalated", FAN))
        self.board.set_fan(1, 3000)
        self.expect_events(("fan.stopped.cleared", FAN))

    def test_an_nvme_drive_comes_and_goes_as_one_part(self):
        self.plug_nvme()
        self.expect_events(("part.added", NVME), early=("part.added", "nvme"))
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
        self.expect_events(("pci.nonfatal.asserted", FAULTY_FUNCTION))

    # MARK: sinks and agents that are not there all the time

    def test_what_a_sink_refused_comes_when_it_takes_again(self):
        with self.sink_down():
            self.plug_virtio()
            self.expect_events(("part.added", VIRTIO), by=self.pulling)
        self.expect_events(("part.added", VIRTIO), by=self.pushed)
        self.guest.unplug("plugged-virtio")
        self.expect_events(("part.removed", VIRTIO))

    def test_an_orderly_restart_repeats_nothing_and_tells_what_changed_meanwhile(self):
        before = [receiver.repeats() for receiver in self.pushed]
        self.agent.stop()
        self.plug_virtio()
        self.agent.start()
        self.expect_events(("agent.stopped", ""), ("agent.started", ""), ("part.added", VIRTIO))
        self.guest.unplug("plugged-virtio")
        self.expect_events(("part.removed", VIRTIO))
        self.assertEqual([receiver.repeats() for receiver in self.pushed], before)

    def test_a_kill_loses_nothing(self):
        with self.sink_down():
            self.plug_virtio()
            self.expect_events(("part.added", VIRTIO), by=self.pulling)
            self.agent.kill()
            self.agent.start()
        ends = [("agent.uncleanStop", ""), ("agent.started", "")]
        self.expect_events(*ends, by=self.pulling)
        self.expect_events(("part.added", VIRTIO), *ends, by=self.pushed)
        self.guest.unplug("plugged-virtio")
        self.expect_events(("part.removed", VIRTIO))

    # MARK: in the end

    def test_everybody_was_told_the_same_and_the_acknowledged_modes_in_order(self):
        places = [int(event["Sequence"]) for event in self.reader.events()]
        for receiver in self.receivers[1:]:
            with self.subTest(by=receiver.name):
                told_of = [int(event["Sequence"]) for event in receiver.events()]
                # Push keeps no order (DSP0226 10.2.9.2).
                order = sorted(told_of) if receiver.name == "Push" else told_of
                self.assertEqual(order, places[-len(order):])

    # MARK: last, for QEMU's memory is sometimes corrupt once an emulated processor has gone

    def test_a_processor_comes_and_goes(self):
        self.plug_processor()
        self.expect_events(("part.added", THREAD))
        self.online_processor()
        self.expect_events(("cpu.online", THREAD), ("part.added", PROCESSOR))
        self.guest.unplug("plugged-cpu")
        self.expect_events(("part.removed", PROCESSOR))
