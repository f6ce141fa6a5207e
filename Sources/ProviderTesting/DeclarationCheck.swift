// SPDX-License-Identifier: Apache-2.0

import ResourceModel

/// Whether a declaration is complete.
enum DeclarationCheck {
    /// What is missing in a class's declaration, or said twice.
    ///
    /// - Parameter hasInstances: whether it has some, and needs a key to tell them apart.
    static func faults(of schema: ResourceSchema, hasInstances: Bool) -> [String] {
        var violations: [String] = []
        let words = schema.displayName.split(separator: " ").count
        if !(1...5).contains(words) { violations.append("the display name has \(words) words (CR 2.8.b)") }
        if schema.documentation.isEmpty { violations.append("the class has no documentation") }
        if hasInstances, schema.keys.isEmpty { violations.append("the class has no key") }
        for name in schema.summary where schema.position(of: name) == nil {
            violations.append("the summary names \(name), which is no property")
        }
        for property in schema.properties where property.isKey && property.isWritable {
            violations.append("\(property.name) is a key and writable")
        }
        violations += faults(of: schema.properties)
        var methods: Set<String> = []
        for method in schema.methods {
            if !methods.insert(method.name).inserted { violations.append("\(method.name) is declared twice") }
            if method.documentation.isEmpty { violations.append("\(method.name) has no documentation") }
            if method.name.first?.isUppercase != true { violations.append("\(method.name) is not in MOF spelling") }
            if !method.returnValues.contains(where: { $0.number == 0 }) {
                violations.append("\(method.name) names no return value for success")
            }
            violations += faults(of: method.inputs) + faults(of: method.outputs)
        }
        return violations
    }

    private static func faults(of parameters: [PropertySchema]) -> [String] {
        var violations: [String] = []
        for parameter in parameters {
            if parameter.documentation.isEmpty { violations.append("\(parameter.name) has no documentation") }
            if parameter.name.first?.isUppercase != true {
                violations.append("\(parameter.name) is not in MOF spelling")
            }
            if Set(parameter.values.map(\.number)).count != parameter.values.count {
                violations.append("\(parameter.name) names a number twice")
            }
        }
        if Set(parameters.map { $0.name.lowercased() }).count != parameters.count {
            violations.append("two names differ in letter case alone")
        }
        return violations
    }
}
