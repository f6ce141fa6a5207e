# SPDX-License-Identifier: Apache-2.0
"""A mainboard's sensor chips: registers of i2c-stub in the guest, read by the kernel's real drivers.

The stub is memory and no chip: an alarm bit does not follow its reading by itself, so both are set here.
"""

LM75, ADT7475, TMP421 = 0x48, 0x2E, 0x4C

# Registers of the ADT7475, by its data sheet: those of a channel stand at the channel's place.
TEMPERATURE, TEMPERATURE_LOW, TEMPERATURE_HIGH = (0x25, 0x26, 0x27), (0x4E, 0x50, 0x52), (0x4F, 0x51, 0x53)
TEMPERATURE_CRITICAL = (0x6A, 0x6B, 0x6C)
TACHOMETER, TACHOMETER_LOW = (0x28, 0x2A, 0x2C), (0x54, 0x56, 0x58)
STATUS_1, STATUS_2 = 0x41, 0x42
OFFSET = 64
# Half turns in a minute of its 90 kHz clock.
TACHOMETER_CLOCK = 90_000 * 60

HIGH, CRITICAL, SLOWEST = 79, 95, 500


class Board:
    """lm75 temp1; adt7475 temp1 to temp3 and fan1 to fan3; tmp421 temp1 and temp2."""

    def __init__(self, guest):
        self._guest = guest
        self._status = {STATUS_1: 0, STATUS_2: 0}
        guest.run(f"modprobe i2c-dev; modprobe i2c-stub chip_addr={LM75},{ADT7475},{TMP421}")
        self._bus = guest.run("grep -l 'SMBus stub' /sys/bus/i2c/devices/i2c-*/name").split("/")[5].removeprefix("i2c-")
        self._write(
            *self._lm75(0, 25), *self._lm75(2, 75), *self._lm75(3, 80),
            *self._identity(), *self._limits(),
            *(write for channel in range(3) for write in self._temperature(channel, 35)),
            *(write for channel, speed in enumerate((3000, 1500, 3460)) for write in self._speed(channel, speed)),
        )
        for chip, address in (("lm75", LM75), ("adt7475", ADT7475), ("tmp421", TMP421)):
            self.attach(chip, address)

    def attach(self, chip, address):
        self._guest.run(f"echo {chip} {address:#x} >/sys/bus/i2c/devices/i2c-{self._bus}/new_device")

    def detach(self, address):
        self._guest.run(f"echo {address:#x} >/sys/bus/i2c/devices/i2c-{self._bus}/delete_device")

    def set_lm75(self, celsius):
        self._write(*self._lm75(0, celsius))

    def set_temperature(self, channel, celsius):
        """A temperature of the ADT7475, 1 to 3, and whether it is over its limit."""
        self._write(*self._temperature(channel - 1, celsius), self._flag(STATUS_1, 3 + channel, celsius > HIGH))

    def set_fan(self, number, speed):
        """The speed of a fan, 1 to 3; 0 stands still."""
        self._write(*self._speed(number - 1, speed), self._flag(STATUS_2, 1 + number, speed < SLOWEST))

    def break_diode(self, broken):
        """Whether the diode of the ADT7475's temp1 has an open circuit."""
        self._write(self._flag(STATUS_2, 6, broken))

    # MARK: registers: triples of chip, register and value; a pair of octets goes as one word, the first octet low

    @staticmethod
    def _lm75(register, celsius):
        return [(LM75, register, celsius & 0xFF, "w")]

    @staticmethod
    def _identity():
        device, vendor, revision = (ADT7475, 0x3D, 0x75), (ADT7475, 0x3E, 0x41), (ADT7475, 0x3F, 0x69)
        monitoring, fan_automatic = (ADT7475, 0x40, 0x01), (ADT7475, 0x5C, 0xE2)
        maker, model, channels = (TMP421, 0xFE, 0x55), (TMP421, 0xFF, 0x21), (TMP421, 0x0A, 0x1C)
        return [device, vendor, revision, monitoring, fan_automatic, maker, model, channels,
                (ADT7475, 0x30, 0x80), (TMP421, 0x00, 30), (TMP421, 0x01, 55)]

    def _limits(self):
        for channel in range(3):
            yield ADT7475, TEMPERATURE_LOW[channel], OFFSET
            yield ADT7475, TEMPERATURE_HIGH[channel], OFFSET + HIGH
            yield ADT7475, TEMPERATURE_CRITICAL[channel], OFFSET + CRITICAL
            yield from self._turns(TACHOMETER_LOW[channel], SLOWEST)

    @staticmethod
    def _temperature(channel, celsius):
        return [(ADT7475, TEMPERATURE[channel], OFFSET + celsius)]

    def _speed(self, channel, speed):
        return self._turns(TACHOMETER[channel], speed)

    @staticmethod
    def _turns(register, speed):
        """A speed as the chip counts it: clock ticks in a turn, all ones where it never turns.

        The high octet first: whoever reads between the two has a speed on the way from one to the other.
        """
        ticks = TACHOMETER_CLOCK // speed if speed else 0xFFFF
        return [(ADT7475, register + 1, ticks >> 8), (ADT7475, register, ticks & 0xFF)]

    def _flag(self, register, bit, is_set):
        self._status[register] = self._status[register] & ~(1 << bit) | is_set << bit
        return ADT7475, register, self._status[register]

    def _write(self, *writes):
        # -f because a driver holds the address.
        self._guest.run("set -e\n" + "\n".join(
            f"i2cset -f -y {self._bus} {chip:#x} {register:#x} {value:#x} {' '.join(mode)}"
            for chip, register, value, *mode in writes))
