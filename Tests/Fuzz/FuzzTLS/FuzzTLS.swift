// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
import NIOEmbedded

@testable import HTTPTransport

/// Takes any bytes, in pieces, for what a TLS client sends; none of them may come out as a request.
@c(LLVMFuzzerTestOneInput)
public func fuzzTLS(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let context, let session = TLSSession(context, isServer: true), count > 0 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let channel = EmbeddedChannel()
    guard (try? channel.pipeline.syncOperations.addHandler(TLSHandler(session))) != nil else { abort() }
    channel.pipeline.fireChannelActive()
    // The first octet says how large the pieces are.
    var rest = bytes.dropFirst()
    while !rest.isEmpty {
        let piece = rest.prefix(Int(bytes[0]) + 1)
        rest = rest.dropFirst(piece.count)
        channel.pipeline.fireChannelRead(NIOAny(ByteBuffer(bytes: piece)))
        channel.pipeline.fireChannelReadComplete()
    }
    channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    // Without a finished handshake nothing can have been decrypted.
    if let found = try? channel.readInbound(as: ByteBuffer.self), found.readableBytes > 0 { abort() }
    _ = try? channel.finish(acceptAlreadyClosed: true)
    return 0
}

private let context = try? TLSContext.server(
    .selfSigned(SelfSignedCertificate(names: ["fuzz"], addresses: [])), TLSServerSettings())
