// SPDX-License-Identifier: Apache-2.0
public struct SystemIdentity: Sendable { public init() {}; public init(reading: Sysfs) {} }
