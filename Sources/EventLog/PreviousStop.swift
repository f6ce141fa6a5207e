// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// How the agent that wrote this log before ended.
public enum PreviousStop: Sendable, Hashable {
    /// There was none: the log is new.
    case none
    /// It was told to stop, and did so at this time.
    case orderly(Timestamp)
    /// It ended without being told, some time after this.
    case unclean(lastHeardOf: Timestamp)
}
