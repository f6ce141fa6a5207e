// SPDX-License-Identifier: Apache-2.0
public struct CPUTopology: Sendable { public init() {}; public init(reading: Sysfs) {} }
