// SPDX-License-Identifier: Apache-2.0

public import ResourceModel
public import WSMan
import XML

extension WSManClient {
    /// Opens an enumeration and takes the first items with it.
    public func enumerate(
        _ target: Reference, mode: EnumerationMode = .object, filter: EnumerationFilter? = nil
    ) async throws(WSManClientError) -> EnumerationBatch<EnumerationItem> {
        let keepsXML = options.keepsXML
        return try await enumerate(target, mode: mode, filter: filter) { EnumerationItem($0, keepsXML: keepsXML) }
    }

    /// Takes the next items of an enumeration.
    ///
    /// - Parameter target: the same as in the request that opened it.
    public func pull(
        _ context: EnumerationContext, of target: Reference
    ) async throws(WSManClientError) -> EnumerationBatch<EnumerationItem> {
        let keepsXML = options.keepsXML
        return try await pull(context, of: target) { EnumerationItem($0, keepsXML: keepsXML) }
    }

    /// Ends an enumeration before its end, so that the service can forget it.
    public func release(_ context: EnumerationContext, of target: Reference) async throws(WSManClientError) {
        let messageID = nextMessageID()
        let message = writer.release(context, of: target, messageID: messageID)
        try await exchange(message, as: messageID) { (_: XMLElement?) in }
    }

    /// Goes through an enumeration batch by batch, so that large ones never stand in memory whole.
    ///
    /// - Parameter body: takes a batch's items, and may ask the service further questions; `false` ends the enumeration
    ///   early.
    public func enumerateAll(
        _ target: Reference, mode: EnumerationMode = .object, filter: EnumerationFilter? = nil,
        _ body: ([EnumerationItem]) async throws(WSManClientError) -> Bool
    ) async throws(WSManClientError) {
        let keepsXML = options.keepsXML
        try await enumerateAll(
            target, mode: mode, filter: filter, item: { EnumerationItem($0, keepsXML: keepsXML) }, body)
    }

    func enumerateAll<Item>(
        _ target: Reference, mode: EnumerationMode, filter: EnumerationFilter? = nil,
        item: (XMLElement) throws(WSManClientError) -> Item,
        _ body: ([Item]) async throws(WSManClientError) -> Bool
    ) async throws(WSManClientError) {
        var batch = try await enumerate(target, mode: mode, filter: filter, item: item)
        var emptyBatches = 0
        while true {
            var proceed = true
            do throws(WSManClientError) {
                if !batch.items.isEmpty { proceed = try await body(batch.items) }
            } catch {
                // What `body` threw counts, whether or not the service hears of the end.
                if let context = batch.context { try? await release(context, of: target) }
                throw error
            }
            guard let context = batch.context else { return }
            guard proceed else { return try await release(context, of: target) }
            emptyBatches = batch.items.isEmpty ? emptyBatches + 1 : 0
            guard emptyBatches <= options.maxEmptyBatches else {
                throw .unexpectedAnswer("\(emptyBatches) batches without an item followed each other")
            }
            batch = try await pull(context, of: target, item: item)
        }
    }

    private func enumerate<Item>(
        _ target: Reference, mode: EnumerationMode, filter: EnumerationFilter?,
        item: (XMLElement) throws(WSManClientError) -> Item
    ) async throws(WSManClientError) -> EnumerationBatch<Item> {
        let messageID = nextMessageID()
        let message = writer.enumerate(
            target, mode: mode, filter: filter, maxElements: options.maxElements, messageID: messageID)
        return try await exchange(message, as: messageID, expecting: EnumerationBatch<Item>.enumerateResponse) {
            (response: XMLElement) throws(WSManClientError) in
            try EnumerationBatch(response, item: item)
        }
    }

    private func pull<Item>(
        _ context: EnumerationContext, of target: Reference,
        item: (XMLElement) throws(WSManClientError) -> Item
    ) async throws(WSManClientError) -> EnumerationBatch<Item> {
        let messageID = nextMessageID()
        let message = writer.pull(context, of: target, maxElements: options.maxElements, messageID: messageID)
        return try await exchange(message, as: messageID, expecting: EnumerationBatch<Item>.pullResponse) {
            (response: XMLElement) throws(WSManClientError) in
            try EnumerationBatch(response, item: item)
        }
    }
}
