// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSManClient

/// Instances as the service's views give them.
enum Fixtures {
    static func fan(_ deviceID: String, name: String = "CPU fan", speed: String = "1200") -> Instance {
        Instance(
            className: "BB_FanView", namespace: ResourceURI(ofClass: "BB_FanView").text,
            properties: [
                .init("CurrentSpeed", [.text(speed)]), .init("DeviceID", [.text(deviceID)]),
                .init("ElementName", [.text(name)]), .init("Quality", [.text("good")]),
                .init("TargetSpeed", [.null]),
            ])
    }

    static func sensor(_ properties: KeyValuePairs<String, String?>) -> Instance {
        Instance(
            className: "BB_SensorView", namespace: ResourceURI(ofClass: "BB_SensorView").text,
            properties: properties.map { .init($0.key, [$0.value.map(InstanceValue.text) ?? .null]) })
    }
}
