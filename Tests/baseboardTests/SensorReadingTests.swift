// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import baseboard

struct SensorReadingTests {
    @Test func `a sensor's row has unit, limits and age`() {
        let sensor = SensorReading(
            Fixtures.sensor([
                "AgeMilliseconds": "1500", "DeviceID": "c/temp1", "ElementName": "CPU",
                "LowerThresholdCritical": "-5.0",
                "Quality": "good", "Reading": "41.12500001", "State": "Normal", "Units": "°C",
                "UpperThresholdCritical": "95.0", "UpperThresholdFatal": nil, "UpperThresholdNonCritical": "80.5",
            ]))
        #expect(sensor.name == "CPU")
        #expect(sensor.reading == "41.125 °C")
        #expect(sensor.lower == "-/-5")
        #expect(sensor.upper == "80.5/95")
        #expect(sensor.age == "1 s")
    }

    @Test func `what is missing shows as a dash, and the name falls back to the key`() {
        let sensor = SensorReading(Fixtures.sensor(["DeviceID": "c/temp1", "Reading": nil]))
        #expect(sensor.name == "c/temp1")
        #expect(
            [sensor.reading, sensor.lower, sensor.upper, sensor.state, sensor.quality, sensor.age]
                == Array(repeating: "-", count: 6))
    }

    @Test(arguments: [
        ("12.0959999", "12.096"), ("-0.0001", "0"), ("0.5", "0.5"), ("-1.25", "-1.25"), ("1200.0", "1200"),
        ("INF", "INF"), ("n/a", "n/a"), ("1e300", "1e300"),
    ])
    func `numbers have three decimals at most`(text: String, shown: String) {
        #expect(SensorReading.number(text) == shown)
    }

    @Test(arguments: [
        (UInt64(0), "0 ms"), (999, "999 ms"), (119_999, "119 s"), (120_000, "2 min"), (7_200_000, "2 h"),
        (UInt64.max, "213503982334 d"),
    ])
    func `ages come in the unit that suits them`(milliseconds: UInt64, shown: String) {
        #expect(SensorReading.age(milliseconds: milliseconds) == shown)
    }

    @Test(
        arguments: [
            ("Normal", "5", nil), ("Intrusion", "25", "Intrusion"), ("Open", "25", "Open"), ("Normal", nil, nil),
            ("Normal", "10", "health: Degraded"), ("Unknown", "0", nil), (nil, "20", "health: Major failure"),
            ("Upper Critical", nil, "Upper Critical"), ("Intrusion", nil, "Intrusion"),
        ] as [(String?, String?, String?)])
    func `what is wrong with a sensor is said by its health or its state`(
        state: String?, health: String?, concern: String?
    ) {
        let sensor = Fixtures.sensor(["DeviceID": "s", "State": state, "HealthState": health])
        #expect(SensorReading(sensor).concern?.text == concern)
        let line = InventoryTree([], sensors: [sensor]).lines().last
        #expect(line == "└─ Sensors: 1" + (concern.map { "  1 \($0)  (s)" } ?? ""))
    }

    @Test func `sensors are counted by kind and state`() {
        var count = SensorCount()
        #expect(count.lines == ["none"])
        var one = SensorCount()
        one.add(SensorReading(Fixtures.sensor(["SensorType": "voltage", "State": "Normal"])))
        #expect(one.lines.first == "1 sensor: 1 voltage")
        for (kind, state) in [("voltage", "Normal"), ("temperature", "Normal"), ("voltage", "Upper Critical")] {
            count.add(SensorReading(Fixtures.sensor(["SensorType": kind, "State": state])))
        }
        #expect(count.lines == ["3 sensors: 2 voltage, 1 temperature", "states: 2 Normal, 1 Upper Critical"])
    }
}
