// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// How often a processor or a core slowed itself down because it was hot, since it started.
public struct ThrottleCount: Sendable, Hashable {
    /// The processor or the core.
    public var part: EventPart
    /// The part that it belongs to, by its id: while that one slows down, its own slowing is no news.
    public var container: String?
    /// How often.
    public var count: UInt64
    /// For how long in all, in milliseconds, where the kernel says.
    public var milliseconds: UInt64?

    /// A count.
    public init(part: EventPart, container: String? = nil, count: UInt64, milliseconds: UInt64? = nil) {
        self.part = part
        self.container = container
        self.count = count
        self.milliseconds = milliseconds
    }
}

/// Whether the kernel slows something down to cool the machine.
public struct ThrottleState: Sendable, Hashable {
    /// What is slowed down, or the sensor whose trip has it slowed down.
    public var part: EventPart
    /// Whether it is slowed down at present.
    public var isSlowed: Bool
    /// What says so, as a sentence.
    public var message: String
    /// What varies in the message behind the name of the part.
    public var arguments: [String]
    /// Whether it only follows from what others tell: a device that cools while a trip is passed.
    public var isConsequence: Bool

    /// A state.
    public init(
        part: EventPart, isSlowed: Bool, message: String, arguments: [String] = [], isConsequence: Bool = false
    ) {
        self.part = part
        self.isSlowed = isSlowed
        self.message = message
        self.arguments = arguments
        self.isConsequence = isConsequence
    }
}
