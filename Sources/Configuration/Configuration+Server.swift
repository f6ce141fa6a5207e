// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The section `[server]`: where the daemon listens, and which machine it shows.
    public struct Server: Sendable, Equatable {
        /// The addresses to listen on.
        public var listen =
            ["0.0.0.0", "::"].compactMap { ListenAddress(host: $0, port: 5986, isEncrypted: true) }
            + ["127.0.0.1", "::1"].compactMap { ListenAddress(host: $0, port: 5985) }
        /// Where the state database lies.
        public var stateDirectory = "/var/lib/baseboard"
        /// Whether what operators set survives a restart.
        public var keepState = true
        /// The directory that holds `sys` and `proc` of the machine to show.
        public var hardwareRoot = "/"
    }
}

extension Configuration.Server {
    static let section = Section(
        "server", "Where the daemon listens, and which machine it shows.",
        [
            Key(
                list: "Listen", \.server.listen, .listenAddress,
                """
                An address to listen on; give the key once for each. 0.0.0.0 and [::] mean all addresses of the \
                machine. Plain HTTP lets anybody on the way read and change what is said, so it is for this machine \
                alone unless you change that. After the URL stands what a client may prove itself by; digest and \
                basic where nothing stands there.
                """),
            Key(
                "StateDirectory", \.server.stateDirectory, .path,
                """
                Where the daemon keeps what must survive a restart. It must exist and be writable for the daemon, which \
                ends with an error otherwise. Where its disk is full the daemon serves all the same, keeps nothing, and \
                goes on to keep it as soon as there is room.
                """),
            Key(
                "KeepState", \.server.keepState, .boolean,
                """
                Whether limits, names and tags that operators set are kept in StateDirectory=. With no they live in \
                memory and end with the daemon, which then needs no StateDirectory=.
                """),
            Key(
                "HardwareRoot", \.server.hardwareRoot, .path,
                """
                The directory that holds sys and proc of the machine to show. Another one than / shows a recorded \
                machine: nothing of the real one is then read or changed.
                """),
        ])
}
