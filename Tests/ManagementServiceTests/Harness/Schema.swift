// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Validation by libxml2's own tool.
enum Schema {
    static let isAvailable = access("/usr/bin/xmllint", X_OK) == 0

    /// Validates a document against a schema of `Fixtures/schemas`; the result is the tool's verdict.
    static func validate(_ document: String, against schema: String) throws -> String {
        try Folder().validate(document, by: "\(Fixture.folder)/schemas/\(schema)")
    }

    /// Validates a document whose root is declared in one of several schemas, each by its target namespace; the result is
    /// the tool's verdict.
    static func validate(_ document: String, against schemas: [String: String]) throws -> String {
        let folder = try Folder()
        var imports = ""
        for (number, (namespace, schema)) in schemas.enumerated() {
            let file = try folder.write(schema, to: "\(number).xsd")
            imports += "<xs:import namespace=\"\(namespace)\" schemaLocation=\"\(file)\"/>"
        }
        let all = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\(imports)</xs:schema>"
        return try folder.validate(document, by: folder.write(all, to: "all.xsd"))
    }

    /// A folder for one validation, removed with the value.
    private final class Folder {
        private let path: String
        private var files: [String] = []

        init() throws {
            var template = Array("/tmp/baseboard-validation-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw FixtureError(path: "/tmp", code: errno) }
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        deinit {
            for file in files { unlink(file) }
            rmdir(path)
        }

        func write(_ text: String, to name: String) throws -> String {
            let file = "\(path)/\(name)"
            guard let stream = fopen(file, "w") else { throw FixtureError(path: file, code: errno) }
            defer { fclose(stream) }
            files.append(file)
            guard fputs(text, stream) >= 0 else { throw FixtureError(path: file, code: errno) }
            return file
        }

        func validate(_ document: String, by schema: String) throws -> String {
            let file = try write(document, to: "document.xml")
            let command = "/usr/bin/xmllint --noout --nonet --schema '\(schema)' - <'\(file)' 2>&1"
            guard let output = popen(command, "r") else { throw FixtureError(path: command, code: errno) }
            defer { pclose(output) }
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = fread(&buffer, 1, buffer.count, output)
                if count == 0 { break }
                text += buffer[..<count]
            }
            while text.last == UInt8(ascii: "\n") { text.removeLast() }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
