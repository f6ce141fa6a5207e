// SPDX-License-Identifier: Apache-2.0

extension ResourceSchema {
    /// The class's section of the reference, in Markdown.
    public var reference: String {
        var text = "## \(className)\n\n\(documentation)\n\n"
        text += "- URI: `\(resourceURI)`\n"
        if !superclasses.isEmpty { text += "- Extends: \(superclasses.joined(separator: ", "))\n" }
        let keys = keyProperties.map { "`\($0.name)`" }.joined(separator: ", ")
        text += keys.isEmpty ? "- An event: there are no instances.\n\n" : "- Keys: \(keys)\n\n"
        text += "| Property | Type | Unit | What it says |\n|---|---|---|---|\n"
        for property in properties { text += property.row }
        for method in methods {
            text += "\n### \(method.name)\n\n\(method.documentation) Takes the role \(method.role.rawValue).\n\n"
            text += "| Parameter | | Type | What it says |\n|---|---|---|---|\n"
            for input in method.inputs { text += "| \(input.name) | in | \(input.typeName) | \(input.explanation) |\n" }
            for output in method.outputs {
                text += "| \(output.name) | out | \(output.typeName) | \(output.explanation) |\n"
            }
            text += "| ReturnValue | out | uint32 | \(method.returnValues.list) |\n"
        }
        return text + "\n"
    }
}

extension PropertySchema {
    fileprivate var typeName: String {
        if type == .instance { return "embedded instance" }
        return isArray ? "\(type.name)[]" : type.name
    }

    fileprivate var explanation: String {
        values.isEmpty ? documentation : "\(documentation) \(values.list)"
    }

    fileprivate var row: String {
        let words = [
            isKey ? "key" : nil, isWritable ? "writable" : nil,
            creation == .required ? "needed by Create" : creation == .optional ? "taken by Create" : nil,
        ].compactMap { $0 }
        let marks = words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
        return "| \(name)\(marks) | \(typeName) | \(unit?.rawValue ?? "") | \(explanation) |\n"
    }
}

extension [NamedValue] {
    fileprivate var list: String { map { "\($0.number) \($0.meaning)" }.joined(separator: "; ") + "." }
}
