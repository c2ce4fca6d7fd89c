-- requests.lua - what wrk sends for ./deploy/bench. SPDX-License-Identifier: MIT
--
-- read FILE: its lines in turn; a line holds path, key and version of the interface, or a path alone.
-- create HOUR FIRST HOSTS: with every request a slot nobody has, from that hour since 1970 on, of HOSTS
-- hosts from number FIRST on.
-- contest HOUR FIRST HOSTS TIMES: the same, each slot TIMES in turn; 201 and 400 are answers, all else fails.
-- reschedule FILE HOUR: bookings moved on and on; its lines hold uid and host. From HOUR on nobody has a slot.

local requests, count = {}, 0
local hour, first, hosts
local times = 1
local bookings, oldest, newest, moves = {}, 1, 0, {}
local thread
failed, contest = 0, false

local function headers(key, version)
  return {Host = "127.0.0.1", Authorization = "Bearer " .. key, ["cal-api-version"] = version}
end

local function next_line()
  count = count % #requests + 1
  return requests[count]
end

local function at(hours)
  return os.date("!%Y-%m-%dT%H:00:00Z", hours * 3600)
end

local function next_slot()
  local slot = math.floor(count / times)
  local host = first + slot % hosts
  local start = at(hour + math.floor(slot / hosts))
  local head = headers("cal_bench" .. host, "2024-08-13")
  head["Content-Type"] = "application/json"
  count = count + 1
  return wrk.format("POST", "/v2/bookings", head, string.format(
    '{"start":"%s","eventTypeId":%d,"attendee":{"name":"Client Number %d",' ..
    '"email":"client%016d@mail.example","timeZone":"Europe/Berlin","language":"en"}}',
    start, host, count, hour * 1000000 + count))
end

local function add_booking(uid, host)
  newest = newest + 1
  bookings[newest] = {uid = uid, host = host}
end

local function next_move()
  local booking = bookings[oldest]
  bookings[oldest] = nil
  oldest = oldest + 1
  moves[booking.host] = (moves[booking.host] or 0) + 1
  local head = headers("cal_bench" .. booking.host, "2024-08-13")
  head["Content-Type"] = "application/json"
  return wrk.format("POST", "/v2/bookings/" .. booking.uid .. "/reschedule", head,
    '{"start":"' .. at(hour + moves[booking.host]) .. '"}')
end

local function moved(status, _, body)
  local uid, host = body:match('"uid":"([^"]*)"'), body:match('"eventTypeId":(%d+)')
  if status ~= 201 or not uid or not host then
    failed = failed + 1
  else
    add_booking(uid, host)
  end
end

local function contested(status)
  if status ~= 201 and status ~= 400 then
    failed = failed + 1
  end
end

function setup(one)
  thread = one
end

function init(arguments)
  if arguments[1] == "create" or arguments[1] == "contest" then
    hour, first, hosts = tonumber(arguments[2]), tonumber(arguments[3]), tonumber(arguments[4])
    request = next_slot
    if arguments[1] == "contest" then
      times = tonumber(arguments[5])
      response, contest = contested, true
    end
    return
  end
  if arguments[1] == "reschedule" then
    hour = tonumber(arguments[3])
    for line in io.lines(arguments[2]) do
      add_booking(line:match("^(%S+)%s+(%S+)$"))
    end
    request, response = next_move, moved
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
  local refused = thread:get("failed")
  -- A lost contest is an answer like the others.
  if not thread:get("contest") then
    refused = refused + errors.status
  end
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + refused + errors.timeout))
end
