// SPDX-License-Identifier: Apache-2.0

/// Answers as services write them.
enum Answers {
    static let soap = "http://www.w3.org/2003/05/soap-envelope"
    static let addressing2004 = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
    static let addressing2005 = "http://www.w3.org/2005/08/addressing"

    /// An envelope in our own manner.
    static func envelope(_ body: String, header: String = "") -> String {
        """
        <a:Envelope xmlns:a="\(soap)" xmlns:b="\(addressing2004)" \
        xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" \
        xmlns:wsen="http://schemas.xmlsoap.org/ws/2004/09/enumeration" \
        xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xml:lang="en-US">\
        <a:Header>\(header)</a:Header><a:Body>\(body)</a:Body></a:Envelope>
        """
    }

    static let fanNamespace = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/BB_FanView"

    static func fan(_ deviceID: String, speed: Int) -> String {
        """
        <p:BB_FanView xmlns:p="\(fanNamespace)"><p:CurrentSpeed>\(speed)</p:CurrentSpeed>\
        <p:DeviceID>\(deviceID)</p:DeviceID><p:Label xsi:nil="true" /></p:BB_FanView>
        """
    }

    /// As AMT answers: other prefixes, a wrapped datetime, an array, padded text.
    static let amtCard = """
        <?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="\(soap)" xmlns:x="\(addressing2004)" \
        xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" \
        xmlns:i="http://schemas.dmtf.org/wbem/wscim/1/common" \
        xmlns:h="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_BIOSElement"><s:Header>\
        <x:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</x:To></s:Header><s:Body>
          <h:CIM_BIOSElement>
            <h:OperationalStatus>0</h:OperationalStatus>
            <h:ReleaseDate>
              <i:Datetime>2020-08-10T00:00:00Z</i:Datetime>
            </h:ReleaseDate>
            <h:OperationalStatus>2</h:OperationalStatus>
            <h:Version>
              HNKBLi70
            </h:Version>
          </h:CIM_BIOSElement>
        </s:Body></s:Envelope>
        """

    /// As DRAC answers: Items of the first batch in the wsman namespace, no optional headers.
    static func dracItems(_ items: String, context: String?, inManagementNamespace: Bool, response: String) -> String {
        let prefix = inManagementNamespace ? "wsman" : "wsen"
        let context = context.map { "<wsen:EnumerationContext>\($0)</wsen:EnumerationContext>" } ?? ""
        return envelope("<wsen:\(response)>\(context)<\(prefix):Items>\(items)</\(prefix):Items></wsen:\(response)>")
    }
}
