// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The certificates that a person has said to trust: a JSON object with the fingerprint of each `HOST:PORT`.
struct Pins {
    let path: String
    private var fingerprints: [String: String]

    /// Reads `pins.json` beside the profiles; where there is none, nothing is trusted yet.
    init?(environment: [String: String]) throws(Failure) {
        guard let profiles = Profiles.path(environment: environment) else { return nil }
        try self.init(path: (profiles as NSString).deletingLastPathComponent + "/pins.json")
    }

    init(path: String) throws(Failure) {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path) else {
            fingerprints = [:]
            return
        }
        do {
            fingerprints = try JSONDecoder().decode([String: String].self, from: data)
        } catch {
            throw Failure(.usage, "\(path) is not what it should be: {\"HOST:PORT\": \"FINGERPRINT\"}.")
        }
    }

    subscript(endpoint: Endpoint) -> String? { fingerprints[endpoint.authority].flatMap(Fingerprint.normalized) }

    /// Remembers a certificate for good; the file is replaced as a whole, and for its owner only.
    mutating func remember(_ fingerprint: String, for endpoint: Endpoint) throws(Failure) {
        fingerprints[endpoint.authority] = Fingerprint.display(fingerprint)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            let data = try encoder.encode(fingerprints)
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            let temporary = "\(path).new"
            try? FileManager.default.removeItem(atPath: temporary)
            guard
                FileManager.default.createFile(
                    atPath: temporary, contents: data, attributes: [.posixPermissions: 0o600]),
                rename(temporary, path) == 0
            else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            throw Failure(.usage, "The certificate cannot be remembered in \(path); give it with --pin instead.")
        }
    }
}
