// SPDX-License-Identifier: Apache-2.0

/// Why a server could not start.
public enum HTTPServerError: Error, CustomStringConvertible {
    /// An address could not be bound; the text is the system's.
    case cannotListen(HTTPServerConfiguration.Address, String)

    /// One sentence.
    public var description: String {
        switch self {
        case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}
