-- create.lua - books a slot that nobody else has with every request; for wrk. SPDX-License-Identifier: MIT
-- Arguments: the hour since 1970 to begin with, the first host's number, how many hosts, the path.

local hour, first, hosts, path, count = 0, 0, 1, "/", 0

function init(arguments)
  hour, first, hosts = tonumber(arguments[1]), tonumber(arguments[2]), tonumber(arguments[3])
  path = arguments[4]
end

function request()
  local host = first + count % hosts
  local start = os.date("!%Y-%m-%dT%H:00:00Z", (hour + math.floor(count / hosts)) * 3600)
  count = count + 1
  return wrk.format("POST", path, {
    Host = "127.0.0.1",
    Authorization = "Bearer cal_bench" .. host,
    ["cal-api-version"] = "2024-08-13",
    ["Content-Type"] = "application/json",
  }, string.format('{"start":"%s","eventTypeId":%d,"attendee":{"name":"Client Number %d",' ..
    '"email":"client%016d@mail.example","timeZone":"Europe/Berlin","language":"en"}}',
    start, host, count, hour * 1000000 + count))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
