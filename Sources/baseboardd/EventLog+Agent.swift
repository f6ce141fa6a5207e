// SPDX-License-Identifier: Apache-2.0

import EventLog
import ResourceModel

extension EventLog {
    /// Writes that the agent watches from now on, and how the one before it ended.
    func noteStart() async {
        let now = LogClock.now()
        var events: [Event] = []
        if case .unclean(let last) = previousStop {
            events.append(
                Event(
                    .uncleanStop, .warning,
                    message: "The agent or the machine ended without being told to, some time after \(last).",
                    arguments: ["\(last)"], time: now, observed: .atStart, since: last))
        }
        events.append(
            Event(
                .agentStarted, .information, message: "Baseboard \(Baseboardd.version) started.",
                arguments: [Baseboardd.version], time: now))
        await record(events)
    }

    /// Writes that the agent watches no more, for it was told to stop.
    func noteStop() async {
        await record([
            Event(
                .agentStopped, .information, message: "Baseboard \(Baseboardd.version) stopped.",
                arguments: [Baseboardd.version], time: LogClock.now())
        ])
        await stop()
    }
}
