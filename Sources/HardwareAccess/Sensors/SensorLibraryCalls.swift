// SPDX-License-Identifier: Apache-2.0

import CSensors
import Glibc
import Synchronization

/// The calls into libsensors.
///
/// Only on its lane.
enum SensorLibraryCalls {
    /// Whether `sensors_init` succeeded, and what its parser said since.
    private static let state = Mutex((isLoaded: false, warnings: [String]()))

    private static let warningLimit = 100

    static func load(_ sysfs: Sysfs) -> (chips: [LibraryChip], warnings: [String]) {
        installHooks()
        if state.withLock({ $0.isLoaded }) { sensors_cleanup() }
        state.withLock { $0.warnings = [] }
        let code = sensors_init(nil)
        state.withLock { $0.isLoaded = code == 0 }
        guard code == 0 else { return ([], ["libsensors: " + String(cString: sensors_strerror(code))]) }
        var chips: [LibraryChip] = []
        var position: Int32 = 0
        while let chip = sensors_get_detected_chips(nil, &position) {
            if let found = describe(chip, sysfs) { chips.append(found) }
        }
        return (chips, state.withLock { $0.warnings })
    }

    static func values(chip name: String, _ files: [String]) -> [Double?] {
        guard state.withLock({ $0.isLoaded }), let chip = chip(named: name) else { return files.map { _ in nil } }
        var numbers: [String: Int32] = [:]
        eachFeature(of: chip) { feature in
            eachSubfeature(of: chip, feature) { subfeature in
                numbers[String(cString: subfeature.pointee.name)] = subfeature.pointee.number
            }
        }
        return files.map { file in
            var value = 0.0
            guard let number = numbers[file], sensors_get_value(chip, number, &value) == 0, value.isFinite else {
                return nil
            }
            return value
        }
    }

    // MARK: Chips and features

    private typealias Chip = UnsafePointer<sensors_chip_name>

    private static func describe(_ chip: Chip, _ sysfs: Sysfs) -> LibraryChip? {
        guard let name = name(of: chip), let told = chip.pointee.path,
            let path = sysfs.canonicalPath(String(String(cString: told).drop { $0 == "/" }))
        else { return nil }
        let driver = String(cString: chip.pointee.prefix)
        // Looking for a `compute` reads the device, which a disk or a drive must be spared.
        let mayRead = driver != "drivetemp" && driver != "nvme"
        var features: [String: LibraryChip.Feature] = [:]
        eachFeature(of: chip) { feature in
            let featureName = String(cString: feature.pointee.name)
            var label: String?
            if let text = sensors_get_label(chip, feature) {
                label = String(sysfs: UnsafeRawBufferPointer(start: text, count: strlen(text)))
                free(text)
            }
            if label == featureName || label?.isEmpty == true { label = nil }
            let isComputed = mayRead && mayBeComputed(chip, feature, path, sysfs)
            features[featureName] = LibraryChip.Feature(label: label, isComputed: isComputed)
        }
        let adapter = withUnsafePointer(to: chip.pointee.bus) { sensors_get_adapter_name($0) }
        return LibraryChip(
            name: name, path: path,
            adapter: adapter.map { String(sysfs: UnsafeRawBufferPointer(start: $0, count: strlen($0))) },
            features: features)
    }

    /// Whether libsensors scales the feature by more than its unit.
    ///
    /// The library does not tell, so its value is compared with the kernel's. A raw 0 decides nothing: another file of
    /// the same feature is tried, and when all are 0 the library is asked each time.
    private static func mayBeComputed(
        _ chip: Chip, _ feature: UnsafePointer<sensors_feature>, _ path: String, _ sysfs: Sysfs
    ) -> Bool {
        var isDecided = false
        var isComputed = false
        var isAffected = false
        eachSubfeature(of: chip, feature) { subfeature in
            guard subfeature.pointee.flags & UInt32(SENSORS_COMPUTE_MAPPING) != 0, !isDecided else { return }
            isAffected = true
            let file = path + "/" + String(cString: subfeature.pointee.name)
            guard let kind = kind(of: feature), let before = sysfs.integerIfPresent(file), before != 0 else { return }
            var value = 0.0
            guard sensors_get_value(chip, subfeature.pointee.number, &value) == 0,
                sysfs.integerIfPresent(file) == before
            else { return }
            let expected = Double(before) / kind.rawPerUnit
            isDecided = true
            isComputed = abs(value - expected) > abs(expected) * 1e-9
        }
        return isDecided ? isComputed : isAffected
    }

    private static func kind(of feature: UnsafePointer<sensors_feature>) -> ChannelKind? {
        ChannelKind(rawValue: String(String(cString: feature.pointee.name).prefix { $0.isLetter }))
    }

    private static func chip(named wanted: String) -> Chip? {
        var position: Int32 = 0
        while let chip = sensors_get_detected_chips(nil, &position) {
            if name(of: chip) == wanted { return chip }
        }
        return nil
    }

    private static func name(of chip: Chip) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 200) { buffer in
            let length = sensors_snprintf_chip_name(buffer.baseAddress, buffer.count, chip)
            guard length > 0, Int(length) < buffer.count else { return nil }
            return String(sysfs: UnsafeRawBufferPointer(buffer)[..<Int(length)])
        }
    }

    private static func eachFeature(of chip: Chip, _ body: (UnsafePointer<sensors_feature>) -> Void) {
        var position: Int32 = 0
        while let feature = sensors_get_features(chip, &position) { body(feature) }
    }

    private static func eachSubfeature(
        of chip: Chip, _ feature: UnsafePointer<sensors_feature>, _ body: (UnsafePointer<sensors_subfeature>) -> Void
    ) {
        var position: Int32 = 0
        while let subfeature = sensors_get_all_subfeatures(chip, feature, &position) { body(subfeature) }
    }

    // MARK: Hooks

    private static func installHooks() {
        csensors_set_hooks(
            { message, file, line in
                guard let message else { return }
                let place = file.map { String(cString: $0) } ?? "sensors configuration"
                let text = place + ":" + String(line) + ": " + String(cString: message)
                SensorLibraryCalls.state.withLock {
                    if $0.warnings.count < SensorLibraryCalls.warningLimit { $0.warnings.append(text) }
                }
            },
            { _, _ in
                // It must not return, and by default ends the process. Parked, its lane stalls and the daemon lives.
                while true { pause() }
            })
    }
}
