// SPDX-License-Identifier: Apache-2.0

import HTTPTransport
import HardwareAccess
import Overlay
import ProviderKit
import ResourceModel

/// The reference of all classes, from their declarations alone: no hardware is read.
enum ClassReference {
    /// The declarations of all classes, in the order of their providers.
    static func schemas() throws(AttributeError) -> [ResourceSchema] {
        let loop = ServiceLoop()
        defer { loop.shutdown() }
        let hardware = try Hardware(root: "/", clock: LoopHardwareClock(loop: loop), usesSensorLibrary: false)
        defer { hardware.close() }
        let settings = OverlaySettings(Overlay(inMemoryWith: OverlayLimits()))
        return InstalledProviders.all(hardware, settings: settings).flatMap(\.resourceClasses).map(\.schema)
    }

    static func text() throws(AttributeError) -> String {
        let schemas = try schemas()
        var text = "# Classes\n\n"
        text +=
            "Written by `baseboardd --print-class-reference` from the classes' declarations; a test keeps both in step.\n"
        text +=
            "CIM classes have DMTF's standard properties, values and units; the BB views show every part in one flat row.\n"
        text += "An absent value is `xsi:nil`, never 0.\n\n"
        for schema in schemas.sorted(by: { $0.className < $1.className }) { text += schema.reference }
        return text
    }
}
