// contract.mjs - which answer has which shape, and what in an exchange departs from it.
// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { schema_judge, schema_reader } from "./differences.mjs";

const { definitions } = JSON.parse(
    readFileSync(new URL("cal-v2.schema.json", import.meta.url), "utf8"),
);
const of_schema = schema_reader({ definitions });
const fits_schema = schema_judge({ definitions });

// ---- shapes

const named = (name) => ({ $ref: `#/definitions/${name}` });
const success = (data) => ({
    type: "object",
    additionalProperties: false,
    required: ["status", "data"],
    properties: { status: { const: "success" }, data },
});
const one = (name) => success(named(name));
const list = (name) => success({ type: "array", items: named(name) });

const shapes = {
    ...Object.fromEntries(Object.keys(definitions).map((name) => [name, named(name)])),
    attendees: list("attendee_with_id"),
    "one attendee": one("attendee_with_id"),
    "an attendee more": one("added_attendee"),
    "an attendee less": one("removed_attendee"),
    "calendar links": list("calendar_link"),
    references: list("reference"),
    "a reservation or none": one("perhaps_reservation"),
    "a reservation made": one("made_reservation"),
    "own event types": list("own_type"),
    "own event type": one("own_type"),
    "event type": one("any_type"),
    "event type deleted": one("deleted_type"),
    schedules: list("schedule"),
    "one schedule": one("schedule"),
    "own profile": one("profile"),
    webhooks: list("webhook"),
    "one webhook": one("webhook"),
    "webhooks of a type": list("type_webhook"),
    "one webhook of a type": one("type_webhook"),
};

// ---- routes

const PAGES = "2024-08-13";
const WALK = "2026-05-01";
const SLOTS = "2024-09-04";
const TYPES = "2024-06-14";
const SCHEDULES = "2024-06-11";
const ANY = null;

// Method and route, the shape of a success, its status and every other that must have been seen.
const tables = [
    [
        PAGES,
        ["GET /v2/bookings", "pages", 200, 400, 401],
        ["POST /v2/bookings", "created", 201, 400, 401, 404, 409, 422],
        ["GET /v2/bookings/by-seat/{seatUid}", "found", 200, 404],
        ["GET /v2/bookings/{bookingUid}", "found", 200, 401, 404],
        ["POST /v2/bookings/{bookingUid}/cancel", "cancelled", 200, 400, 401, 404],
        ["POST /v2/bookings/{bookingUid}/reschedule", "moved", 201, 400, 403, 404],
        ["POST /v2/bookings/{bookingUid}/confirm", "found", 200, 400, 401, 403, 404],
        ["POST /v2/bookings/{bookingUid}/decline", "found", 200, 400, 401, 403],
        ["POST /v2/bookings/{bookingUid}/mark-absent", "marked", 200, 400, 401, 403, 404],
        ["POST /v2/bookings/{bookingUid}/reassign", "reassigned", 200, 400, 403],
        ["POST /v2/bookings/{bookingUid}/reassign/{userId}", "reassigned", 200, 400, 403],
        ["POST /v2/bookings/{bookingUid}/guests", "found", 200, 400, 401, 403],
        ["GET /v2/bookings/{bookingUid}/attendees", "attendees", 200, 401, 403],
        ["POST /v2/bookings/{bookingUid}/attendees", "an attendee more", 201, 400, 403],
        ["GET /v2/bookings/{bookingUid}/attendees/{attendeeId}", "one attendee", 200, 403, 404],
        [
            "DELETE /v2/bookings/{bookingUid}/attendees/{attendeeId}",
            "an attendee less",
            ...[200, 400, 403, 404],
        ],
        ["PATCH /v2/bookings/{bookingUid}/location", "found", 200, 400, 403],
        ["GET /v2/bookings/{bookingUid}/calendar-links", "calendar links", 200, 401, 404],
        ["GET /v2/bookings/{bookingUid}/references", "references", 200, 400, 401, 404],
        ["GET /v2/teams/{teamId}/bookings", "pages", 200, 400, 401, 403, 404],
        ["GET /v2/organizations/{orgId}/bookings", "pages", 200, 400, 401, 403, 404],
        ["GET /v2/organizations/{orgId}/teams/{teamId}/bookings", "pages", 200, 403, 404],
        ["GET /v2/organizations/{orgId}/users/{userId}/bookings", "pages", 200, 403, 404],
    ],
    [
        WALK,
        ["GET /v2/bookings", "walk", 200, 400, 401],
        ["GET /v2/organizations/{orgId}/bookings", "walk", 200],
    ],
    [
        SLOTS,
        ["GET /v2/slots", "slots", 200, 400, 404],
        ["POST /v2/slots/reservations", "a reservation made", 201, 400, 401, 404, 422],
        ["GET /v2/slots/reservations/{uid}", "a reservation or none", 200],
        ["PATCH /v2/slots/reservations/{uid}", "a reservation made", 200, 404, 422],
        ["DELETE /v2/slots/reservations/{uid}", "gone", 200, 404],
    ],
    [
        TYPES,
        ["GET /v2/event-types", "own event types", 200, 400],
        ["POST /v2/event-types", "own event type", 201, 400, 401, 409],
        ["GET /v2/event-types/{eventTypeId}", "event type", 200, 401, 404],
        ["PATCH /v2/event-types/{eventTypeId}", "own event type", 200, 400, 404],
        ["DELETE /v2/event-types/{eventTypeId}", "event type deleted", 200, 404],
    ],
    [
        SCHEDULES,
        ["GET /v2/schedules", "schedules", 200, 401],
        ["POST /v2/schedules", "one schedule", 201, 400],
        ["GET /v2/schedules/default", "one schedule", 200],
        ["GET /v2/schedules/{scheduleId}", "one schedule", 200, 404],
        ["PATCH /v2/schedules/{scheduleId}", "one schedule", 200, 400, 404],
        ["DELETE /v2/schedules/{scheduleId}", "gone", 200, 404],
    ],
    [
        ANY,
        ["GET /v2/me", "own profile", 200, 401],
        ["PATCH /v2/me", "own profile", 200, 400],
        ["GET /v2/webhooks", "webhooks", 200, 400, 401],
        ["POST /v2/webhooks", "one webhook", 201, 400, 401, 409],
        ["GET /v2/webhooks/{webhookId}", "one webhook", 200, 404],
        ["PATCH /v2/webhooks/{webhookId}", "one webhook", 200, 400, 404],
        ["DELETE /v2/webhooks/{webhookId}", "one webhook", 200, 404],
        ["GET /v2/event-types/{eventTypeId}/webhooks", "webhooks of a type", 200, 404],
        ["POST /v2/event-types/{eventTypeId}/webhooks", "one webhook of a type", 201, 409],
        [
            "GET /v2/event-types/{eventTypeId}/webhooks/{webhookId}",
            "one webhook of a type",
            ...[200, 404],
        ],
        ["PATCH /v2/event-types/{eventTypeId}/webhooks/{webhookId}", "one webhook of a type", 200],
        [
            "DELETE /v2/event-types/{eventTypeId}/webhooks/{webhookId}",
            "one webhook of a type",
            ...[200, 404],
        ],
        ["GET /healthz", "healthy", 200],
        ["GET /readyz", "ready", 200],
        ["DELETE /healthz", undefined, 405],
        ["GET /nowhere", undefined, 404],
    ],
];

const routes = tables.flatMap(([served, ...rows]) =>
    rows.map(([name, shape, ...statuses]) => {
        const [method, route] = name.split(" ");

        return { method, route, served, shape, statuses };
    }),
);

const is_below = (target, prefix) => target === prefix || new RegExp(`^${prefix}[/?]`).test(target);
export const is_cal = ({ target }) => is_below(target, "/v2") || is_below(target, "/api/v2");

function is_success({ status }) {
    return status >= 200 && status < 300;
}

function is_without_body({ method, status }) {
    return method === "HEAD" || status === 204 || status === 304;
}

function route_of(exchange) {
    return routes.find(
        (row) =>
            row.method === exchange.method &&
            row.route === exchange.route &&
            row.served === exchange.served,
    );
}

// What the web server before slotd refuses by itself, it refuses alike on every path.
const statuses_of_web_server = [400, 405, 408, 411, 413, 414, 431, 500, 501, 502, 503, 504, 505];

function is_of_web_server({ served, status, contentType }) {
    return (
        served === null &&
        statuses_of_web_server.includes(status) &&
        contentType === "application/problem+json"
    );
}

// The shape of an answer; undefined where the contract knows of no such answer.
export function shape_of(exchange) {
    if (is_success(exchange)) {
        const row = route_of(exchange);

        return row?.statuses[0] === exchange.status ? row.shape : undefined;
    }
    if (exchange.status >= 400) {
        return is_cal(exchange) && !is_of_web_server(exchange) ? "envelope" : "problem";
    }
    return undefined;
}

function media_type_of(shape) {
    return shape === "problem" ? "application/problem+json" : "application/json";
}

// What a body repeats of its exchange.
const echoes = {
    envelope: (body, exchange) => [
        ["path", body?.path, exchange.target],
        ["statusCode", body?.statusCode ?? exchange.status, exchange.status],
        [
            "error.details.statusCode",
            body?.error?.details?.statusCode ?? exchange.status,
            exchange.status,
        ],
    ],
    problem: (body, exchange) => [
        ["status", body?.status, exchange.status],
        ["instance", body?.instance ?? exchange.target, exchange.target],
    ],
    slots: (body, exchange) =>
        Object.entries(Object(body?.data)).flatMap(([day, slots]) =>
            [slots].flat().flatMap((slot) => of_slot(day, slot, asked_of_slots(exchange))),
        ),
};

// A repeated or misspelt parameter is refused, so that what stands in the target counts.
function asked_of_slots({ target }) {
    const query = new URLSearchParams(target.split("?")[1]);

    return {
        ranges: query.get("format")?.toLowerCase() === "range",
        local: query.has("timeZone"),
    };
}

function of_slot(day, slot, { ranges, local }) {
    const start = String(slot?.start);

    return [
        ["the day of a slot", start.slice(0, 10), day],
        ["a slot with an end", slot?.end !== undefined, ranges],
        ["a slot in local time", !start.endsWith("Z"), local],
    ];
}

function of_echoes(shape, body, exchange) {
    return (echoes[shape]?.(body, exchange) ?? [])
        .filter(([, said, meant]) => said !== meant)
        .map(([name, said, meant]) => `${name} is ${JSON.stringify(said)}, not ${meant}`);
}

function of_media_type(shape, { contentType }) {
    const type = contentType?.split(";")[0].trim();
    const meant = media_type_of(shape);

    return type === meant ? [] : [`Content-Type is ${contentType}, not ${meant}`];
}

// The self-test has bodies that were read already.
function read_body({ body }) {
    return typeof body === "string" ? JSON.parse(body) : body;
}

function of_body(shape, exchange, differences) {
    let body;

    try {
        body = read_body(exchange);
    } catch {
        return [`the body is not JSON: ${exchange.body.slice(0, 80)}`];
    }
    return [...differences(shapes[shape], body), ...of_echoes(shape, body, exchange)];
}

function examined(exchange, differences) {
    const shape = shape_of(exchange);

    if (is_without_body(exchange)) {
        return exchange.body === "" ? [] : ["there is a body"];
    }
    if (shape === undefined) {
        return ["the contract has no such answer"];
    }
    return [...of_media_type(shape, exchange), ...of_body(shape, exchange, differences)];
}

export function fits(exchange) {
    const misfit = (schema, data) => (fits_schema(schema, data) ? [] : ["it does not fit"]);

    return examined(exchange, misfit).length === 0;
}

// Reasons take most of the time and are asked for last.
export function differences_of(exchange) {
    if (fits(exchange)) {
        return [];
    }
    const reasons = examined(exchange, of_schema);

    return reasons.length > 0 ? reasons : ["it does not fit"];
}

export function group_of({ method, route, target, served, status }) {
    const known = routes.some((row) => row.route === route);
    const place = known || !is_cal({ target }) ? route : "elsewhere below /v2";

    return `${method} ${place}${served === null ? "" : ` of ${served}`}, ${status}`;
}

export const expected_groups = routes.flatMap((row) =>
    row.statuses.map((status) => group_of({ ...row, target: row.route, status })),
);

// ---- what the answers must show somewhere; only answers that fit are looked at

const listed = (body) => body.data;
const alone = (body) => (Array.isArray(body.data) ? [] : [body.data]);
const series = (body) => (Array.isArray(body.data) ? body.data : []);
const page_where = (holds) => (body) => (holds(body.pagination) ? [body.pagination] : []);
const slots_where = (holds) => (body) => Object.values(body.data).flat().filter(holds);

// In the answers of a route there is a thing of a shape.
function sight(name, served, asked, shape, things) {
    const row = routes.find(
        (each) => each.served === served && `${each.method} ${each.route}` === asked,
    );

    return {
        name,
        is_seen: (exchange) =>
            is_success(exchange) &&
            route_of(exchange) === row &&
            things(JSON.parse(exchange.body)).some((thing) => fits_schema(shapes[shape], thing)),
    };
}

function sights(served, asked, rows) {
    return rows.map(([name, shape, things]) => sight(name, served, asked, shape, things));
}

const shown_in_lists = (served, shapes_of_bookings) =>
    sights(
        served,
        "GET /v2/bookings",
        shapes_of_bookings.map((shape) => [
            `a list of ${served} shows a booking of the shape ${shape}`,
            shape,
            listed,
        ]),
    );

export const expected_sights = [
    ...shown_in_lists(PAGES, ["normal", "recurring", "seated", "recurring_seated"]),
    ...shown_in_lists(WALK, ["normal", "recurring", "dated_seated", "dated_recurring_seated"]),
    ...sights(PAGES, "GET /v2/bookings", [
        ["a page is not the last", "page", page_where((page) => page.hasNextPage)],
        ["a page is the last", "page", page_where((page) => !page.hasNextPage)],
    ]),
    ...sights(WALK, "GET /v2/bookings", [
        ["a walk goes on", "step", page_where((step) => step.hasMore)],
        ["a walk ends", "step", page_where((step) => !step.hasMore)],
    ]),
    ...sights(PAGES, "GET /v2/bookings/{bookingUid}", [
        ["one booking is found by its uid", "normal", alone],
        ["one seated booking is found by its uid", "seated", alone],
        ["a series is found by its uid", "recurring", series],
    ]),
    ...sights(PAGES, "GET /v2/bookings/by-seat/{seatUid}", [
        ["a seated booking is found by a seat", "seated", alone],
    ]),
    ...sights(PAGES, "POST /v2/bookings/{bookingUid}/cancel", [
        ["a booking is cancelled", "normal", alone],
        ["a series is cancelled", "recurring", series],
        ["a seat is given back", "seated", alone],
    ]),
    ...sights(PAGES, "POST /v2/bookings", [
        ["a booking is made", "created_normal", alone],
        ["a series is made", "created_recurring", series],
        ["a seat is taken", "created_seated", alone],
    ]),
    ...sights(PAGES, "POST /v2/bookings/{bookingUid}/reschedule", [
        ["a booking is moved", "created_normal", alone],
        ["a booking of a series is moved", "created_recurring", alone],
        ["a seat is moved", "created_seated", alone],
    ]),
    ...sights(SLOTS, "GET /v2/slots", [
        ["a slot has a start", "slot", slots_where((slot) => slot.end === undefined)],
        ["a slot has an end", "slot", slots_where((slot) => slot.end !== undefined)],
        ["a slot has seats", "slot", slots_where((slot) => slot.seatsTotal !== undefined)],
        ["a slot has a booking", "slot", slots_where((slot) => slot.bookingUid !== undefined)],
    ]),
    ...sights(SLOTS, "GET /v2/slots/reservations/{uid}", [
        ["a reservation is found", "reservation", alone],
        ["a reservation is not found", "perhaps_reservation", (body) => (body.data ? [] : [null])],
    ]),
    ...sights(TYPES, "GET /v2/event-types/{eventTypeId}", [
        ["an event type of one's own is found", "own_type", alone],
        ["an event type of a team is found", "team_type", alone],
    ]),
];

export const shapes_of_routes = new Set(routes.flatMap(({ shape }) => shape ?? []));
