// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport

/// The certificates that a person has said to trust: a JSON object with the fingerprint of each `HOST:PORT`.
struct Pins {
    let path: String
    private let fingerprints: [String: String]

    /// Reads `pins.json` beside the profiles; nil where there is no home to keep it in.
    init?(environment: [String: String]) throws(Failure) {
        guard let profiles = Profiles.path(environment: environment) else { return nil }
        try self.init(path: (profiles as NSString).deletingLastPathComponent + "/pins.json")
    }

    /// Reads the file; where there is none, nothing is trusted yet.
    ///
    /// - Throws: for a file that says nothing clear: who was known must not become a stranger by a slip of the editor.
    init(path: String) throws(Failure) {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            fingerprints = [:]
            return
        }
        guard let data = FileManager.default.contents(atPath: path),
            let members = try? JSONDecoder().decode([String: String].self, from: data)
        else { throw Failure(.usage, "\(path) is not what it should be: {\"HOST:PORT\": \"FINGERPRINT\"}.") }
        var fingerprints: [String: String] = [:]
        for (place, text) in members {
            guard let fingerprint = Fingerprint.normalized(text) else {
                throw Failure(
                    .usage, "What \(path) has for \(place) is no SHA-256 fingerprint; mend or remove the line.")
            }
            fingerprints[place.lowercased()] = fingerprint
        }
        self.fingerprints = fingerprints
    }

    subscript(endpoint: Endpoint) -> String? { fingerprints[Self.place(endpoint)] }

    /// Names of hosts have no letter case.
    private static func place(_ endpoint: Endpoint) -> String { endpoint.authority.lowercased() }

    /// Remembers a certificate for good, beside what others may have added to the file meanwhile.
    ///
    /// The file is replaced as a whole, and for its owner only.
    func remember(_ fingerprint: String, for endpoint: Endpoint) throws(Failure) {
        do {
            let directory = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard lock >= 0, flock(lock, LOCK_EX) == 0 else { throw CocoaError(.fileLocking) }
            defer { close(lock) }
            var known = try Pins(path: path).fingerprints
            known[Self.place(endpoint)] = fingerprint
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let data = try encoder.encode(known.mapValues(Fingerprint.display))
            try AtomicFile.replace(path, with: [UInt8](data) + [UInt8(ascii: "\n")], mode: 0o600)
        } catch {
            throw Failure(.usage, "The certificate cannot be remembered in \(path); give it with --pin instead.")
        }
    }
}
