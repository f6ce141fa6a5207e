// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ResourceModel

/// The arguments that pick one instance.
struct InstanceArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The class.", valueName: "class"))
    var resource: ResourceArgument

    @Argument(help: ArgumentHelp("The keys of the instance.", valueName: "Key=Value"))
    var keys: [KeyValue] = []

    /// The instance's address.
    var reference: Reference { resource.reference(keys) }
}
