// SPDX-License-Identifier: Apache-2.0

/// A PCI Express link as one end of it tells.
public struct PCILink: Sendable, Hashable {
    /// What a link is, compared with what both its ends can.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// As wide and fast as both ends can.
        case full
        /// Fewer lanes than both ends have: a bent pin, dirt, or a slot that shares its lanes.
        case reducedWidth = "reduced width"
        /// Slower than both ends can while the device is at work.
        case reducedSpeed = "reduced speed"
        /// Nobody can tell, or nothing is at the other end.
        case unknown
    }

    /// Speed and width of one end.
    public struct Rate: Sendable, Hashable {
        /// Gigatransfers a second, such as 2.5, 8 or 16.
        public let speed: Double?
        /// Lanes.
        public let width: Int?
    }

    /// What it runs at.
    public let current: Rate
    /// What this end can at most.
    public let maximum: Rate
    /// What the other end can at most; nil where it is not known or sleeps.
    public let partner: Rate?
    /// How the link is.
    public let verdict: Verdict

    init(current: Rate, maximum: Rate, partner: Rate?, isActive: Bool) {
        self.current = current
        self.maximum = maximum
        self.partner = partner
        verdict = Self.verdict(current, maximum, partner, isActive: isActive)
    }

    private static func verdict(_ current: Rate, _ maximum: Rate, _ partner: Rate?, isActive: Bool) -> Verdict {
        guard let width = current.width, let most = maximum.width else { return .unknown }
        if width < most {
            // A narrow slot narrows every card in it; only the other end tells whether this one could be wider.
            guard let other = partner?.width else { return .unknown }
            if width < other { return .reducedWidth }
        }
        guard isActive, let speed = current.speed, let fastest = maximum.speed else { return .full }
        return speed < min(fastest, partner?.speed ?? fastest) ? .reducedSpeed : .full
    }

    /// Whether the function is on a link: the kernel makes these files for PCI Express alone.
    static func exists(_ path: String, reading sysfs: Sysfs) -> Bool { sysfs.exists(path + "/current_link_width") }

    static func current(_ path: String, reading sysfs: Sysfs) -> Rate { rate(path, "current", sysfs) }

    static func maximum(_ path: String, reading sysfs: Sysfs) -> Rate { rate(path, "max", sysfs) }

    private static func rate(_ path: String, _ kind: String, _ sysfs: Sysfs) -> Rate {
        Rate(
            speed: sysfs.stringIfPresent("\(path)/\(kind)_link_speed").flatMap(speed),
            width: sysfs.integerIfPresent("\(path)/\(kind)_link_width").flatMap(width))
    }

    /// `16.0 GT/s PCIe` or `2.5 GT/s`; a link that is down says `Unknown`.
    static func speed(_ text: String) -> Double? {
        let words = text.split(separator: " ")
        guard words.count > 1, words[1].hasPrefix("GT/s"), let value = Double(words[0]), value > 0, value < 10_000
        else { return nil }
        return value
    }

    /// Lanes; 0 where the link is down, 255 where the kernel does not know.
    private static func width(_ number: Int64) -> Int? { (1...32).contains(number) ? Int(number) : nil }
}
