// SPDX-License-Identifier: Apache-2.0

import CPAM
import Glibc
import ResourceModel

/// Passwords and groups of the system, by PAM.
public struct PAMService: Sendable {
    /// Which Unix group makes an account which role; the highest counts, and none keeps it out.
    public struct Groups: Sendable {
        /// May do everything.
        public var admin: String
        /// May also change limits and call methods.
        public var `operator`: String
        /// May read.
        public var reader: String

        /// Names them.
        public init(admin: String, operator: String, reader: String) {
            self.admin = admin
            self.operator = `operator`
            self.reader = reader
        }
    }

    private let name: String
    /// Where the service's file is; nil for the system's places.
    private let directory: String?
    private let groups: Groups
    private let library: PAMLibrary

    /// Loads the library.
    ///
    /// - Parameter service: the name of a file in `/etc/pam.d`, or the absolute path of one elsewhere.
    /// - Throws: why there is no PAM here.
    public init(_ service: String, groups: Groups) throws(PAMError) {
        library = try PAMLibrary()
        self.groups = groups
        if let slash = service.lastIndex(of: "/") {
            name = String(service[service.index(after: slash)...])
            directory = slash == service.startIndex ? "/" : String(service[..<slash])
            guard library.startIn != nil else { throw .tooOld }
        } else {
            name = service
            directory = nil
        }
    }

    /// Says who it is that has this password; blocks for as long as the modules want.
    func authenticate(user: String, password: Secret, address: String) -> Principal? {
        // What cannot name an account is not shown to the modules, which see C strings.
        guard Account.isValid(name: user), !password.containsNul else { return nil }
        let conversation = PAMConversation(password)
        let name: String? = withExtendedLifetime(conversation) {
            var callbacks = pam_conv(
                conv: PAMConversation.answer, appdata_ptr: Unmanaged.passUnretained(conversation).toOpaque())
            var handle: OpaquePointer?
            var status = start(user, &callbacks, &handle)
            guard status == PAM_SUCCESS, let handle else { return nil }
            defer { _ = library.end(handle, status) }
            _ = address.withCString { library.setItem(handle, PAM_RHOST, $0) }
            _ = baseboard_pam_do_not_sleep(library.setItem, handle)
            status = library.authenticate(handle, baseboard_pam_flags)
            guard status == PAM_SUCCESS else { return nil }
            status = library.checkAccount(handle, baseboard_pam_flags)
            guard status == PAM_SUCCESS else { return nil }
            // Modules may have written the name as the directory has it.
            var value: UnsafeRawPointer?
            guard library.getItem(handle, PAM_USER, &value) == PAM_SUCCESS, let value else { return nil }
            return String(validatingCString: value.assumingMemoryBound(to: CChar.self))
        }
        guard let name, Account.isValid(name: name), let role = role(of: name) else { return nil }
        return Principal(name: name, role: role)
    }

    private func start(
        _ user: String, _ callbacks: inout pam_conv, _ handle: inout OpaquePointer?
    ) -> Int32 {
        guard let directory else { return library.start(name, user, &callbacks, &handle) }
        return library.startIn?(name, user, &callbacks, directory, &handle) ?? PAM_SYSTEM_ERR
    }

    // MARK: Groups

    private func role(of user: String) -> Role? {
        guard let memberships = UnixGroups.identifiers(ofUser: user) else { return nil }
        let roles: [(String, Role)] = [(groups.admin, .admin), (groups.operator, .operator), (groups.reader, .reader)]
        return roles.first { group, _ in
            UnixGroups.identifier(of: group).map { memberships.contains($0) } ?? false
        }?.1
    }
}

/// Why PAM cannot be asked.
public enum PAMError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The library is missing or broken; the text is the system's.
    case noLibrary(String)
    /// The library reads service files in the system's places only.
    case tooOld

    /// One line.
    public var description: String {
        switch self {
        case .noLibrary(let reason): "PAM cannot be loaded: \(reason)"
        case .tooOld: "this system's PAM takes no path in PAMService=; put the file into /etc/pam.d and name it"
        }
    }
}

/// What a module is answered: the password, once, and nothing else.
private final class PAMConversation {
    private let password: Secret
    private var wasAsked = false

    init(_ password: Secret) { self.password = password }

    static let answer:
        @convention(c) (
            Int32, UnsafeMutablePointer<UnsafePointer<pam_message>?>?,
            UnsafeMutablePointer<UnsafeMutablePointer<pam_response>?>?, UnsafeMutableRawPointer?
        ) -> Int32 = { count, messages, responses, data in
            guard let messages, let responses, let data, (1...PAM_MAX_NUM_MSG).contains(count) else {
                return PAM_CONV_ERR
            }
            let conversation = Unmanaged<PAMConversation>.fromOpaque(data).takeUnretainedValue()
            return conversation.answer(UnsafeBufferPointer(start: messages, count: Int(count)), responses)
        }

    private func answer(
        _ messages: UnsafeBufferPointer<UnsafePointer<pam_message>?>,
        _ responses: UnsafeMutablePointer<UnsafeMutablePointer<pam_response>?>
    ) -> Int32 {
        for message in messages {
            switch message?.pointee.msg_style {
            case PAM_TEXT_INFO, PAM_ERROR_MSG: continue
            // A second secret, such as a new password, is more than a request can hold.
            case PAM_PROMPT_ECHO_OFF where !wasAsked: wasAsked = true
            default: return PAM_CONV_ERR
            }
        }
        // The modules free what they get, so it is malloc's.
        guard let memory = calloc(messages.count, MemoryLayout<pam_response>.stride) else { return PAM_BUF_ERR }
        let answers = memory.bindMemory(to: pam_response.self, capacity: messages.count)
        for (index, message) in messages.enumerated() where message?.pointee.msg_style == PAM_PROMPT_ECHO_OFF {
            answers[index].resp = password.withCString { strdup($0) }
        }
        responses.pointee = answers
        return PAM_SUCCESS
    }
}
