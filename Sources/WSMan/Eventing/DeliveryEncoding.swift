// SPDX-License-Identifier: Apache-2.0

/// What characters of deliveries are encoded in (`wsman:ContentEncoding`, R10.2.1-7).
public enum DeliveryEncoding: String, Sendable, Hashable, CaseIterable {
    /// What is sent to who does not ask.
    case utf8 = "UTF-8"
    /// What Windows asks for.
    case utf16 = "UTF-16"
}
