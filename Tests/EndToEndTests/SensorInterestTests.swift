// SPDX-License-Identifier: Apache-2.0

import MachineFixtures
import Testing

/// Sensors are looked at more closely while somebody subscribes to what passes a limit.
struct SensorInterestTests {
    private static let eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing"

    @Test func `who subscribes to passed limits hears of them long before the next round`() throws {
        let tree = MachineTree()
        try tree.chip(
            "hwmon0", "coretemp", device: "platform/coretemp.0", ["temp1_input": "40000", "temp1_crit": "95000"])
        let settings = DaemonSettings().with {
            $0.hardwareRoot = tree.root
            // A round that no test lives to see.
            $0.sensors = ["MaximumAge=0", "[monitoring]", "Interval=1h", "CheapInterval=500ms", "CloseInterval=500ms"]
        }
        try DaemonProcess.run(settings) { daemon in
            let all = Message.enumerate("BB_EventView", first: 200)
            _ = try daemon.poll(all) { $0.items.contains { $0["MessageID"] == "baseline.created" } }
            let subscribe = Message(
                Self.eventing + "/Subscribe", "CIM_ThresholdIndication",
                body: "<e:Subscribe xmlns:e=\"\(Self.eventing)\">"
                    + "<e:Delivery Mode=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull\"/></e:Subscribe>")
            #expect(try daemon.connect().ask(subscribe).status == 200)
            try tree.change("sys/devices/platform/coretemp.0/hwmon/hwmon0/temp1_input", to: "97000")
            _ = try daemon.poll(all) { $0.items.contains { $0["MessageID"] == "overheat.asserted" } }
        }
    }
}
