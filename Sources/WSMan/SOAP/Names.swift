// SPDX-License-Identifier: Apache-2.0

import XML

/// The qualified names that messages are read by.
enum Names {
    static let envelope = XMLName(Namespace.soap, "Envelope")
    static let header = XMLName(Namespace.soap, "Header")
    static let body = XMLName(Namespace.soap, "Body")

    static func management(_ local: String) -> XMLName { XMLName(Namespace.management, local) }
    static func enumeration(_ local: String) -> XMLName { XMLName(Namespace.enumeration, local) }

    static let resourceURI = management("ResourceURI")
    static let selectorSet = management("SelectorSet")
    static let selector = management("Selector")
    static let option = management("Option")
    static let item = management("Item")
    static let managementMaxElements = management("MaxElements")
    static let managementFilter = management("Filter")
    static let enumerationMode = management("EnumerationMode")
    static let optimizeEnumeration = management("OptimizeEnumeration")

    static let enumerate = enumeration("Enumerate")
    static let pull = enumeration("Pull")
    static let release = enumeration("Release")
    static let endTo = enumeration("EndTo")
    static let expires = enumeration("Expires")
    static let enumerationFilter = enumeration("Filter")
    static let enumerationContext = enumeration("EnumerationContext")
    static let enumerationMaxElements = enumeration("MaxElements")
    static let maxCharacters = enumeration("MaxCharacters")
    static let maxTime = enumeration("MaxTime")

    static let identify = XMLName(Namespace.identity, "Identify")
}
