/* tenants_routes.c - who may do what, route by route. SPDX-License-Identifier: MIT */
#include "tenants.h"

/* thing, reach, beyond it, elsewhere or nowhere, deleted */
#define R(thing, reach, refused, missing, deleted)                                                 \
    {                                                                                              \
        thing, reach, refused, missing, deleted, false, 0                                          \
    }
/* The uid is the attendee's link: whoever has it and no credential needs nothing else (contract
 * cal-v2 m). */
#define LINKED(thing, missing, deleted)                                                            \
    {                                                                                              \
        thing, R_BUSINESS, 0, missing, deleted, true, 0                                            \
    }

#define V(version) " " version
#define BOOKINGS   "2024-08-13"
#define PENDING                                                                                    \
    "UPDATE booking SET status = 'pending' WHERE business_id = @b AND status = 'accepted'"
#define BEGUN                                                                                      \
    "UPDATE booking SET start_us = start_us - 315360000000000, end_us = end_us - 315360000000000," \
    " claim_start_us = claim_start_us - 315360000000000, claim_end_us = claim_end_us -"            \
    " 315360000000000 WHERE business_id = @b"
#define TURNS                                                                                      \
    "UPDATE booking SET event_type_id = 9006 WHERE business_id = @b AND id IN (9001, 9002)"
#define VLIST      "/platform/v1/scheduling/bookings?per_page=25&offset=0"
#define LOGIN(who) "{'email':'" who "@tenants.example','password':'secret-of-tenants-{letter}'}"
#define ATTENDEE   "'attendee':{'name':'N','email':'n@new.example','timeZone':'UTC'}"

/* clang-format off */
const struct row tenant_rows[] = {
    /* ---- Cal.com: lists ---- */
    {"GET /v2/bookings 2024-08-13", G_CAL_READ, 200, "/v2/bookings?take=100", NULL, .shows =
     "BOOKING", .shown = R_HOSTS},
    {"GET /v2/bookings 2024-08-13", G_CAL_READ, 200, "/v2/bookings?bookingUid={booking}", NULL,
     .refs = {R("booking", R_HOSTS, 200, 200, 200)}},
    {"GET /v2/bookings 2024-08-13", G_CAL_READ, 200, "/v2/bookings?eventTypeIds={type}", NULL,
     .refs = {R("type", R_HOSTS, 200, 400, 200)}},
    {"GET /v2/bookings 2024-08-13", G_CAL_READ, 200, "/v2/bookings?eventTypeId={type}", NULL, .refs
     = {R("type", R_HOSTS, 200, 400, 200)}},
    {"GET /v2/bookings 2024-08-13", G_CAL_READ, 200, "/v2/bookings?teamsIds={team}", NULL, .refs =
     {R("team", R_HOSTS, 200, 200, 200)}},
    {"GET /v2/bookings 2026-05-01", G_CAL_READ, 200, "/v2/bookings?limit=100", NULL, .shows =
     "BOOKING", .shown = R_HOSTS},
    {"GET /v2/bookings 2026-05-01", G_CAL_READ, 200, "/v2/bookings?limit=2&cursor={cursor}", NULL,
     .refs = {R("cursor", R_MINE, 400, 400, 400)}},
    {"GET /v2/bookings 2026-05-01", G_CAL_READ, 200, "/v2/bookings?eventTypeId={type}", NULL, .refs
     = {R("type", R_HOSTS, 200, 400, 200)}},
    {"GET /v2/teams/:teamId/bookings 2024-08-13", G_CAL_READ, 200, "/v2/teams/{team}/bookings",
     NULL, .refs = {R("team", R_LEADER, 403, 404, 404)}},
    {"GET /v2/organizations/:orgId/bookings 2024-08-13", G_CAL_READ, 200,
     "/v2/organizations/{org}/bookings", NULL, .refs = {R("org", R_LEADER, 403, 404, 404)}},
    {"GET /v2/organizations/:orgId/bookings 2026-05-01", G_CAL_READ, 200,
     "/v2/organizations/{org}/bookings", NULL, .refs = {R("org", R_LEADER, 403, 404, 404)}},
    {"GET /v2/organizations/:orgId/teams/:teamId/bookings 2024-08-13", G_CAL_READ, 200,
     "/v2/organizations/{org}/teams/{team}/bookings", NULL, .refs = {R("org", R_LEADER, 403, 404,
     404), R("team", R_ADMIN, 403, 404, 404)}},
    {"GET /v2/organizations/:orgId/users/:userId/bookings 2024-08-13", G_CAL_READ, 200,
     "/v2/organizations/{org}/users/{user}/bookings", NULL, .refs = {R("org", R_LEADER, 403, 404,
     404), R("user", R_ADMIN, 403, 404, 200)}},

    /* ---- Cal.com: a booking ---- */
    {"POST /v2/bookings 2024-08-13", G_CAL_OPEN, 201, "/v2/bookings",
     "{'start':'2031-05-05T10:00:00Z','eventTypeId':{type}," ATTENDEE "}", .refs = {LINKED("type",
     404, 404)}},
    {"POST /v2/bookings 2024-08-13", G_CAL_OPEN, 201, "/v2/bookings",
     "{'start':'2031-05-05T10:00:00Z','eventTypeSlug':'talk','username':'ann'," ATTENDEE "}", .refs
     = {{0}}},
    {"POST /v2/bookings 2024-08-13", G_CAL_OPEN, 201, "/v2/bookings",
     "{'start':'2031-05-05T10:00:00Z','eventTypeSlug':'talk','username':'ann','organizationSlug':"
     "'{org.slug}'," ATTENDEE "}", .refs = {LINKED("org.slug", 404, 404)}},
    {"GET /v2/bookings/by-seat/:seatUid 2024-08-13", G_CAL_OPEN_READ, 200,
     "/v2/bookings/by-seat/{seat}", NULL, .refs = {LINKED("seat", 404, 404)}},
    {"GET /v2/bookings/:bookingUid 2024-08-13", G_CAL_OPEN_READ, 200, "/v2/bookings/{booking}",
     NULL, .refs = {LINKED("booking", 404, 200)}},
    {"POST /v2/bookings/:bookingUid/cancel 2024-08-13", G_CAL_OPEN, 200,
     "/v2/bookings/{booking}/cancel", "{'cancellationReason':'x'}", .refs = {LINKED("booking", 404,
     400)}},
    {"POST /v2/bookings/:bookingUid/cancel 2024-08-13", G_CAL_OPEN, 200,
     "/v2/bookings/{seated}/cancel", "{'cancellationReason':'x','seatUid':'{seat}'}", .refs =
     {R("seat", R_MINE, 400, 400, 400)}},
    {"POST /v2/bookings/:bookingUid/reschedule 2024-08-13", G_CAL_OPEN, 201,
     "/v2/bookings/{booking}/reschedule", "{'start':'2031-05-05T10:00:00Z'}", .refs =
     {LINKED("booking", 404, 400)}},
    {"POST /v2/bookings/:bookingUid/reschedule 2024-08-13", G_CAL_OPEN, 201,
     "/v2/bookings/{seated}/reschedule", "{'start':'2031-05-05T10:00:00Z','seatUid':'{seat}'}",
     .refs = {R("seat", R_MINE, 400, 400, 400)}},
    {"POST /v2/bookings/:bookingUid/confirm 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/confirm", "{}", .refs = {R("booking", R_HOSTS, 403, 404, 400)},
     .before = PENDING},
    {"POST /v2/bookings/:bookingUid/decline 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/decline", "{'reason':'x'}", .refs = {R("booking", R_HOSTS, 403, 404,
     400)}, .before = PENDING},
    {"POST /v2/bookings/:bookingUid/mark-absent 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/mark-absent", "{'host':true}", .refs = {R("booking", R_HOSTS, 403,
     404, 200)}, .before = BEGUN},
    {"POST /v2/bookings/:bookingUid/reassign 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/reassign", "{}", .refs = {R("booking", R_HOSTS, 403, 404, 400)},
     .before = TURNS},
    {"POST /v2/bookings/:bookingUid/reassign/:userId 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/reassign/9001", "{}", .refs = {R("booking", R_HOSTS, 403, 404, 400)},
     .before = TURNS},
    {"POST /v2/bookings/:bookingUid/reassign/:userId 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/reassign/{user}", "{}", .refs = {R("user", R_TEAM, 400, 400, 400)},
     .before = TURNS},
    {"POST /v2/bookings/:bookingUid/guests 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/guests", "{'guests':[{'email':'more@new.example'}]}", .refs =
     {R("booking", R_HOSTS, 403, 404, 400)}},
    {"GET /v2/bookings/:bookingUid/attendees 2024-08-13", G_CAL_READ, 200,
     "/v2/bookings/{booking}/attendees", NULL, .refs = {R("booking", R_HOSTS, 403, 403, 200)}},
    {"GET /v2/bookings/:bookingUid/attendees/:attendeeId 2024-08-13", G_CAL_READ, 200,
     "/v2/bookings/{booking}/attendees/{booking>attendee}", NULL, .refs = {R("booking", R_HOSTS,
     403, 403, 200)}},
    {"GET /v2/bookings/:bookingUid/attendees/:attendeeId 2024-08-13", G_CAL_READ, 200,
     "/v2/bookings/{booking}/attendees/{attendee}", NULL, .refs = {R("attendee", R_MINE, 404, 404,
     404)}},
    {"POST /v2/bookings/:bookingUid/attendees 2024-08-13", G_CAL, 201,
     "/v2/bookings/{booking}/attendees", "{'name':'N','email':'n@new.example','timeZone':'UTC'}",
     .refs = {R("booking", R_HOSTS, 403, 403, 400)}},
    {"DELETE /v2/bookings/:bookingUid/attendees/:attendeeId 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/attendees/{guest}", NULL, .refs = {R("guest", R_MINE, 404, 404, 404)}},
    {"DELETE /v2/bookings/:bookingUid/attendees/:attendeeId 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/attendees/{booking>guest}", NULL, .refs = {R("booking", R_HOSTS, 403,
     403, 200)}},
    {"PATCH /v2/bookings/:bookingUid/location 2024-08-13", G_CAL, 200,
     "/v2/bookings/{booking}/location", "{'location':{'type':'link','link':'https://x.example/'}}",
     .refs = {R("booking", R_HOSTS, 403, 404, 200)}},
    {"GET /v2/bookings/:bookingUid/calendar-links 2024-08-13", G_CAL_READ, 200,
     "/v2/bookings/{booking}/calendar-links", NULL, .refs = {R("booking", R_BUSINESS, 0, 404,
     200)}},
    {"GET /v2/bookings/:bookingUid/references 2024-08-13", G_CAL_READ, 200,
     "/v2/bookings/{booking}/references", NULL, .refs = {R("booking", R_MINE, 400, 404, 200)}},

    /* ---- Cal.com: slots and holds ---- */
    {"GET /v2/slots 2024-09-04", G_CAL_OPEN, 200,
     "/v2/slots?eventTypeId={type}&start=2031-05-05&end=2031-05-05", NULL, .refs = {LINKED("type",
     404, 404)}},
    {"GET /v2/slots 2024-09-04", G_CAL_OPEN, 200,
     "/v2/slots?eventTypeSlug=talk&username=ann&start=2031-05-05&end=2031-05-05&organizationSlug="
     "{org.slug}", NULL, .refs = {LINKED("org.slug", 404, 404)}},
    {"GET /v2/slots 2024-09-04", G_CAL_OPEN, 200, "/v2/"
     "slots?eventTypeId={type}&start=2031-03-04&end=2031-03-04&bookingUidToReschedule={booking}",
     NULL, .refs = {R("booking", R_BUSINESS, 0, 200, 200)}},
    {"POST /v2/slots/reservations 2024-09-04", G_CAL_OPEN, 201, "/v2/slots/reservations",
     "{'eventTypeId':{type},'slotStart':'2031-05-05T10:00:00Z'}", .refs = {LINKED("type", 404,
     404)}},
    {"GET /v2/slots/reservations/:uid 2024-09-04", G_CAL_OPEN, 200,
     "/v2/slots/reservations/{hold}", NULL, .refs = {LINKED("hold", 200, 200)}},
    {"PATCH /v2/slots/reservations/:uid 2024-09-04", G_CAL_OPEN, 200,
     "/v2/slots/reservations/{hold}", "{'eventTypeId':{type},'slotStart':'2031-05-05T10:00:00Z'}",
     .refs = {LINKED("hold", 404, 404), R("type", R_BUSINESS, 0, 404, 404)}},
    {"DELETE /v2/slots/reservations/:uid 2024-09-04", G_CAL_OPEN, 200,
     "/v2/slots/reservations/{hold}", NULL, .refs = {LINKED("hold", 404, 404)}},

    /* ---- Cal.com: event types and schedules ---- */
    {"GET /v2/event-types 2024-06-14", G_CAL_OPEN, 200, "/v2/event-types?username=ann", NULL, .refs
     = {{0}}},
    {"GET /v2/event-types 2024-06-14", G_CAL_OPEN, 200, "/v2/event-types", NULL, .shows = "TYPE",
     .shown = R_MINE},
    {"GET /v2/event-types 2024-06-14", G_CAL_OPEN, 200,
     "/v2/event-types?username=ann&orgSlug={org.slug}", NULL, .refs = {LINKED("org.slug", 200,
     200)}},
    {"GET /v2/event-types 2024-06-14", G_CAL_OPEN, 200, "/v2/event-types?username=ann&orgId={org}",
     NULL, .refs = {LINKED("org", 200, 200)}},
    {"POST /v2/event-types 2024-06-14", G_CAL, 201, "/v2/event-types",
     "{'lengthInMinutes':30,'title':'New','slug':'new','scheduleId':{schedule}}", .refs =
     {R("schedule", R_MINE, 404, 404, 404)}},
    {"GET /v2/event-types/:eventTypeId 2024-06-14", G_CAL, 200, "/v2/event-types/{type}", NULL,
     .refs = {R("type", R_AGENDA, 404, 404, 404)}},
    {"PATCH /v2/event-types/:eventTypeId 2024-06-14", G_CAL, 200, "/v2/event-types/{type}",
     "{'title':'New'}", .refs = {R("type", R_MINE, 404, 404, 404)}},
    {"PATCH /v2/event-types/:eventTypeId 2024-06-14", G_CAL, 200, "/v2/event-types/{type}",
     "{'scheduleId':{schedule}}", .refs = {R("schedule", R_MINE, 404, 404, 404)}},
    {"DELETE /v2/event-types/:eventTypeId 2024-06-14", G_CAL, 200, "/v2/event-types/{type}", NULL,
     .refs = {R("type", R_MINE, 404, 404, 404)}},
    {"GET /v2/schedules 2024-06-11", G_CAL, 200, "/v2/schedules", NULL, .shows = "SCHEDULE", .shown
     = R_MINE},
    {"POST /v2/schedules 2024-06-11", G_CAL, 201, "/v2/schedules",
     "{'name':'N','timeZone':'UTC','isDefault':false}", .refs = {{0}}},
    {"GET /v2/schedules/default 2024-06-11", G_CAL, 200, "/v2/schedules/default", NULL, .shows =
     "SCHEDULE", .shown = R_MINE},
    {"GET /v2/schedules/:scheduleId 2024-06-11", G_CAL, 200, "/v2/schedules/{schedule}", NULL,
     .refs = {R("schedule", R_MINE, 404, 404, 404)}},
    {"PATCH /v2/schedules/:scheduleId 2024-06-11", G_CAL, 200, "/v2/schedules/{schedule}",
     "{'name':'N'}", .refs = {R("schedule", R_MINE, 404, 404, 404)}},
    {"DELETE /v2/schedules/:scheduleId 2024-06-11", G_CAL, 200, "/v2/schedules/{schedule}", NULL,
     .refs = {R("schedule", R_MINE, 404, 404, 404)}},
    {"GET /v2/me", G_CAL, 200, "/v2/me", NULL, .shows = "USER", .shown = R_MINE},
    {"PATCH /v2/me", G_CAL, 200, "/v2/me", "{'name':'New'}", .refs = {{0}}},
    {"PATCH /v2/me", G_CAL, 200, "/v2/me", "{'defaultScheduleId':{schedule}}", .refs =
     {R("schedule", R_MINE, 404, 404, 404)}},

    /* ---- Cal.com: webhooks ---- */
    {"GET /v2/webhooks", G_CAL, 200, "/v2/webhooks", NULL, .shows = "HOOK", .shown = R_MINE},
    {"POST /v2/webhooks", G_CAL, 201, "/v2/webhooks",
     "{'subscriberUrl':'https://new.example/','triggers':['BOOKING_CREATED'],'active':false}",
     .refs = {{0}}},
    {"GET /v2/webhooks/:webhookId", G_CAL, 200, "/v2/webhooks/{hook}", NULL, .refs = {R("hook",
     R_MINE, 404, 404, 404)}},
    {"PATCH /v2/webhooks/:webhookId", G_CAL, 200, "/v2/webhooks/{hook}", "{'active':false}", .refs
     = {R("hook", R_MINE, 404, 404, 404)}},
    {"DELETE /v2/webhooks/:webhookId", G_CAL, 200, "/v2/webhooks/{hook}", NULL, .refs = {R("hook",
     R_MINE, 404, 404, 404)}},
    {"GET /v2/event-types/:eventTypeId/webhooks", G_CAL, 200, "/v2/event-types/{type}/webhooks",
     NULL, .refs = {R("type", R_MINE, 404, 404, 404)}},
    {"POST /v2/event-types/:eventTypeId/webhooks", G_CAL, 201, "/v2/event-types/{type}/webhooks",
     "{'subscriberUrl':'https://new.example/','triggers':['BOOKING_CREATED'],'active':false}",
     .refs = {R("type", R_MINE, 404, 404, 404)}},
    {"GET /v2/event-types/:eventTypeId/webhooks/:webhookId", G_CAL, 200,
     "/v2/event-types/{type}/webhooks/{typehook}", NULL, .refs = {R("typehook", R_MINE, 404, 404,
     404), R("type", R_MINE, 404, 404, 404)}},
    {"PATCH /v2/event-types/:eventTypeId/webhooks/:webhookId", G_CAL, 200,
     "/v2/event-types/{type}/webhooks/{typehook}", "{'active':false}", .refs = {R("typehook",
     R_MINE, 404, 404, 404), R("type", R_MINE, 404, 404, 404)}},
    {"DELETE /v2/event-types/:eventTypeId/webhooks/:webhookId", G_CAL, 200,
     "/v2/event-types/{type}/webhooks/{typehook}", NULL, .refs = {R("typehook", R_MINE, 404, 404,
     404), R("type", R_MINE, 404, 404, 404)}},

    /* ---- vCita ---- */
    {"GET /platform/v1/scheduling/bookings", G_VCITA_CLIENT, 200, VLIST "&business_id={org.uid}",
     NULL, .refs = {R("org.uid", R_BUSINESS, 0, 401, 401)}, .shows = "BOOKING", .shown = R_MINE},
    {"GET /platform/v1/scheduling/bookings", G_VCITA_CLIENT, 200, VLIST
     "&business_id={org.uid}&matter_uid={matter}", NULL, .refs = {R("matter", R_MINE, 200, 200,
     200)}},

    /* ---- appointments ---- */
    {"GET /api/settings", G_DESK_ADMIN, 200, "/api/settings", NULL, .refs = {{0}}},
    {"PUT /api/settings", G_DESK_ADMIN, 200, "/api/settings", "{'calendar_slot_min':20}", .refs =
     {{0}}},
    {"POST /api/auth/login", G_PUBLIC, 200, "/api/auth/login", LOGIN("ann"), .refs = {R("letter",
     R_BUSINESS, 0, 401, 401)}},
    {"POST /api/auth/login", G_PUBLIC, 200, "/api/auth/login", LOGIN("only-{letter}"), .refs =
     {R("letter", R_BUSINESS, 0, 401, 401)}},
    {"POST /api/auth/refresh", G_PUBLIC, 200, "/api/auth/refresh", "{'refresh_token':'{refresh}'}",
     .refs = {LINKED("refresh", 401, 401)}},
    {"POST /api/auth/logout", G_DESK, 200, "/api/auth/logout", "{}", .refs = {{0}}},
    {"GET /api/auth/me", G_DESK, 200, "/api/auth/me", NULL, .shows = "USER", .shown = R_MINE},
    {"GET /api/auth/csrf", G_DESK, 200, "/api/auth/csrf", NULL, .refs = {{0}}},
    {"POST /api/auth/password", G_DESK, 200, "/api/auth/password",
     "{'current_password':'secret-of-tenants-a','new_password':'another secret of tenants'}", .refs
     = {{0}}},
    {"GET /api/holidays", G_DESK, 200, "/api/holidays", NULL, .shows = "HOLIDAY", .shown =
     R_BUSINESS},
    {"POST /api/holidays", G_DESK_ADMIN, 200, "/api/holidays", "{'date':'2031-12-25','name':'N'}",
     .refs = {{0}}},
    {"DELETE /api/holidays/:id", G_DESK_ADMIN, 200, "/api/holidays/{holiday}", NULL, .refs =
     {R("holiday", R_BUSINESS, 0, 404, 404)}},
    {"GET /api/notifications", G_DESK, 200, "/api/notifications", NULL, .shows = "NOTIFICATION",
     .shown = R_MINE},
    {"PUT /api/notifications/:id/read", G_DESK, 200, "/api/notifications/{notification}/read",
     "{}", .refs = {R("notification", R_MINE, 404, 404, 404)}},
    {"POST /api/notifications/read-all", G_DESK, 200, "/api/notifications/read-all", "{}", .refs =
     {{0}}},
    {"DELETE /api/notifications/:id", G_DESK, 200, "/api/notifications/{notification}", NULL, .refs
     = {R("notification", R_MINE, 404, 404, 404)}},
};
/* clang-format on */
const unsigned tenant_row_count = sizeof tenant_rows / sizeof *tenant_rows;
