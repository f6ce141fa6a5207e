// SPDX-License-Identifier: Apache-2.0

/// Why a lane did not run a job to its end in time.
public enum LaneError: Error, Sendable, Hashable {
    /// The job that is running passed its deadline; until it returns, every job is refused.
    case stalled
    /// The lane's queue is full.
    case full
    /// The lane was closed, or its thread could not be made.
    case closed
}
