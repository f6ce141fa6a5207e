// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The command line's root: everything it can do is one of its subcommands.
struct BaseboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseboard",
        abstract: "Asks the management service of a machine about its hardware.",
        discussion: """
            CLASS is a class of the catalog (CIM_Fan), a view's short name (Fan stands for BB_FanView), or a whole \
            resource URI. Key=Value picks an instance by its keys; CLASS?Key=Value, as --epr prints it, does \
            the same in one word.

            The service is named by flags, by --profile, by the environment (BASEBOARD_HOST, BASEBOARD_USER, \
            BASEBOARD_PASSWORD, BASEBOARD_PASSWORD_FILE) or by the profile called default, in this order; without any \
            of them it is the one of this machine.

            Exit status: 0 done; 1 the service refused; 3 no connection; 4 not authorised; 5 the answer was not \
            understood; 64 wrong usage.
            """,
        version: Version.text,
        subcommands: [
            IdentifyCommand.self, InventoryCommand.self, SensorsCommand.self, CatalogCommand.self, GetCommand.self,
            PutCommand.self, CreateCommand.self, DeleteCommand.self, InvokeCommand.self, EnumerateCommand.self,
            EventsCommand.self, SubscribeCommand.self,
            ListenCommand.self, RehearseCommand.self,
        ])
}
