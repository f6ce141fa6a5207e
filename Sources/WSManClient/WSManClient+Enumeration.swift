// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan
import XML

extension WSManClient {
    /// Opens an enumeration and takes the first items with it.
    public func enumerate(
        _ target: Reference, _ query: EnumerationQuery = EnumerationQuery(), settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> EnumerationBatch<EnumerationItem> {
        try await enumerate(target, query, settings, item: readItem(of: query))
    }

    /// Takes the next items of an enumeration.
    ///
    /// - Parameter target: the same as in the request that opened it.
    public func pull(
        _ context: EnumerationContext, of target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> EnumerationBatch<EnumerationItem> {
        try await pull(context, of: target, settings, item: readItem(of: nil))
    }

    /// Ends an enumeration before its end, so that the service can forget it.
    public func release(
        _ context: EnumerationContext, of target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) {
        try await ask(Action.release, of: target, settings, body: { context.write(in: "Release", to: &$0) }) { _ in }
    }

    /// Has an enumeration live on.
    ///
    /// - Parameter expires: until when, or for how long; nil leaves it to the service.
    /// - Returns: what the service grants, which may be less.
    public func renew(
        _ context: EnumerationContext, of target: Reference, until expires: Expiration? = nil,
        settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> EnumerationRenewal {
        try await ask(
            Action.renewEnumeration, of: target, settings,
            body: { context.write(in: "Renew", to: &$0) { expires?.write(to: &$0) } },
            read: { answer throws(WSManClientError) in
                let response = try answer.content(Names.enumeration("RenewResponse"))
                let newer = response.first(Names.enumerationContext).flatMap { EnumerationContext($0) }
                return EnumerationRenewal(expires: try Self.expires(response), context: newer ?? context)
            })
    }

    /// Asks when an enumeration will end by itself; nil where the service promises nothing.
    public func status(
        of context: EnumerationContext, of target: Reference, settings: RequestSettings? = nil
    ) async throws(WSManClientError) -> Expiration? {
        try await ask(
            Action.enumerationStatus, of: target, settings, body: { context.write(in: "GetStatus", to: &$0) },
            read: { answer throws(WSManClientError) in
                try Self.expires(try answer.content(Names.enumeration("GetStatusResponse")))
            })
    }

    /// Goes through an enumeration batch by batch, so that large ones never stand in memory whole.
    ///
    /// - Parameter body: takes a batch's items, and may ask the service further questions; `false` ends the enumeration
    ///   early.
    public func enumerateAll(
        _ target: Reference, _ query: EnumerationQuery = EnumerationQuery(), settings: RequestSettings? = nil,
        _ body: ([EnumerationItem]) async throws(WSManClientError) -> Bool
    ) async throws(WSManClientError) {
        try await enumerateAll(target, query, settings, item: readItem(of: query), body)
    }

    func enumerateAll<Item>(
        _ target: Reference, _ query: EnumerationQuery, _ settings: RequestSettings?,
        item: (XMLElement) throws(WSManClientError) -> Item,
        _ body: ([Item]) async throws(WSManClientError) -> Bool
    ) async throws(WSManClientError) {
        var batch = try await enumerate(target, query, settings, item: item)
        var emptyBatches = 0
        while true {
            var proceed = true
            do throws(WSManClientError) {
                if !batch.items.isEmpty { proceed = try await body(batch.items) }
            } catch {
                // What `body` threw counts, whether or not the service hears of the end.
                if let context = batch.context { try? await release(context, of: target, settings: settings) }
                throw error
            }
            guard let context = batch.context else { return }
            guard proceed else { return try await release(context, of: target, settings: settings) }
            emptyBatches = batch.items.isEmpty ? emptyBatches + 1 : 0
            guard emptyBatches <= options.maxEmptyBatches else {
                throw .unexpectedAnswer("\(emptyBatches) batches without an item followed each other")
            }
            batch = try await pull(context, of: target, settings, item: item)
        }
    }

    private func readItem(
        of query: EnumerationQuery?
    ) -> (XMLElement) throws(WSManClientError) -> EnumerationItem {
        let isPart = query?.filter?.leavesOutProperties ?? false
        return { [keepsXML = options.keepsXML] element throws(WSManClientError) in
            try EnumerationItem(element, keepsXML: keepsXML, isPart: isPart)
        }
    }

    private func enumerate<Item>(
        _ target: Reference, _ query: EnumerationQuery, _ settings: RequestSettings?,
        item: (XMLElement) throws(WSManClientError) -> Item
    ) async throws(WSManClientError) -> EnumerationBatch<Item> {
        let (maxElements, addressing) = (options.maxElements, options.addressing)
        return try await ask(
            Action.enumerate, of: target, settings, headers: { query.writeHeaders(to: &$0) },
            body: { query.write(for: target, maxElements: maxElements, addressing, to: &$0) },
            read: { answer throws(WSManClientError) in
                try EnumerationBatch(answer, EnumerationBatch<Item>.enumerateResponse, item: item)
            })
    }

    private func pull<Item>(
        _ context: EnumerationContext, of target: Reference, _ settings: RequestSettings?,
        item: (XMLElement) throws(WSManClientError) -> Item
    ) async throws(WSManClientError) -> EnumerationBatch<Item> {
        let maxElements = options.maxElements
        return try await ask(
            Action.pull, of: target, settings,
            body: { writer in
                context.write(in: "Pull", to: &writer) {
                    $0.raw("<wsen:MaxElements>")
                    $0.integer(Int64(maxElements))
                    $0.raw("</wsen:MaxElements>")
                }
            },
            read: { answer throws(WSManClientError) in
                try EnumerationBatch(answer, EnumerationBatch<Item>.pullResponse, item: item)
            })
    }

    /// The lifetime that an answer grants.
    private static func expires(_ response: XMLElement) throws(WSManClientError) -> Expiration? {
        guard let element = response.first(Names.expires) else { return nil }
        guard let expires = Expiration(granted: element) else {
            throw .unexpectedAnswer("Expires is \"\(element.trimmedText.prefix(80))\", which is no time")
        }
        return expires
    }
}
