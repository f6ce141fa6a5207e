// SPDX-License-Identifier: Apache-2.0

public import XML

/// The qualified names that messages are read by, requests and answers alike.
public enum Names {
    /// The root of every message.
    public static let envelope = XMLName(Namespace.soap, "Envelope")
    /// What addresses the message.
    public static let header = XMLName(Namespace.soap, "Header")
    /// What the message says.
    public static let body = XMLName(Namespace.soap, "Body")

    /// A name in WS-Management's namespace.
    public static func management(_ local: String) -> XMLName { XMLName(Namespace.management, local) }
    /// A name in WS-Enumeration's namespace.
    public static func enumeration(_ local: String) -> XMLName { XMLName(Namespace.enumeration, local) }

    /// The class that is meant.
    public static let resourceURI = management("ResourceURI")
    /// The keys that pick an instance.
    public static let selectorSet = management("SelectorSet")
    /// One key.
    public static let selector = management("Selector")
    /// What a fragment is wrapped in.
    public static let xmlFragment = management("XmlFragment")
    /// One option of a set.
    public static let option = management("Option")
    /// An instance and its address, side by side.
    public static let item = management("Item")
    /// The most items of the first batch.
    public static let managementMaxElements = management("MaxElements")
    /// WS-Management's filter.
    public static let managementFilter = management("Filter")
    /// What each item is to be.
    public static let enumerationMode = management("EnumerationMode")
    /// How an enumeration shows subclasses.
    public static let polymorphismMode = XMLName(Namespace.binding, "PolymorphismMode")
    /// Asks for the first items at once.
    public static let optimizeEnumeration = management("OptimizeEnumeration")

    /// Opens an enumeration.
    public static let enumerate = enumeration("Enumerate")
    /// Takes the next items.
    public static let pull = enumeration("Pull")
    /// Where to tell of an end.
    public static let endTo = enumeration("EndTo")
    /// How long an enumeration is to live.
    public static let expires = enumeration("Expires")
    /// WS-Enumeration's filter.
    public static let enumerationFilter = enumeration("Filter")
    /// What a client sends back to go on.
    public static let enumerationContext = enumeration("EnumerationContext")
    /// The most items of a batch.
    public static let enumerationMaxElements = enumeration("MaxElements")
    /// The most characters of a batch.
    public static let maxCharacters = enumeration("MaxCharacters")
    /// How long a Pull may wait.
    public static let maxTime = enumeration("MaxTime")

    /// A name in WS-Eventing's namespace.
    public static func eventing(_ local: String) -> XMLName { XMLName(Namespace.eventing, local) }

    /// Opens a subscription.
    public static let subscribe = eventing("Subscribe")
    /// Prolongs a subscription.
    public static let renew = eventing("Renew")
    /// Asks how long a subscription lives.
    public static let getStatus = eventing("GetStatus")
    /// Ends a subscription.
    public static let unsubscribe = eventing("Unsubscribe")
    /// What tells a subscription from others.
    public static let identifier = eventing("Identifier")
    /// How events are to come.
    public static let delivery = eventing("Delivery")
    /// Where events go.
    public static let notifyTo = eventing("NotifyTo")
    /// Where to tell of a subscription's end.
    public static let eventingEndTo = eventing("EndTo")
    /// How long a subscription is to live.
    public static let eventingExpires = eventing("Expires")
    /// WS-Eventing's filter.
    public static let eventingFilter = eventing("Filter")
    /// A place in the log.
    public static let bookmark = management("Bookmark")
    /// Asks for bookmarks with deliveries.
    public static let sendBookmarks = management("SendBookmarks")

    /// Asks who answers.
    public static let identify = XMLName(Namespace.identity, "Identify")
}
