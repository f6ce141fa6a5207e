// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport

/// Where a service is: what `--host` names, with the defaults filled in.
struct Endpoint: Equatable, CustomStringConvertible {
    /// Whether it is spoken to over TLS.
    var isEncrypted: Bool
    /// A name or an address, IPv6 without brackets.
    var host: String
    var port: Int
    var path: String

    /// Where baseboardd listens when nobody says otherwise.
    static let local = Endpoint(isEncrypted: false, host: "127.0.0.1", port: 5985, path: defaultPath)
    static let defaultPath = "/wsman"
    /// Where a service answers Identify to anybody.
    static let anonymousPath = "/wsman-anon/identify"

    init(isEncrypted: Bool, host: String, port: Int, path: String) {
        self.isEncrypted = isEncrypted
        self.host = host
        self.port = port
        self.path = path
    }

    /// Reads a URL, `HOST`, `HOST:PORT`, `[IPv6]:PORT` or a bare IPv6 address.
    ///
    /// What names no scheme is spoken to over TLS, unless it is this machine, or a port where others speak plain HTTP.
    init(_ text: String) throws(Failure) {
        var url = text
        let namesScheme = text.contains("://")
        if !namesScheme {
            let isBareIPv6 = !text.hasPrefix("[") && text.count(where: { $0 == ":" }) > 1
            url = isBareIPv6 ? "https://[\(text)]" : "https://\(text)"
        }
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.query == nil, parts.fragment == nil
        else {
            throw Failure(
                .usage, "The host \"\(text)\" is neither a URL nor HOST[:PORT]; try https://192.0.2.1:5986/wsman.")
        }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let isEncrypted: Bool
        switch parts.scheme?.lowercased() {
        case "https": isEncrypted = namesScheme || !Self.isPlain(host: bare, port: parts.port)
        case "http": isEncrypted = false
        default:
            throw Failure(
                .usage, "The scheme of \"\(text)\" is neither https nor http; try https://192.0.2.1:5986/wsman.")
        }
        let port = parts.port ?? (isEncrypted ? 5986 : 5985)
        guard (1...65_535).contains(port) else {
            throw Failure(.usage, "The port in \"\(text)\" is not a number from 1 to 65535.")
        }
        let path = parts.percentEncodedPath
        self.init(
            isEncrypted: isEncrypted, host: bare, port: port,
            path: path.isEmpty || path == "/" ? Self.defaultPath : path)
    }

    private static func isPlain(host: String, port: Int?) -> Bool {
        if let port { return port == 5985 || port == 80 || port != 5986 && HTTPURL.isLoopback(host: host) }
        return HTTPURL.isLoopback(host: host)
    }

    /// As a URL.
    var description: String {
        "\(isEncrypted ? "https" : "http")://\(authority)\(path)"
    }

    /// Host and port.
    var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// As the HTTP client takes it.
    var url: HTTPURL {
        get throws(Failure) {
            do throws(HTTPClientError) {
                return try HTTPURL(isEncrypted: isEncrypted, host: host, port: port, target: path)
            } catch {
                throw Failure(.usage, "\(self) is no URL that HTTP can use; check --host.")
            }
        }
    }

    /// The same service at another path.
    func at(path: String) -> Endpoint {
        Endpoint(isEncrypted: isEncrypted, host: host, port: port, path: path)
    }
}
