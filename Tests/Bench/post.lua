-- SPDX-License-Identifier: Apache-2.0
-- For wrk: POST the file named by BENCH_BODY, with the header that stands in BENCH_AUTHORIZATION.

local body = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
wrk.method = "POST"
wrk.body = body:read("*a")
body:close()
wrk.headers["Content-Type"] = "application/soap+xml;charset=UTF-8"
wrk.headers["Authorization"] = os.getenv("BENCH_AUTHORIZATION")
