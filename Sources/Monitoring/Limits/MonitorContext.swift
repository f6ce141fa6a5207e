// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// What a sensor's monitor is told beside the sample.
struct MonitorContext {
    let settings: LimitSettings
    /// Whether something slows down because it is hot.
    let isThrottling: Bool
    let now: UInt64
    let time: Timestamp
    let makeIncident: () -> String
}
