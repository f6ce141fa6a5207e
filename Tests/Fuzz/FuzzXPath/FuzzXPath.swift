// SPDX-License-Identifier: Apache-2.0

import Glibc
import XML

/// Takes any text for an expression, and evaluates it on a document; what it selects is markup that can be read again.
@c(LLVMFuzzerTestOneInput)
public func fuzzXPath(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let bindings = ["p": "urn:p", "xsi": "urn:xsi"]
    let limits = XPathLimits(maxOperations: 10_000)
    guard let expression = try? XPathExpression(text, limits: limits, namespace: { bindings[$0] }),
        let evaluator = try? XPathEvaluator(expression, limits: limits, scope: [("xsi", "urn:xsi")])
    else { return 0 }
    for _ in 0..<2 {
        var writer = XMLWriter()
        evaluator.open(&writer)
        writer.raw(
            "<p:f xmlns:p=\"urn:p\"><p:n u=\"rpm\">7</p:n><p:m><p:k>1</p:k></p:m><p:m><p:k>2</p:k></p:m>"
                + "<p:z xsi:nil=\"true\"/></p:f>")
        guard let outcome = try? evaluator.evaluate(&writer), case .nodes(let selected) = outcome else { continue }
        for index in 0..<selected {
            var answer = XMLWriter()
            answer.raw("<r xmlns:xsi=\"urn:xsi\">")
            evaluator.write(index, to: &answer)
            answer.raw("</r>")
            _ = evaluator.place(of: index)
            let isRead = answer.withUnsafeBytes { bytes in
                (try? XMLParser().parse(bytes, into: XMLDocument())) != nil
            }
            if !isRead { abort() }
        }
    }
    return 0
}
