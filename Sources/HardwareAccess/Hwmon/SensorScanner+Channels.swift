// SPDX-License-Identifier: Apache-2.0

extension SensorScanner {
    struct ChannelKey: Hashable {
        var kind: ChannelKind
        var index: Int
    }

    /// Groups the files of a chip by channel, ordered by kind and number.
    static func channels(in files: [String]) -> [(ChannelKey, AttributeSet)] {
        var found: [ChannelKey: AttributeSet] = [:]
        for file in files {
            guard let (key, attribute) = parse(file) else { continue }
            if found[key] == nil, found.count >= channelLimit { continue }
            found[key, default: []].insert(attribute)
        }
        return found.filter { isChannel($0.key.kind, $0.value) }
            .sorted { left, right in
                left.key.kind == right.key.kind
                    ? left.key.index < right.key.index : left.key.kind.order < right.key.kind.order
            }
            .map { ($0.key, $0.value) }
    }

    /// A file with limits alone is not a channel.
    private static func isChannel(_ kind: ChannelKind, _ attributes: AttributeSet) -> Bool {
        switch kind {
        case .pwm: attributes.contains(.value)
        case .intrusion: attributes.contains(.alarm)
        default:
            attributes.contains(.input) || attributes.contains(.average) || attributes.contains(.alarm)
                || attributes.contains(.fault)
        }
    }

    /// Takes a file name such as `temp12_crit_alarm` apart.
    static func parse(_ file: String) -> (ChannelKey, HwmonAttribute)? {
        let letters = file.prefix { $0.isASCII && $0.isLetter }
        guard let kind = ChannelKind(rawValue: String(letters)) else { return nil }
        let rest = file[letters.endIndex...]
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let index = Int(digits), index <= 0xFFFF, String(index) == digits else { return nil }
        guard let attribute = HwmonAttribute(suffix: rest[digits.endIndex...]) else { return nil }
        // Only a drive has a file without a suffix.
        if attribute == .value, kind != .pwm { return nil }
        return (ChannelKey(kind: kind, index: index), attribute)
    }
}

extension ChannelKind {
    /// The place of the kind in lists.
    var order: Int { ChannelKind.allCases.firstIndex(of: self) ?? 0 }
}
