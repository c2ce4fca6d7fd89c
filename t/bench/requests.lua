-- requests.lua - sends the requests of a file in turn; for wrk. SPDX-License-Identifier: MIT
-- A line holds path, key and version of the interface, or a path alone.

local requests, at = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local path, key, version = line:match("^(%S+) ?(%S*) ?(%S*)$")
    local headers = {Host = "127.0.0.1"}
    if key ~= "" then
      headers.Authorization, headers["cal-api-version"] = "Bearer " .. key, version
    end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
