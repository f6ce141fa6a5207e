// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import WSManClient

/// What `baseboard listen` knows after a restart: which events it has had, where to go on, and what it subscribed to.
struct ListenerMemory: Codable, Equatable {
    /// What is known of one source.
    struct Source: Codable, Equatable {
        /// Where to go on, as the source wrote it.
        var bookmark: String?
        /// The subscription there: address, reference parameters, name.
        var address: String?
        var parameters: String?
        var identifier: String?
    }

    private var sources: [String: Source] = [:]
    /// The last events, oldest first; repeats come soon or not at all.
    private var recent: [String] = []
    private var known: Set<String> = []

    /// How many events are remembered one by one.
    static let mostRecent = 1024

    private enum CodingKeys: String, CodingKey {
        case sources, recent
    }

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sources = try container.decodeIfPresent([String: Source].self, forKey: .sources) ?? [:]
        recent = try container.decodeIfPresent([String].self, forKey: .recent) ?? []
        known = Set(recent)
    }

    func knows(_ id: String) -> Bool { known.contains(id) }

    mutating func remember(_ id: String) {
        guard known.insert(id).inserted else { return }
        recent.append(id)
        guard recent.count > Self.mostRecent else { return }
        known.remove(recent.removeFirst())
    }

    /// Where to go on with a source.
    func bookmark(of source: String) -> Bookmark? { sources[source]?.bookmark.map(Bookmark.init(markup:)) }

    mutating func set(_ bookmark: Bookmark, of source: String) {
        sources[source, default: Source()].bookmark = bookmark.markup
    }

    /// The subscription that was made at a source and not ended.
    func subscription(at source: String) -> SubscriptionAddress? {
        guard let known = sources[source], let address = known.address, let parameters = known.parameters else {
            return nil
        }
        return SubscriptionAddress(address: address, parameters: parameters, identifier: known.identifier)
    }

    mutating func set(_ subscription: SubscriptionAddress?, of source: String) {
        sources[source, default: Source()].address = subscription?.address
        sources[source, default: Source()].parameters = subscription?.parameters
        sources[source, default: Source()].identifier = subscription?.identifier
    }

    /// Reads the file; where there is none, nothing is known.
    static func load(_ path: String) throws(Failure) -> ListenerMemory {
        guard let data = FileManager.default.contents(atPath: path) else { return ListenerMemory() }
        do {
            return try JSONDecoder().decode(ListenerMemory.self, from: data)
        } catch {
            throw Failure(.usage, "\(path) is not what baseboard listen remembers; name another file with --state.")
        }
    }

    /// Replaces the file, and sees to it that it is on the disk.
    func save(_ path: String) throws(Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do {
            try AtomicFile.replace(path, with: Array(try encoder.encode(self)), mode: 0o600)
        } catch let failure as AtomicFile.Failure {
            throw Failure(.usage, "\(path) cannot be written (\(failure.reason)); name another file with --state.")
        } catch {
            throw Failure(.usage, "\(path) cannot be written; name another file with --state.")
        }
    }
}
