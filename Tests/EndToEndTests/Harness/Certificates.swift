// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An authority and certificates of its making, by openssl(1).
struct Certificates {
    let directory: TemporaryDirectory
    let authority: String

    struct Made {
        let certificate: String
        let key: String
    }

    init() throws {
        directory = try TemporaryDirectory()
        authority = directory.path + "/authority.pem"
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/O=Example/CN=Authority", "-keyout", directory.path + "/authority.key", "-out", authority)
    }

    /// A certificate that the authority signs; `names` are those of subjectAltName.
    func make(_ name: String, subject: String, names: String) throws -> Made {
        let base = "\(directory.path)/\(name)"
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject, "-keyout",
            "\(base).key", "-out", "\(base).csr")
        try directory.write("subjectAltName=\(names)\n", to: "\(name).ext")
        try openssl(
            "x509", "-req", "-in", "\(base).csr", "-CA", authority, "-CAkey", directory.path + "/authority.key",
            "-CAcreateserial", "-days", "1", "-extfile", "\(base).ext", "-out", "\(base).pem")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(base).key")
        return Made(certificate: "\(base).pem", key: "\(base).key")
    }

    /// SHA-256 of a certificate as openssl prints it, with colons and in capitals.
    static func fingerprint(_ file: String) throws -> String {
        let run = try Execution.run("/usr/bin/openssl", ["x509", "-in", file, "-noout", "-fingerprint", "-sha256"])
        return run.text.split(separator: "=").last.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
    }

    struct Failed: Error {
        let errors: String
    }

    private func openssl(_ arguments: String...) throws {
        let run = try Execution.run("/usr/bin/openssl", arguments)
        guard run.status == 0 else { throw Failed(errors: run.errors) }
    }
}
