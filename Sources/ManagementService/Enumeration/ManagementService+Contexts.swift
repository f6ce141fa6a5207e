// SPDX-License-Identifier: Apache-2.0

import Enumeration
import ResourceModel
import WSMan
import XML

extension ManagementService {
    /// Release: forgets a context (R8.5-1).
    func release(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) throws(Fault) {
        let (id, _) = try context(in: exchange, "Release")
        do throws(EnumerationError) {
            try contexts.release(id, owner: principal, resource: resource.uri, now: clock.now())
        } catch {
            throw Fault(answering: error)
        }
        openReply(exchange, .notAsked, &writer)
        ReplyWriter.close(&writer)
    }

    /// Renew: gives a context another end (R8.8-x).
    func renew(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) throws(Fault) {
        let (id, asked) = try context(in: exchange, "Renew")
        let expires = try granted(asked)
        do throws(EnumerationError) {
            try contexts.renew(id, owner: principal, resource: resource.uri, expires: expires, now: clock.now())
        } catch .demoted, .busy {
            throw Fault(.unableToRenew, "The enumeration cannot be renewed now; pull it to its end.")
        } catch {
            throw Fault(answering: error)
        }
        openReply(exchange, .notAsked, &writer)
        writer.raw("<wsen:RenewResponse>")
        if let expires { write(expires.asked.granting(expires.granted, from: clock.wallClock()), &writer) }
        write(id, &writer)
        writer.raw("</wsen:RenewResponse>")
        ReplyWriter.close(&writer)
    }

    /// GetStatus: how long a context still lives, where an end was asked for (R8.9-x).
    func status(
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal, _ writer: inout XMLWriter
    ) throws(Fault) {
        let (id, _) = try context(in: exchange, "GetStatus")
        let context: EnumerationContext<EnumerationPlan>
        let left: UInt64
        do throws(EnumerationError) {
            (context, left) = try contexts.status(id, owner: principal, resource: resource.uri, now: clock.now())
        } catch {
            throw Fault(answering: error)
        }
        openReply(exchange, .notAsked, &writer)
        writer.raw("<wsen:GetStatusResponse>")
        if let expires = context.expires { write(expires.granting(left, from: clock.wallClock()), &writer) }
        writer.raw("</wsen:GetStatusResponse>")
        ReplyWriter.close(&writer)
    }

    private func context(
        in exchange: Exchange, _ word: String
    ) throws(Fault) -> (id: EnumerationContextID, expires: Expiration?) {
        let request = try ContextRequest(exchange.envelope.body, word)
        guard let id = EnumerationContextID(request.context) else { throw Fault(answering: .invalidContext) }
        return (id, request.expires)
    }

    /// The life that is granted to who asks for an end (R8.2.1-2).
    func granted(_ asked: Expiration?) throws(Fault) -> (asked: Expiration, granted: UInt64)? {
        guard let asked else { return nil }
        guard let nanoseconds = asked.nanoseconds(after: clock.wallClock()) else {
            throw Fault(
                .invalidExpirationTime, "Expires is over already; send a duration above zero or a later moment.")
        }
        return (asked, contexts.granted(nanoseconds))
    }

    func write(_ expires: Expiration, _ writer: inout XMLWriter) {
        writer.raw("<wsen:Expires>")
        writer.raw(expires.text)
        writer.raw("</wsen:Expires>")
    }
}
