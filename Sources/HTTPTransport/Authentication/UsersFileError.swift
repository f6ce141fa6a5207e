// SPDX-License-Identifier: Apache-2.0

/// Why a users file cannot be used.
public enum UsersFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system refused to read or write it; the text is the system's.
    case system(path: String, operation: String, reason: String)
    /// Others could read or change it.
    case unsafe(path: String, reason: String)
    /// Lines that cannot be read, each as `path:line: reason`.
    case malformed([String])
    /// OpenSSL offers no HMAC, by which passwords are remembered.
    case noDigest
    /// OpenSSL offers none of the algorithms of Digest that are configured.
    case noAlgorithm([DigestAlgorithm])
    /// There is no account of this name.
    case unknownName(String)
    /// A certificate stands for another account already.
    case certificateTaken(CertificateMapping, String)
    /// An account cannot have this name.
    case invalidName(String)
    /// An account would have neither a password nor a certificate.
    case noMeans(String)
    /// A password cannot be empty, hold a zero octet or be longer than 512 octets.
    case invalidPassword

    /// One line for each problem.
    public var description: String {
        switch self {
        case .system(let path, let operation, let reason): "cannot \(operation) \(path): \(reason)"
        case .unsafe(let path, let reason): "\(path) is not safe: \(reason)"
        case .malformed(let lines): lines.joined(separator: "\n")
        case .noDigest: "OpenSSL offers no HMAC, by which passwords are remembered"
        case .noAlgorithm(let algorithms):
            "OpenSSL offers none of DigestAlgorithms=, which are \(algorithms.map(\.rawValue).joined(separator: ", "))"
        case .noMeans(let name): "the account '\(name)' would have neither a password nor a certificate"
        case .certificateTaken(let mapping, let owner): "\(mapping) stands for the account '\(owner)' already"
        case .unknownName(let name): "there is no account '\(name)'"
        case .invalidName(let name):
            "'\(name)' cannot name an account: 1 to 64 characters without colons, control characters or outer spaces"
        case .invalidPassword: "a password has 1 to 512 octets, none of them zero"
        }
    }
}
