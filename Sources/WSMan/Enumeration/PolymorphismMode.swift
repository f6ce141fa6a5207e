// SPDX-License-Identifier: Apache-2.0

/// How the enumeration of a class shows the classes that extend it (`spec/cim-binding.md` section 3.1).
public enum PolymorphismMode: String, Sendable, Hashable, CaseIterable {
    /// Each as what it is, with all its properties; what a client gets that does not ask.
    case includeSubclassProperties = "IncludeSubClassProperties"
    /// Each as the class that was asked for, with that class's properties alone.
    case excludeSubclassProperties = "ExcludeSubClassProperties"
    /// Not at all: instances of exactly the class that was asked for.
    case none = "None"
}
