// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan
import XML

extension RequestWriter {
    /// Put: the whole instance.
    func put(_ instance: Instance, to target: Reference, messageID: MessageID) -> [UInt8] {
        request(Action.put, target, messageID: messageID) { writer in
            InstanceWriter(addressing: options.addressing).write(instance, to: &writer)
        }
    }

    /// A method: `METHOD_INPUT` in the class's namespace (`spec/cim-binding.md` section 6).
    func invoke(
        _ method: String, on target: Reference, arguments: [Instance.Property], messageID: MessageID
    ) -> [UInt8] {
        request("\(target.resourceURI)/\(method)", target, messageID: messageID) { writer in
            let input = Instance(
                className: "\(method)_INPUT", namespace: target.resourceURI.text, properties: arguments)
            InstanceWriter(addressing: options.addressing).write(input, to: &writer)
        }
    }

    /// Enumerate, the first items with the answer.
    func enumerate(
        _ target: Reference, mode: EnumerationMode, filter: EnumerationFilter?, maxElements: Int, messageID: MessageID
    ) -> [UInt8] {
        request(Action.enumerate, target, messageID: messageID) { writer in
            writer.raw("<wsen:Enumerate>")
            filter?.write(for: target, options.addressing, to: &writer)
            if let mode = mode.text {
                writer.raw("<wsman:EnumerationMode>")
                writer.raw(mode)
                writer.raw("</wsman:EnumerationMode>")
            }
            writer.raw("<wsman:OptimizeEnumeration /><wsman:MaxElements>")
            writer.integer(Int64(maxElements))
            writer.raw("</wsman:MaxElements></wsen:Enumerate>")
        }
    }

    /// Pull.
    func pull(
        _ context: EnumerationContext, of target: Reference, maxElements: Int, messageID: MessageID
    ) -> [UInt8] {
        request(Action.pull, target, messageID: messageID) { writer in
            writer.raw("<wsen:Pull>")
            context.write(to: &writer)
            writer.raw("<wsen:MaxElements>")
            writer.integer(Int64(maxElements))
            writer.raw("</wsen:MaxElements></wsen:Pull>")
        }
    }

    /// Release.
    func release(_ context: EnumerationContext, of target: Reference, messageID: MessageID) -> [UInt8] {
        request(Action.release, target, messageID: messageID) { writer in
            writer.raw("<wsen:Release>")
            context.write(to: &writer)
            writer.raw("</wsen:Release>")
        }
    }
}
