// SPDX-License-Identifier: Apache-2.0

/// How values of one type are written in the file.
struct Syntax<Value: Sendable>: Sendable {
    /// What may be written, as the end of a sentence.
    let allowed: String
    let parse: @Sendable (String) throws(Refusal) -> Value
    let format: @Sendable (Value) -> String

    /// Makes a syntax whose every refusal says what is allowed.
    init(allowed: String, parse: @escaping @Sendable (String) -> Value?, format: @escaping @Sendable (Value) -> String)
    {
        self.init(allowed: allowed, format: format) { text throws(Refusal) in
            guard let value = parse(text) else { throw Refusal("expected \(allowed)") }
            return value
        }
    }

    /// Makes a syntax that explains its refusals itself.
    init(
        allowed: String, format: @escaping @Sendable (Value) -> String,
        explaining parse: @escaping @Sendable (String) throws(Refusal) -> Value
    ) {
        self.allowed = allowed
        self.parse = parse
        self.format = format
    }
}

/// Why a value is not taken, for the administrator.
struct Refusal: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
