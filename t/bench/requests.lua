-- requests.lua - what wrk sends for ./deploy/bench. SPDX-License-Identifier: MIT
--
-- read FILE: its lines in turn; a line holds path, key and version of the interface, or path and key, or a
-- path alone.
-- create HOUR FIRST HOSTS: with every request a slot nobody has, from that hour since 1970 on, of HOSTS
-- hosts from number FIRST on. create-links, create-appointments, create-vcita: the same in another dialect.
-- contest HOUR FIRST HOSTS TIMES: the same, each slot TIMES in turn; 201 and 400 are answers, all else fails.
-- reschedule FILE HOUR: bookings moved on and on; its lines hold uid and host. From HOUR on nobody has a slot.

local requests, count = {}, 0
local hour, first, hosts
local times = 1
local bookings, oldest, newest, moves = {}, 1, 0, {}
local thread
failed, contest = 0, false

local function headers(key, version)
  local head = {Host = "127.0.0.1", Authorization = "Bearer " .. key}
  if version ~= "" then
    head["cal-api-version"] = version
  end
  return head
end

local function next_line()
  count = count % #requests + 1
  return requests[count]
end

local function at(hours)
  return os.date("!%Y-%m-%dT%H:00:00Z", hours * 3600)
end

-- By kind of request: path, key, version and body that ask for a host's hour.
local asks = {}

function asks.create(host, start)
  return "/v2/bookings", "cal_bench" .. host, "2024-08-13", string.format(
    '{"start":"%s","eventTypeId":%d,"attendee":{"name":"Client Number %d",' ..
    '"email":"client%016d@mail.example","timeZone":"Europe/Berlin","language":"en"}}',
    at(start), host, count, hour * 1000000 + count)
end

asks["create-links"] = function(host, start)
  return "/api/v1/bookings", "links_bench", "", string.format(
    '{"booking_link_id":"link_l%015d","contact_name":"Client Number %d",' ..
    '"contact_email":"client%016d@mail.example","start_time":"%s","client_timezone":"Europe/Berlin"}',
    host, count, hour * 1000000 + count, at(start))
end

asks["create-appointments"] = function(host, start)
  return "/api/bookings", "session_bench" .. host, "", string.format(
    '{"client_id":%d,"staff_id":%d,"service_id":%d,"start_at":"%s","end_at":"%s"}',
    1000001 + count % 5000, host, host, os.date("!%Y-%m-%d %H:00:00", start * 3600),
    os.date("!%Y-%m-%d %H:30:00", start * 3600))
end

asks["create-vcita"] = function(host, start)
  return "/platform/v1/scheduling/bookings", "client_bench" .. 1 + count % 20, "", string.format(
    '{"business_id":"bench00000000000","service_id":"t%015d","staff_id":"u%015d","start_time":"%s",' ..
    '"time_zone":"Europe/Berlin"}', host, host, at(start))
end

asks["create-cal"] = asks.create
local ask = asks.create

local function next_slot()
  local slot = math.floor(count / times)
  local path, key, version, body = ask(first + slot % hosts, hour + math.floor(slot / hosts))
  local head = headers(key, version)
  head["Content-Type"] = "application/json"
  count = count + 1
  return wrk.format("POST", path, head, body)
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
  if asks[arguments[1]] or arguments[1] == "contest" then
    ask = asks[arguments[1]] or ask
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
