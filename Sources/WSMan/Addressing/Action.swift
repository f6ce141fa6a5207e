// SPDX-License-Identifier: Apache-2.0

/// The action URIs of the operations (`spec/namespaces.md` section 2); a response's is the request's plus `Response`.
public enum Action {
    private static let transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
    private static let enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
    private static let management = "http://schemas.dmtf.org/wbem/wsman/1/wsman"
    private static let eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing"

    /// Reads one instance.
    public static let get = "\(transfer)/Get"
    /// Changes one instance.
    public static let put = "\(transfer)/Put"
    /// Makes an instance.
    public static let create = "\(transfer)/Create"
    /// Removes an instance.
    public static let delete = "\(transfer)/Delete"
    /// Opens an enumeration.
    public static let enumerate = "\(enumeration)/Enumerate"
    /// Takes the next items of an enumeration.
    public static let pull = "\(enumeration)/Pull"
    /// Ends an enumeration early.
    public static let release = "\(enumeration)/Release"
    /// Prolongs an enumeration.
    public static let renewEnumeration = "\(enumeration)/Renew"
    /// Asks how long an enumeration lives.
    public static let enumerationStatus = "\(enumeration)/GetStatus"
    /// Tells of an enumeration that ended before its end.
    public static let enumerationEnd = "\(enumeration)/EnumerationEnd"
    /// Opens a subscription.
    public static let subscribe = "\(eventing)/Subscribe"
    /// Prolongs a subscription.
    public static let renewSubscription = "\(eventing)/Renew"
    /// Asks how long a subscription lives.
    public static let subscriptionStatus = "\(eventing)/GetStatus"
    /// Ends a subscription.
    public static let unsubscribe = "\(eventing)/Unsubscribe"

    /// Tells of a subscription that ended before its end.
    public static let subscriptionEnd = "\(eventing)/SubscriptionEnd"
    /// Brings an event that has no action of its own.
    public static let event = "\(management)/Event"
    /// Brings several events.
    public static let events = "\(management)/Events"
    /// Says that nothing has happened.
    public static let heartbeat = "\(management)/Heartbeat"
    /// Says how many events could not be delivered.
    public static let droppedEvents = "\(management)/DroppedEvents"
    /// A receiver has got a delivery.
    public static let acknowledgement = "\(management)/Ack"

    /// The actions that work on fragments where `wsman:FragmentTransfer` says so (R7.7-1).
    public static let fragmented: Set<String> = [get, put, create, delete]

    /// The actions of enumerations.
    public static let enumerating: Set<String> = [enumerate, pull, release, renewEnumeration, enumerationStatus]

    /// The actions that ask for instances.
    public static let onInstances = fragmented.union(enumerating)

    /// Every action that the standard gives a meaning, whether or not this service has it.
    public static let standard: Set<String> = [
        get, put, create, delete, enumerate, pull, release, renewEnumeration, enumerationStatus, subscribe,
        renewSubscription, subscriptionStatus, unsubscribe,
    ]
}
