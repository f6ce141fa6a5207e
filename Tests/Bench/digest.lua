-- SPDX-License-Identifier: Apache-2.0
-- For wrk: as post.lua, with the response of Digest (MD5) computed for each request by libcrypto, from BENCH_SECRET, which
-- is H(user:realm:password), and BENCH_NONCE.

local ffi = require("ffi")
ffi.cdef("unsigned char *MD5(const unsigned char *data, size_t count, unsigned char *digest);")
local crypto = ffi.load("libcrypto.so.3")
local digest = ffi.new("unsigned char[16]")

local function hash(text)
    crypto.MD5(text, #text, digest)
    return (ffi.string(digest, 16):gsub(".", function(octet) return string.format("%02x", octet:byte()) end))
end

local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
local body = file:read("*a")
file:close()
local user, secret, nonce = os.getenv("BENCH_USER"), os.getenv("BENCH_SECRET"), os.getenv("BENCH_NONCE")
local target = hash("POST:/wsman")
local count = 0

function request()
    count = count + 1
    local number = string.format("%08x", count)
    local response = hash(secret .. ":" .. nonce .. ":" .. number .. ":bench:auth:" .. target)
    return wrk.format("POST", "/wsman", {
        ["Content-Type"] = "application/soap+xml;charset=UTF-8",
        ["Authorization"] = string.format(
            'Digest username="%s", realm="baseboard", nonce="%s", uri="/wsman", qop=auth, nc=%s, cnonce="bench", response="%s"',
            user, nonce, number, response),
    }, body)
end
