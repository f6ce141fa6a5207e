// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ProviderKit
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// How far a batch may go.
    private struct Batch {
        let parts: [PartID]
        let maxElements: Int
        /// The position in the writer that items may not pass.
        let limit: Int
        /// The octets that hint at the end of a batch (MaxCharacters, R8.4-1); one item is returned all the same.
        let hint: Int
        /// When to return what there is.
        let deadline: UInt64
        /// What to fault with when not even one item fits.
        let detail: FaultDetail
    }

    /// Enumerate: opens a context, and brings the first items along when asked (R8.2.3-1 to R8.2.3-5).
    func enumerate(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let envelope = exchange.envelope
        let request = try EnumerateRequest(envelope.body, limits: configuration.message, envelope.addressing)
        guard resource.isEnumerable else { throw unsupported(envelope.action, of: resource) }
        try require(resource.access.enumerate, principal, to: "enumerate \(resource.name)")
        try checkEndTo(request.endTo, exchange)
        let expires = try granted(request.expires)
        let (plan, parts) = try await plan(request, of: resource, exchange, principal)
        open(exchange, count: plan.filter == nil ? parts.count : nil, &writer)
        writer.raw("<wsen:EnumerateResponse>")
        // Nobody waits for the answer any more, and nobody would ever release its context.
        guard !exchange.isAnswered else { throw Fault(.timedOut, "The operation timed out.") }
        if let expires { write(expires.asked.granting(expires.granted, from: clock.wallClock()), &writer) }
        let id = try openContext(resource, principal, plan, parts, expires)
        let mark = writer.count
        write(id, &writer)
        if let maxElements = request.optimized {
            do throws(Fault) {
                try await writeFirstItems(of: parts, plan, maxElements, after: mark, id, exchange, principal, &writer)
            } catch {
                contexts.finish(id)
                throw error
            }
        }
        writer.raw("</wsen:EnumerateResponse>")
        ReplyWriter.close(&writer)
    }

    private func writeFirstItems(
        of parts: [PartID], _ plan: EnumerationPlan, _ maxElements: Int, after mark: Int, _ id: EnumerationContextID,
        _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        let end = writer.count
        writer.raw("<wsman:Items>")
        let room = room(for: exchange)
        let batch = Batch(
            parts: parts, maxElements: min(maxElements, configuration.maxBatch),
            limit: room.octets - Self.closingSize, hint: .max, deadline: deadline(of: exchange, maxTime: nil),
            detail: room.detail)
        let cursor = try await write(batch, plan, from: 0, exchange, principal, &writer)
        writer.raw("</wsman:Items>")
        guard !exchange.isAnswered else { throw Fault(.timedOut, "The operation timed out.") }
        if cursor == parts.count {
            // R8.2.3-5: an empty context, and the end said.
            contexts.finish(id)
            writer.raw("<wsman:EndOfSequence />")
            writer.replace(from: mark, to: end, with: "<wsen:EnumerationContext />")
        } else {
            contexts.advance(id, to: cursor, now: clock.now())
        }
    }

    /// The octets that follow the items, at most.
    private static let closingSize = 128

    /// The parts to enumerate: all, or with selectors beside the namespace the one they pick (R8.3-1).
    func scope(
        _ resource: any Resource, _ polymorphism: PolymorphismMode, _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> [PartID] {
        do throws(ProviderError) {
            let selectors = exchange.envelope.selectors.filter { $0.name.lowercased() != "__cimnamespace" }
            if selectors.isEmpty {
                return switch exchange.envelope.order {
                case .oldestFirst: try await resource.parts(polymorphism, for: principal)
                case .newestFirst where resource.isChronological: try await resource.newestFirst(for: principal)
                case .newestFirst: try await resource.parts(polymorphism, for: principal)
                }
            }
            return try await scope(resource, to: selectors, polymorphism, principal)
        } catch {
            throw Fault(answering: error, of: resource.name, report: report)
        }
    }

    /// The one part that selectors pick, where there is such a one and it may be enumerated.
    func scope(
        _ resource: any Resource, to selectors: [Selector], _ polymorphism: PolymorphismMode, _ principal: Principal
    ) async throws(ProviderError) -> [PartID] {
        guard let part = try await resource.find(selectors, for: principal) else { return [] }
        // Of a family, a class that may be got need not be one that may be enumerated.
        if let owner = resource.owner(of: part)?.guarded, !owner.access.enumerate.admits(principal.role) { return [] }
        // `None` means exactly this class, whatever the selectors pick.
        if polymorphism == .none, try await !resource.parts(polymorphism, for: principal).contains(part) { return [] }
        return [part]
    }

    private func openContext(
        _ resource: any Resource, _ principal: Principal, _ plan: EnumerationPlan, _ parts: [PartID],
        _ expires: (asked: Expiration, granted: UInt64)?
    ) throws(Fault) -> EnumerationContextID {
        do throws(EnumerationError) {
            let id = try contexts.open(
                owner: principal, resource: resource.uri, plan: plan, parts: parts, expires: expires, now: clock.now())
            scheduleExpiry()
            return id
        } catch {
            throw Fault(answering: error)
        }
    }

    func write(_ id: EnumerationContextID, _ writer: inout XMLWriter) {
        writer.raw("<wsen:EnumerationContext>")
        writer.raw(id.description)
        writer.raw("</wsen:EnumerationContext>")
    }

    /// Pull: the next items of a context (R8.4-1 to R8.4-11).
    func pull(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) async throws(Fault) {
        try require(resource.access.enumerate, principal, to: "enumerate \(resource.name)")
        let request = try PullRequest(exchange.envelope.body)
        guard let id = EnumerationContextID(request.context) else { throw Fault(answering: .invalidContext) }
        let context: EnumerationContext<EnumerationPlan>
        do throws(EnumerationError) {
            context = try contexts.begin(id, owner: principal, resource: resource.uri, now: clock.now())
        } catch {
            throw Fault(answering: error)
        }
        do throws(Fault) {
            open(exchange, count: context.plan.filter == nil ? context.parts.count : nil, &writer)
            writer.raw("<wsen:PullResponse>")
            let mark = writer.count
            write(id, &writer)
            let end = writer.count
            writer.raw("<wsen:Items>")
            let room = room(for: exchange)
            let hint = mark.addingReportingOverflow(request.maxCharacters ?? .max)
            let batch = Batch(
                parts: context.parts, maxElements: min(request.maxElements, configuration.maxBatch),
                limit: room.octets - Self.closingSize, hint: hint.overflow ? .max : hint.partialValue,
                deadline: deadline(of: exchange, maxTime: request.maxTime), detail: room.detail)
            let cursor = try await write(batch, context.plan, from: context.cursor, exchange, principal, &writer)
            writer.raw("</wsen:Items>")
            guard !exchange.isAnswered else { throw Fault(.timedOut, "The operation timed out.") }
            if cursor == context.parts.count {
                // R8.4-8: never both a context and the end.
                contexts.finish(id)
                writer.raw("<wsen:EndOfSequence />")
                writer.replace(from: mark, to: end, with: "")
            } else {
                contexts.advance(id, to: cursor, now: clock.now())
            }
        } catch {
            contexts.abandon(id)
            throw error
        }
        writer.raw("</wsen:PullResponse>")
        ReplyWriter.close(&writer)
    }

    /// Opens the answer; what a filter leaves is counted by nobody beforehand (R8.2.2-2).
    func open(_ exchange: Exchange, count: Int?, _ writer: inout XMLWriter) {
        let estimate = count.map { TotalItemsCountEstimate.items($0) } ?? .unknown
        ReplyWriter.open(
            &writer, to: exchange.envelope, action: exchange.envelope.action + "Response",
            messageID: messageIDs.next(),
            totalItemsCountEstimate: exchange.envelope.wantsTotalItemsCountEstimate ? estimate : .notAsked)
    }

    /// When a batch returns what it has: a little before the operation would time out, or when MaxTime is over.
    private func deadline(of exchange: Exchange, maxTime: UInt64?) -> UInt64 {
        let timeout = timeout(of: exchange)
        let patience = min(timeout - timeout / 10, maxTime ?? .max)
        return Self.moment(exchange.started, after: patience)
    }

    static func moment(_ start: UInt64, after nanoseconds: UInt64) -> UInt64 {
        let sum = start.addingReportingOverflow(nanoseconds)
        return sum.overflow ? .max : sum.partialValue
    }

    /// Writes items until the batch is full; the result is where the next one begins.
    ///
    /// A part that has gone since the enumeration began is passed over.
    private func write(
        _ batch: Batch, _ plan: EnumerationPlan, from start: Int, _ exchange: Exchange, _ principal: Principal,
        _ writer: inout XMLWriter
    ) async throws(Fault) -> Int {
        let version = exchange.envelope.addressing
        // Whole instances, all of them: what most enumerations are, and what each further call would cost a tenth of.
        let items =
            plan.isPlain
            ? nil : ItemWriter(plan, for: principal, version, limits: configuration.message.xpath, report: report)
        let resource = plan.resource
        let polymorphism = plan.polymorphism
        var row = Row()
        var cursor = start
        var written = 0
        exchange.turnEnd = Self.moment(clock.now(), after: configuration.timeSlice)
        while cursor < batch.parts.count, written < batch.maxElements {
            let mark = writer.count
            var isShown = true
            if let items {
                isShown = try await items.write(batch.parts[cursor], row: &row, to: &writer)
            } else {
                do throws(ProviderError) {
                    try await resource.writeObject(
                        batch.parts[cursor], polymorphism, for: principal, version, scratch: &row, to: &writer)
                } catch .notFound {
                    writer.truncate(to: mark)
                    isShown = false
                } catch {
                    throw Fault(answering: error, of: resource.name, report: report)
                }
            }
            if writer.count > batch.limit || writer.count > batch.hint && written > 0 {
                let size = writer.count - mark
                writer.truncate(to: mark)
                guard written == 0 else { break }
                throw Fault(
                    .encodingLimit, batch.detail,
                    "One item has \(size * exchange.expansion) octets and does not fit; ask for a larger MaxEnvelopeSize."
                )
            }
            if isShown { written += 1 }
            cursor += 1
            let now = clock.now()
            if now >= batch.deadline || exchange.isAnswered { break }
            if now >= exchange.turnEnd {
                await yield()
                exchange.turnEnd = Self.moment(clock.now(), after: configuration.timeSlice)
            }
        }
        return cursor
    }
}
