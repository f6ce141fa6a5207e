// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport

/// Where a service is: what `--host` names, with the defaults filled in.
struct Endpoint: Equatable, CustomStringConvertible {
    /// A name or an address, IPv6 without brackets.
    var host: String
    var port: Int
    var path: String

    /// Where baseboardd listens when nobody says otherwise.
    static let local = Endpoint(host: "127.0.0.1", port: defaultPort, path: defaultPath)
    static let defaultPort = 5985
    static let defaultPath = "/wsman"
    /// Where a service answers Identify to anybody.
    static let anonymousPath = "/wsman-anon/identify"

    init(host: String, port: Int, path: String) {
        self.host = host
        self.port = port
        self.path = path
    }

    /// Reads a URL, `HOST`, `HOST:PORT`, `[IPv6]:PORT` or a bare IPv6 address.
    init(_ text: String) throws(Failure) {
        var url = text
        if !text.contains("://") {
            let isBareIPv6 = !text.hasPrefix("[") && text.count(where: { $0 == ":" }) > 1
            url = isBareIPv6 ? "http://[\(text)]" : "http://\(text)"
        }
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.query == nil, parts.fragment == nil
        else {
            throw Failure(
                .usage, "The host \"\(text)\" is neither a URL nor HOST[:PORT]; try http://192.0.2.1:5985/wsman.")
        }
        switch parts.scheme?.lowercased() {
        case "http": break
        case "https":
            throw Failure(
                .usage, "This console speaks plain HTTP only; give an http:// address, on loopback or through a tunnel."
            )
        default: throw Failure(.usage, "The scheme of \"\(text)\" is not http; try http://192.0.2.1:5985/wsman.")
        }
        let port = parts.port ?? Self.defaultPort
        guard (1...65_535).contains(port) else {
            throw Failure(.usage, "The port in \"\(text)\" is not a number from 1 to 65535.")
        }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let path = parts.percentEncodedPath
        self.init(host: bare, port: port, path: path.isEmpty || path == "/" ? Self.defaultPath : path)
    }

    /// As a URL.
    var description: String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)\(path)"
    }

    /// As the HTTP client takes it.
    var url: HTTPURL {
        get throws(Failure) {
            do throws(HTTPClientError) {
                return try HTTPURL(host: host, port: port, target: path)
            } catch {
                throw Failure(.usage, "\(self) is no URL that HTTP can use; check --host.")
            }
        }
    }

    /// The same service at another path.
    func at(path: String) -> Endpoint { Endpoint(host: host, port: port, path: path) }
}
