// SPDX-License-Identifier: Apache-2.0

/// The prefixes of what we write.
///
/// SOAP's is `a`: a widespread client looks for `a:Header` or `Header` and nothing else
/// (`spec/client-quirks.md`). The others are free.
enum Prefix {
    static let soap = "a"
    static let addressing = "b"
    static let management = "wsman"
    static let enumeration = "wsen"
    static let eventing = "wse"
    static let transfer = "wxf"
    static let binding = "wsmb"
}
