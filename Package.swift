// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// The layer map: a target may depend only on targets declared above it. See ARCHITECTURE.md.

let package = Package(name: "baseboard")

// MARK: Settings

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

@MainActor func library(_ name: String, _ dependencies: [Target.Dependency] = []) {
    package.targets.append(.target(name: name, dependencies: dependencies, swiftSettings: settings))
}

@MainActor func tests(_ name: String, _ dependencies: [Target.Dependency]) {
    package.targets.append(
        .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings))
}

// MARK: Packages

package.dependencies = [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
]

let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// MARK: C libraries

@MainActor func systemLibrary(_ name: String, pkgConfig: String?, apt: String) {
    package.targets.append(
        .systemLibrary(
            name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])]))
}

systemLibrary("CLibXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev")
systemLibrary("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev")
systemLibrary("CIniH", pkgConfig: "inih", apt: "libinih-dev")
systemLibrary("CCrypt", pkgConfig: "libcrypt", apt: "libcrypt-dev")
systemLibrary("COpenSSL", pkgConfig: "libssl", apt: "libssl-dev")
systemLibrary("CPAM", pkgConfig: nil, apt: "libpam0g-dev")
systemLibrary("CHardwareShim", pkgConfig: nil, apt: "linux-libc-dev")
systemLibrary("CSensors", pkgConfig: nil, apt: "libsensors-dev")
systemLibrary("CUdev", pkgConfig: "libudev", apt: "libudev-dev")

systemLibrary("CLinux", pkgConfig: nil, apt: "libc6-dev")

// Compiled, for libpci's error callback is variadic and so cannot be written in Swift. Needs libpci-dev.
package.targets.append(
    .target(
        name: "CPCI", path: "Sources/CLibraries/CPCI",
        // Here alone: among flags for all, Swift's own view of the system's headers would differ from ours.
        cSettings: [.define("_FORTIFY_SOURCE", to: "2", .when(configuration: .release))],
        linkerSettings: [.linkedLibrary("pci")]))

// MARK: 1 Leaves

library("HardwareAccess", ["CHardwareShim", "CPCI", "CSensors", "CUdev"])
library("ResourceModel")
library("XML", ["CLibXML2"])
library("Database", ["CSQLite"])
library("Configuration", ["CIniH"])
library("HTTPTransport", ["ResourceModel", "CCrypt", "COpenSSL", "CPAM", log] + nio)

// MARK: 2 Contracts

library("WSMan", ["XML", "ResourceModel"])
library("QueryLanguage", ["ResourceModel"])
library("ProviderKit", ["ResourceModel"])
library("ProviderTesting", ["ProviderKit", "ResourceModel"])

// MARK: 3 Features

library("Enumeration", ["WSMan", "ResourceModel"])
library("Eventing", ["WSMan", "XML", "ResourceModel"])
library("Overlay", ["ResourceModel", "Database"])
library("EventLog", ["ResourceModel", "Database"])
library("Monitoring", ["ResourceModel"])
library("WSManClient", ["WSMan", "XML", "ResourceModel", "HTTPTransport"])

// Hardware domains: each is one folder in Providers/ and one name here.
let domains = ["Chassis", "CPU", "Disk", "Fan", "Memory", "PCI", "PowerSupply", "Sensor"]
package.targets += domains.map { domain in
    .target(
        name: "\(domain)Provider", dependencies: ["ProviderKit", "ResourceModel", "HardwareAccess"],
        path: "Providers/\(domain)", swiftSettings: settings)
}

// What happened is no hardware.
package.targets += ["EventLog", "Subscription"].map { domain in
    .target(
        name: "\(domain)Provider", dependencies: ["ProviderKit", "ResourceModel"], path: "Providers/\(domain)",
        swiftSettings: settings)
}

// MARK: 4 Service

library(
    "ManagementService",
    ["Enumeration", "Eventing", "WSMan", "QueryLanguage", "ProviderKit", "XML", "ResourceModel"])

// MARK: 5 Programs

package.targets.append(
    .executableTarget(
        name: "baseboardd",
        dependencies: [
            "ManagementService", "ProviderKit", "HardwareAccess", "HTTPTransport", "Monitoring", "Overlay",
            "EventLog", "EventLogProvider", "Eventing", "SubscriptionProvider", "Database", "Configuration",
            "Enumeration", "QueryLanguage",
            "WSMan", "XML",
            "ResourceModel", "CLinux", log,
        ] + domains.map { .byName(name: "\($0)Provider") },
        swiftSettings: settings))

package.targets.append(
    .executableTarget(
        name: "baseboard",
        dependencies: ["WSManClient", "HTTPTransport", "WSMan", "XML", "ResourceModel", argumentParser, log],
        swiftSettings: settings))

// MARK: Fuzz targets, which link under `make fuzz` only

@MainActor func fuzz(_ name: String, _ dependencies: [Target.Dependency]) {
    // libFuzzer brings main.
    package.targets.append(
        .executableTarget(
            name: "Fuzz\(name)", dependencies: dependencies, path: "Tests/Fuzz/Fuzz\(name)",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}

if Context.environment["BASEBOARD_FUZZ"] != nil {
    fuzz("Envelope", ["ManagementService", "Eventing", "WSMan", "ProviderKit", "ResourceModel", "XML"])
    fuzz("Eventing", ["WSMan", "ResourceModel", "XML"])
    fuzz("Query", ["QueryLanguage", "ResourceModel"])
    fuzz("XPath", ["XML"])
    fuzz("SMBIOS", ["HardwareAccess"])
    fuzz("SysfsValues", ["HardwareAccess"])
    fuzz("Authorization", ["HTTPTransport"])
    fuzz("UsersFile", ["HTTPTransport"])
    fuzz("Configuration", ["Configuration"])
    fuzz("TLS", ["HTTPTransport", .product(name: "NIOEmbedded", package: "swift-nio")] + nio)
}

// MARK: Tests

package.targets += [
    .target(
        name: "ManualLoop", dependencies: ["ResourceModel"], path: "Tests/ManualLoop", swiftSettings: settings),
    .target(
        name: "EventingFixtures", dependencies: ["Eventing", "ManualLoop", "WSMan", "ResourceModel"],
        path: "Tests/EventingFixtures", swiftSettings: settings),
    .target(name: "TemporaryFiles", path: "Tests/TemporaryFiles", swiftSettings: settings),
    .target(
        name: "MachineFixtures", dependencies: ["HardwareAccess"], path: "Tests/MachineFixtures",
        swiftSettings: settings),
    .executableTarget(
        name: "hardware-probe", dependencies: ["HardwareAccess"], path: "Tests/HardwareProbe", swiftSettings: settings),
    .executableTarget(
        name: "event-writer", dependencies: ["EventLog", "Database", "ResourceModel"], path: "Tests/EventWriter",
        swiftSettings: settings),
]

tests("HardwareAccess", ["MachineFixtures", "hardware-probe"])
tests("ResourceModel", [])
tests("WSMan", ["XML", "ResourceModel"])
tests("QueryLanguage", ["ResourceModel"])
tests("ProviderKit", ["ProviderTesting", "ResourceModel"])
tests("Enumeration", ["WSMan", "ResourceModel"])
tests("Eventing", ["WSMan", "XML", "ResourceModel", "EventingFixtures", "ManualLoop"])
tests("Database", ["TemporaryFiles"])
tests("Configuration", ["TemporaryFiles"])
tests("Overlay", ["Database", "ResourceModel", "TemporaryFiles"])
tests("EventLog", ["Database", "ResourceModel", "Overlay", "TemporaryFiles", "event-writer"])
tests("Monitoring", ["ResourceModel"])
tests("XML", [])
tests("HTTPTransport", ["ResourceModel", "COpenSSL", log] + nio)
tests(
    "ManagementService",
    [
        "EventingFixtures", "ManualLoop", "Enumeration", "Eventing", "WSMan", "ProviderKit", "XML", "ResourceModel",
    ])
tests("WSManClient", ["HTTPTransport", "ResourceModel", "WSMan", "XML"])
tests("baseboard", ["WSManClient", "HTTPTransport", "WSMan", "XML", "ResourceModel", argumentParser, log])
tests(
    "baseboardd",
    [
        "Configuration", "Database", "EventLog", "Eventing", "HTTPTransport", "HardwareAccess", "MachineFixtures",
        "Monitoring", "ResourceModel", "TemporaryFiles", log,
    ])
tests("ProviderTesting", ["ProviderKit", "ResourceModel"])
package.targets.append(
    .testTarget(
        name: "ConformanceTests", path: "Tests/Conformance", exclude: ["RULES.md"], swiftSettings: settings))

package.targets += domains.map { domain in
    .testTarget(
        name: "\(domain)ProviderTests",
        dependencies: [
            "ProviderKit", "ProviderTesting", "ResourceModel", "HardwareAccess", "MachineFixtures", "Overlay",
            "Database", "Monitoring", "baseboardd", log,
        ] + domains.map { .byName(name: "\($0)Provider") },
        path: "Tests/Providers/\(domain)Tests", swiftSettings: settings)
}

package.targets += ["EventLog", "Subscription"].map { domain in
    .testTarget(
        name: "\(domain)ProviderTests",
        dependencies: [
            .byName(name: "\(domain)Provider"), "EventLog", "Database", "ProviderKit", "ProviderTesting",
            "QueryLanguage", "ResourceModel",
        ],
        path: "Tests/Providers/\(domain)Tests", swiftSettings: settings)
}

// Over the wire, against the built daemon: it imports none of the libraries that the daemon is made of.
package.targets.append(
    .testTarget(
        name: "EndToEndTests", dependencies: ["baseboardd", "baseboard", "MachineFixtures"],
        exclude: ["Clients", "Servers"],
        swiftSettings: settings))

// MARK: Fewer targets: BASEBOARD_TESTS names test targets, which are built with what they need and nothing else

if let wanted = Context.environment["BASEBOARD_TESTS"]?.split(separator: " ").map(String.init) {
    var needed: Set<String> = []
    var unseen = wanted
    while let name = unseen.popLast() {
        guard needed.insert(name).inserted, let target = package.targets.first(where: { $0.name == name })
        else { continue }
        for dependency in target.dependencies {
            switch dependency {
            case .targetItem(let name, _), .byNameItem(let name, _): unseen.append(name)
            default: break
            }
        }
    }
    package.targets.removeAll { !needed.contains($0.name) }
}
