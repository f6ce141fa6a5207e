// SPDX-License-Identifier: Apache-2.0

import Configuration
import Database
import EventLog
import HTTPTransport
import Overlay

/// The daemon's one database: what operators set, what happened, which parts there were, what of them is
/// wrong, and who is told.
enum StateDatabase {
    /// The steps of its schema, in the order of their invention: the list only ever grows at its end.
    static let migrations =
        Overlay.migrations + EventLog.migrations + [
            InventoryRows.tables, ConditionRows.table, SubscriptionDatabase.migration, ConditionRows.ignoredLimits,
        ]

    /// Opens it in the state directory, or in memory where no state is to be kept.
    static func open(_ configuration: Configuration, loop: ServiceLoop) throws(DatabaseError) -> Database {
        var options = DatabaseOptions()
        options.executor = loop.executor
        // A machine whose disk is full is the one to look at.
        options.waitsForRoom = true
        guard configuration.server.keepState else {
            return try Database(inMemoryWith: migrations, options: options)
        }
        return try Database(
            path: "\(configuration.server.stateDirectory)/state.sqlite", migrations: migrations, options: options)
    }
}
