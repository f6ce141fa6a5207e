// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel
import WSManClient

/// What an instance, or a part of one, is to be.
struct ContentOptions: ParsableArguments {
    @Option(name: .customLong("set"), help: ArgumentHelp("A property's value.", valueName: "Property=Value"))
    var changes: [KeyValue] = []

    // Whatever comes next is the text: numbers may be negative.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The text for a --fragment that ends in text().", valueName: "value"))
    var text: String?

    @Option(
        help: ArgumentHelp("A file with the XML to send, - for standard input.", valueName: "file"),
        completion: .file())
    var input: String?

    /// Whether anything is given.
    var isEmpty: Bool { changes.isEmpty && text == nil && input == nil }

    /// Checks that what is given fits a fragment, or the lack of one, and that standard input has one reader.
    func check(_ fragment: FragmentOptions, _ connection: ConnectionOptions) throws {
        guard text == nil || fragment.xpath != nil else { throw ValidationError("--text goes with --fragment only.") }
        guard [!changes.isEmpty, text != nil, input != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give one of --set, --text and --input.")
        }
        guard input != InputFile.standardInput || !connection.passwordStdin else {
            throw ValidationError("--input - and --password-stdin both read standard input; give the one as a file.")
        }
    }

    /// The content of a fragment of an instance of this class; nil where none was given.
    func fragment(of resource: ResourceURI) throws(Failure) -> FragmentContent? {
        if let text { return .text(text) }
        if let input {
            let file = try InputFile(input)
            return .markup(
                try file.markup { text throws(Markup.Unusable) in try Markup(text, namespace: resource.text) })
        }
        return changes.isEmpty ? nil : .properties(changes.properties)
    }

    /// The whole instance, where a file has it.
    func representation() throws(Failure) -> Representation? {
        guard let input else { return nil }
        let file = try InputFile(input)
        return .markup(try file.markup { text throws(Markup.Unusable) in try Markup(element: text) })
    }
}
