// SPDX-License-Identifier: Apache-2.0

/// A key of the file: how it is written, and where its value goes.
struct Key: Sendable {
    let name: String
    let documentation: String
    /// What its value may be, as the end of a sentence.
    let allowed: String
    /// Whether assignments accumulate.
    let isList: Bool
    /// Takes over a value; appends it to a list.
    let assign: @Sendable (String, inout Configuration) throws(Refusal) -> Void
    /// Empties a list; gives any other key its default.
    let reset: @Sendable (inout Configuration) -> Void
    /// The value as it is written in a file, an element for each assignment.
    let texts: @Sendable (Configuration) -> [String]

    /// Declares a key with one value.
    init<Value: Sendable>(
        _ name: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable, _ syntax: Syntax<Value>,
        _ documentation: String
    ) {
        self.name = name
        self.documentation = documentation
        allowed = syntax.allowed
        isList = false
        assign = { text, configuration throws(Refusal) in configuration[keyPath: path] = try syntax.parse(text) }
        reset = { configuration in configuration[keyPath: path] = Configuration()[keyPath: path] }
        texts = { configuration in [syntax.format(configuration[keyPath: path])] }
    }

    /// Declares a key that may be assigned repeatedly, each time for one more element.
    init<Element: Equatable & Sendable>(
        list name: String, _ path: any WritableKeyPath<Configuration, [Element]> & Sendable, _ syntax: Syntax<Element>,
        _ documentation: String
    ) {
        self.name = name
        self.documentation = documentation
        allowed = syntax.allowed
        isList = true
        assign = { text, configuration throws(Refusal) in
            let element = try syntax.parse(text)
            guard !configuration[keyPath: path].contains(element) else { throw Refusal("it is listed already") }
            configuration[keyPath: path].append(element)
        }
        reset = { configuration in configuration[keyPath: path] = [] }
        texts = { configuration in configuration[keyPath: path].map(syntax.format) }
    }
}
