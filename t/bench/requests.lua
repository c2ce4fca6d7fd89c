-- requests.lua - what wrk sends for ./deploy/bench. SPDX-License-Identifier: MIT
--
-- read FILE: its lines in turn; a line holds path, key and version of the interface, or a path alone.
-- create HOUR FIRST HOSTS: with every request a slot nobody has, from that hour since 1970 on, of HOSTS
-- hosts from number FIRST on.

local requests, count = {}, 0
local hour, first, hosts

local function headers(key, version)
  return {Host = "127.0.0.1", Authorization = "Bearer " .. key, ["cal-api-version"] = version}
end

local function next_line()
  count = count % #requests + 1
  return requests[count]
end

local function next_slot()
  local host = first + count % hosts
  local start = os.date("!%Y-%m-%dT%H:00:00Z", (hour + math.floor(count / hosts)) * 3600)
  local head = headers("cal_bench" .. host, "2024-08-13")
  head["Content-Type"] = "application/json"
  count = count + 1
  return wrk.format("POST", "/v2/bookings", head, string.format(
    '{"start":"%s","eventTypeId":%d,"attendee":{"name":"Client Number %d",' ..
    '"email":"client%016d@mail.example","timeZone":"Europe/Berlin","language":"en"}}',
    start, host, count, hour * 1000000 + count))
end

function init(arguments)
  if arguments[1] == "create" then
    hour, first, hosts = tonumber(arguments[2]), tonumber(arguments[3]), tonumber(arguments[4])
    request = next_slot
    return
  end
  for line in io.lines(arguments[2]) do
    local path, key, version = line:match("^(%S+) ?(%S*) ?(%S*)$")
    requests[#requests + 1] = wrk.format("GET", path, headers(key, version))
  end
  request = next_line
end

-- wrk looks for this name before init is run
function request() end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
