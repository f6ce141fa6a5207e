// SPDX-License-Identifier: Apache-2.0

import XML

/// Parses text with a parser of its own.
func parsed(_ text: String, limits: XMLLimits = XMLLimits()) throws(XMLError) -> XMLDocument {
    try parsed(Array(text.utf8), limits: limits)
}

/// Parses bytes with a parser of its own.
func parsed(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLError) -> XMLDocument {
    let document = XMLDocument()
    try XMLParser(limits: limits).parse(bytes, into: document)
    return document
}

extension XMLParser {
    func parse(_ bytes: [UInt8], into document: XMLDocument) throws(XMLError) {
        let outcome: Result<Void, XMLError> = bytes.withUnsafeBytes { buffer in
            do throws(XMLError) {
                return .success(try parse(buffer, into: document))
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }
}

/// The error that refuses the text, or `nil` when it is accepted.
func refusal(_ text: String, limits: XMLLimits = XMLLimits()) -> XMLError? { refusal(Array(text.utf8), limits: limits) }

/// The error that refuses the bytes, or `nil` when they are accepted.
func refusal(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) -> XMLError? {
    do throws(XMLError) {
        _ = try parsed(bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

/// The text `write` produces.
func written(_ write: (inout XMLWriter) -> Void) -> String {
    var writer = XMLWriter()
    write(&writer)
    return writer.string
}

/// A Get as the winrm tool sends it, white space and all.
let sampleEnvelope = """
    <?xml version="1.0" encoding="UTF-8"?>
    <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
    xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
    xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
      <s:Header>
        <a:To>http://localhost:5985/wsman</a:To>
        <w:ResourceURI s:mustUnderstand="true">http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Fan</w:ResourceURI>
        <a:ReplyTo>
          <a:Address s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>
        </a:ReplyTo>
        <a:Action s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action>
        <a:MessageID>uuid:8F5C29F2-6A86-4B56-9B43-F92FE6A8AC37</a:MessageID>
        <w:SelectorSet><w:Selector Name="DeviceID">fan &amp; 1</w:Selector></w:SelectorSet>
      </s:Header>
      <s:Body/>
    </s:Envelope>
    """
