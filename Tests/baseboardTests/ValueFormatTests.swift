// SPDX-License-Identifier: Apache-2.0

import Testing
import WSManClient

@testable import baseboard

struct ValueFormatTests {
    @Test(arguments: [
        (ValueFormat.storage, "1920383410176", "1.9 TB"), (.storage, "4000787030016", "4 TB"),
        (.storage, "480103981056", "480 GB"), (.storage, "15360950534144", "15.4 TB"), (.storage, "0", "0 B"),
        (.storage, "999999999999", "1 TB"), (.storage, "512", "512 B"), (.storage, "18446744073709551615", "18.4 EB"),
        (.memory, "17179869184", "16 GiB"), (.memory, "1610612736", "1.5 GiB"), (.kibibytes, "36864", "36 MiB"),
        (.megahertz, "2100", "2.1 GHz"), (.megahertz, "800", "800 MHz"), (.bitsPerSecond, "25000000000", "25 Gbit/s"),
        (.unit("RPM"), "7180", "7180 RPM"), (.thousandths("V"), "1200", "1.2 V"), (.minutes, "95", "95 min"),
        (.minutes, "150", "2.5 h"), (.health, "5", "OK"), (.health, "25", "Critical"), (.health, "7", "7"),
        (.kilobytes, "1920383410", "1.9 TB"), (.enabledState, "2", "Enabled"), (.operationalStatus, "10", "Stopped"),
        (.chassis, "23", "Rack Mount Chassis"), (.chassis, "99", "99"), (.hexadecimal(4), "32902", "0x8086"),
        (.hexadecimal(2), "4096", "0x1000"),
    ])
    func `numbers have the unit that suits them`(format: ValueFormat, text: String, shown: String) {
        #expect(format.text(text) == shown)
    }

    @Test(arguments: ["", "n/a", "INF", "nan", "1e999", "0012x"])
    func `what is no number stays as it is`(text: String) {
        for format in [ValueFormat.storage, .megahertz, .unit("x"), .thousandths("x"), .minutes, .health] {
            #expect(format.text(text) == text)
        }
    }

    @Test func `extreme numbers end no program`() {
        for text in ["-1e300", "1e300", "-0", "9007199254740993", "1e-300"] {
            for format in [ValueFormat.storage, .memory, .megahertz, .unit("x"), .thousandths("x"), .minutes] {
                #expect(!format.text(text).isEmpty)
            }
        }
    }

    @Test func `one property name has another unit in another class`() {
        let speed = Instance.Property("CurrentSpeed", [.text("1200")])
        #expect(ClassDisplay.text(of: speed, in: "BB_FanView") == "1200 RPM")
        #expect(ClassDisplay.text(of: speed, in: "X_Train") == "1200")
        #expect(ClassDisplay.text(of: .init("HealthState", [.text("10"), .null]), in: "X") == "Degraded, -")
    }

    @Test func `the details of one instance have units and meanings`() {
        let system = Fixtures.part(
            "BB_SystemView",
            [
                "ChassisType": ["23"], "InstalledMemory": ["68719476736"], "MaximumMemory": nil,
                "TotalMemory": ["1610612736"],
            ])
        let recorder = Recorder()
        recorder.output(.table).show(system)
        #expect(
            recorder.text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1)[1].drop { $0 == " " } }
                == ["Rack Mount Chassis", "64 GiB", "-", "1.5 GiB"])
        let json = Recorder()
        json.output(.json).show(system)
        #expect(json.text.contains(#""ChassisType": 23, "InstalledMemory": 68719476736"#))
        #expect(ClassDisplay.text(of: .init("NumberOfBlocks", [.text("1024")]), in: "CIM_Memory") == "1 KiB")
        #expect(ClassDisplay.text(of: .init("NumberOfBlocks", [.text("1024")]), in: "CIM_StorageExtent") == "1024")
    }

    @Test func `what a sensor measures has the sensor's unit`() {
        let sensor = Fixtures.sensor([
            "AgeMilliseconds": "12", "Reading": "41.50", "Units": "°C", "UpperThresholdCritical": "95.0",
            "UpperThresholdCriticalSource": "hardware", "LowerThresholdFatal": nil, "RawReading": "41500",
        ])
        let texts = sensor.properties.map { ClassDisplay.text(of: $0, in: sensor) }
        #expect(texts == ["12 ms", "41.5 °C", "°C", "95 °C", "hardware", "-", "41500"])
        #expect(ClassDisplay.cell("Reading", of: Fixtures.sensor(["Reading": "1.50", "Units": nil])) == "1.50")
    }

    @Test func `a link is speed and width, whichever are known`() {
        func link(_ properties: [Instance.Property]) -> String {
            ClassDisplay.cell("Link", of: Instance(className: "X", namespace: "u", properties: properties))
        }
        #expect(
            link([.init("CurrentLinkSpeed", [.text("16")]), .init("CurrentLinkWidth", [.text("8")])]) == "16 GT/s x8")
        #expect(link([.init("CurrentLinkSpeed", [.text("2.5 GT/s")])]) == "2.5 GT/s")
        #expect(link([.init("CurrentLinkSpeed", [.null]), .init("CurrentLinkWidth", [.text("4")])]) == "x4")
        #expect(link([]) == "-")
    }
}
