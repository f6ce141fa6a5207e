// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HTTPTransport

struct DigestCredentialsTests {
    /// RFC 7616 §3.9.1, as a client sends it.
    private func example(_ algorithm: String, _ response: String) -> String {
        """
        Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=\(algorithm), \
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, \
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="\(response)", \
        opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
        """
    }

    @Test(arguments: [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ])
    func `the examples of RFC 7616 are right`(_ name: String, _ response: String) throws {
        let credentials = try #require(DigestCredentials(example(name, response)))
        #expect(credentials.username == "Mufasa")
        #expect(credentials.algorithm.rawValue == name)
        let digest = try #require(MessageDigest(credentials.algorithm))
        let secret = digest("Mufasa:http-auth@example.org:Circle of Life")
        #expect(DigestScheme.response(credentials, method: "GET", secret: secret, digest) == credentials.response)
        #expect(DigestScheme.response(credentials, method: "PUT", secret: secret, digest) != credentials.response)
    }

    @Test func `SHA-512-256 is the one with its own start`() throws {
        let digest = try #require(MessageDigest(.sha512_256))
        #expect(
            Hexadecimal.encode(digest("abc")) == "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")
    }

    /// The parameters of a good field, which the tests break one at a time.
    private static let good = [
        "username": "\"ann\"", "realm": "\"baseboard\"", "nonce": "\"00\"", "uri": "\"/wsman\"", "qop": "auth",
        "nc": "00000001", "cnonce": "\"x\"", "response": "\"\(String(repeating: "ab", count: 16))\"",
    ]

    private func parse(_ changes: [String: String?], more: String = "") -> DigestCredentials? {
        var fields = Self.good
        for (name, value) in changes { fields[name] = value }
        return DigestCredentials("Digest " + fields.map { "\($0)=\($1)" }.joined(separator: ", ") + more)
    }

    @Test(arguments: ["1", "01", "00000001", "\"1\"", "\"00000001\"", "0000000000000001"])
    func `nc counts by its value`(_ text: String) throws {
        let credentials = try #require(parse(["nc": text]))
        #expect(credentials.nonceCount == 1)
        // As it was written, for that is what the client has hashed.
        #expect(credentials.nonceCountText == text.filter { $0 != "\"" })
    }

    @Test(arguments: [
        ("nc", "+1"), ("nc", "-1"), ("nc", "x"), ("nc", "\"\""), ("nc", "00000000000000001"), ("qop", "auth-int"),
        ("qop", "\"auth,auth-int\""), ("algorithm", "MD5-sess"), ("algorithm", "SHA-256"), ("algorithm", "SHA-1"),
        ("userhash", "true"), ("response", "\"abc\""), ("response", "\"\(String(repeating: "zz", count: 16))\""),
        ("cnonce", "\"\""), ("username*", "UTF-8''ann"), ("nonce", "\"open"), ("uri", ""), ("uri", "\"a\"b"),
        ("realm", "a b"), ("cnonce", "\"\\"),
    ])
    func `what is broken, or not offered, is no credentials`(_ name: String, _ value: String) {
        #expect(parse([:]) != nil)
        #expect(parse([name: value]) == nil)
    }

    @Test(arguments: good.keys.sorted())
    func `nothing may be missing or stand twice`(_ name: String) {
        #expect(parse([name: nil]) == nil)
        #expect(parse([:], more: ", \(name.uppercased())=\(Self.good[name] ?? "")") == nil)
    }

    @Test func `names have no case, values may be quoted, blanks and empty elements do not count`() {
        #expect(parse(["qop": nil, "QOP": "\"AUTH\"", "Algorithm": "\"md5\"", "userhash": "false"]) != nil)
        #expect(parse([:], more: " ,, opaque = \"\" ,") != nil)
        #expect(parse(["username": "\"a\\\"n\\\\n\""])?.username == "a\"n\\n")
    }

    @Test func `a name beyond ASCII comes as it is, or by RFC 8187`() {
        #expect(parse(["username": "\"ünal\""])?.username == "ünal")
        #expect(parse(["username": nil, "username*": "UTF-8''%c3%BCnal"])?.username == "ünal")
        for broken in ["UTF-8''%c3", "UTF-8''%zz", "ISO-8859-1''%fcnal", "UTF-8'x", "UTF-8''%c"] {
            #expect(parse(["username": nil, "username*": broken]) == nil, "\(broken)")
        }
    }

    @Test func `there is an end to parameters`() {
        let more = (1...30).map { ", x\($0)=1" }.joined()
        #expect(parse([:], more: more) == nil)
    }

    @Test(arguments: [
        ("/wsman", "/wsman", true), ("http://h:5985/wsman", "/wsman", true), ("/wsman", "HTTPS://h/wsman", true),
        ("http://h", "/", true), ("/wsman?a=b", "/wsman?a=b", true), ("/wsman", "/wsman?a=b", false),
        ("/wsman", "/wsman/", false), ("", "/wsman", false), ("http://h/other", "/wsman", false),
        ("*", "/wsman", false),
    ])
    func `the uri names the target, in either form`(_ uri: String, _ target: String, _ isSame: Bool) {
        #expect(DigestScheme.names(uri, target) == isSame)
    }
}
