// self_test.mjs - a contract that lets everything pass is none: answers that fit are spoilt in
// every place, and each spoilt one must be refused. SPDX-License-Identifier: MIT
import { differences_of, fits, shape_of, shapes_of_routes } from "./contract.mjs";
import { samples } from "./samples.mjs";
import { test } from "./tap.mjs";

const is_object = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Every place in a value: a path of names and what stands there. What may hold anything is not
// entered.
function* places(value, open, path = []) {
    yield { path, value };
    if (typeof value !== "object" || value === null || open.includes(path.at(-1))) {
        return;
    }
    for (const [name, part] of Object.entries(value)) {
        yield* places(part, open, [...path, Array.isArray(value) ? Number(name) : name]);
    }
}

// Looks at the sample while the thing that holds the place is changed. To change a body and back
// takes less time than a copy.
function while_spoilt(sample, path, change, look) {
    const whole = { body: sample.body };
    const way = ["body", ...path];
    const holder = way.slice(0, -1).reduce((thing, name) => thing[name], whole);
    const before = holder[way.at(-1)];

    change(holder, way.at(-1));
    const seen = look({ ...sample, ...whole });
    holder[way.at(-1)] = before;
    return seen;
}

const answer_of = (sample, body) => ({ ...sample, body: JSON.stringify(body) });

const put = (value) => (holder, name) => {
    holder[name] = value;
};
const take_away = (holder, name) => {
    delete holder[name];
};

function of_another_type(value) {
    switch (typeof value) {
        case "string":
            return 7;
        case "number":
            return String(value);
        case "boolean":
            return String(value);
        default:
            return Array.isArray(value) || value === null ? {} : "text";
    }
}

const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const not_instants = {
    "a day that does not exist": "2031-02-30T10:00:00.000Z",
    "no milliseconds": "2031-03-03T10:00:00Z",
    "an offset": "2031-03-03T10:00:00.000+01:00",
    "blank for T": "2031-03-03 10:00:00.000Z",
};
const counts = [
    ...["totalItems", "remainingItems", "returnedItems", "totalPages", "seatsBooked", "price"],
    ...["minimumBookingNotice", "beforeEventBuffer", "afterEventBuffer"],
];
const ordinals = [
    ...["itemsPerPage", "currentPage", "seatsRemaining", "seatsTotal", "seatsPerTimeSlot"],
    ...["lengthInMinutes", "slotInterval", "interval", "occurrences", "count", "minutesBefore"],
    ...["maximumActiveBookings", "day", "week", "month", "year"],
];

// The ways in which one place can go wrong.
function* faults_of({ path, value }, { optional, open, closed = [], nullable = [] }) {
    const name = path.at(-1);
    const own_value = name === "value";

    if (typeof name === "string" && !optional.includes(name) && !closed.includes(path.at(-2))) {
        yield ["is missing", take_away];
    }
    if (!own_value) {
        yield ["is of another type", put(of_another_type(value))];
        if (value !== null && !nullable.includes(name)) {
            yield ["is null", put(null)];
        }
    }
    if (is_object(value) && !open.includes(name) && !closed.includes(name)) {
        yield ["has an unknown field", put({ ...value, nosuch: 1 })];
    }
    if (closed.includes(name)) {
        yield ["is empty", put({})];
    }
    if (instant.test(value)) {
        for (const [what, text] of Object.entries(not_instants)) {
            yield [`has ${what}`, put(text)];
        }
    }
    if (name === "status" && typeof value === "string") {
        yield ["is another word", put(`${value}s`)];
        yield ["is in capitals", put(value.toUpperCase())];
    }
    if (name === "language") {
        yield ["is no language", put("xx")];
    }
    if (counts.includes(name) || ordinals.includes(name)) {
        yield ["is too small", put(ordinals.includes(name) ? 0 : -1)];
    }
    if (Number.isInteger(value) && !own_value && name !== "rating") {
        yield ["is not whole", put(value + 0.5)];
    }
}

function faults_let_pass(sample) {
    const passed = [];
    let count = 0;

    for (const place of [...places(sample.body, sample.open)]) {
        for (const [what, change] of faults_of(place, sample)) {
            count++;
            if (while_spoilt(sample, place.path, change, fits)) {
                passed.push(`lets pass: /${place.path.join("/")} ${what}`);
            }
        }
    }
    return { passed, count };
}

function optional_refused(sample) {
    return [...places(sample.body, sample.open)]
        .filter(({ path }) => sample.optional.includes(path.at(-1)))
        .flatMap(({ path }) =>
            while_spoilt(sample, path, take_away, differences_of).map(
                (difference) => `without /${path.join("/")}: ${difference}`,
            ),
        );
}

// ---- what fits beside the samples

function statuses_refused() {
    const sample = samples["a normal booking found"];

    return ["accepted", "pending", "cancelled", "rejected"].flatMap((status) =>
        while_spoilt(sample, ["data", "status"], put(status), differences_of),
    );
}

// ---- faults that are not of one place

const page = (changes) => ({
    of: "the last step",
    body: (body) => ({ ...body, pagination: { ...body.pagination, ...changes } }),
});
const booking = (of, change) => ({
    of,
    body: (body) => ({ ...body, data: [change({ ...body.data[0] })] }),
});
const without = (name) => (thing) => {
    delete thing[name];
    return thing;
};
const with_field = (name, value) => (thing) => ({ ...thing, [name]: value });

const faults = {
    "a cursor that is null though there is more": page({ nextCursor: null, hasMore: true }),
    "a cursor though there is no more": page({ nextCursor: "b3BhcXVl", hasMore: false }),
    "a cursor that is empty": page({ nextCursor: "", hasMore: true }),
    "a seated booking with answers of its own": booking(
        "a page of seated bookings",
        with_field("bookingFieldsResponses", {}),
    ),
    "a seated booking with guests": booking("a page of seated bookings", with_field("guests", [])),
    "a recurring booking whose series has another name": booking(
        "a page of recurring seated bookings",
        (thing) => with_field("recurringUid", "x")(without("recurringBookingUid")(thing)),
    ),
    "a dated seat in a list of 2024-08-13": booking("a page of seated bookings", (thing) => ({
        ...thing,
        attendees: [{ ...thing.attendees[0], createdAt: "2030-01-02T08:00:00.000Z" }],
    })),
    "a list that marks bookings as those of managed users": booking(
        "a page of normal bookings",
        with_field("isPlatformManagedUserBooking", false),
    ),
    "a status that is not of this dialect": booking(
        "a page of normal bookings",
        with_field("status", "awaiting_host"),
    ),
    "a series of which one booking does not recur": {
        of: "a series found",
        body: (body) => ({
            ...body,
            data: [body.data[0], without("recurringBookingUid")({ ...body.data[0] })],
        }),
    },
    "an error with a code at the top and no message": {
        of: "an error in both forms",
        body: (body) => without("message")({ ...body }),
    },
    "an error with a message at the top and no code": {
        of: "an error in both forms",
        body: (body) => without("statusCode")({ ...body }),
    },
    "an error with an empty code": {
        of: "an error with details",
        body: (body) => ({ ...body, error: { ...body.error, code: "" } }),
    },
    "an error with an empty message": {
        of: "an error with details",
        body: (body) => ({ ...body, error: { ...body.error, message: "" } }),
    },
    "an error about no parameter": {
        of: "an error about parameters",
        body: (body) => ({ ...body, error: { ...body.error, details: { errors: [] } } }),
    },
    "a problem without a title to read": { of: "a problem", body: with_field("title", "") },
    "a problem whose type is no reference": { of: "a problem", body: with_field("type", "a b") },
    "an error that names another status": {
        of: "an error with details",
        exchange: { status: 409 },
    },
    "an error in both forms that differ": {
        of: "an error in both forms",
        body: with_field("statusCode", 401),
    },
    "an error about another path": {
        of: "an error with details",
        exchange: { target: "/v2/bookings?take=0" },
    },
    "a booking moved that is answered with 200": {
        of: "a booking moved",
        exchange: { status: 200 },
    },
    "a list of a team in another shape": {
        of: "the last step",
        exchange: { route: "/v2/teams/{teamId}/bookings", served: "2024-08-13" },
    },
    "slots with ends that nobody asked for": {
        of: "slots with ends and seats",
        exchange: { target: "/v2/slots?timeZone=Europe%2FRome" },
    },
    "slots without the ends that were asked for": {
        of: "slots by their starts",
        exchange: { target: "/v2/slots?format=range" },
    },
    "slots in a zone that nobody asked for": {
        of: "slots with ends and seats",
        exchange: { target: "/v2/slots?format=range" },
    },
    "slots not in the zone that was asked for": {
        of: "slots by their starts",
        exchange: { target: "/v2/slots?timeZone=Europe%2FRome" },
    },
    "a slot of another day": {
        of: "slots by their starts",
        body: with_field("data", { "2031-03-04": [{ start: "2031-03-03T10:00:00.000Z" }] }),
    },
    "a day without slots": {
        of: "slots by their starts",
        body: with_field("data", { "2031-03-04": [] }),
    },
    "a calendar link that leads nowhere": {
        of: "calendar links",
        body: (body) => ({ ...body, data: [{ ...body.data[0], link: "ics" }] }),
    },
    "an event type that is of a team and not": {
        of: "an event type of a team",
        body: (body) => with_field("data", with_field("users", ["ann"])(body.data))(body),
    },
    "an event type of a team that was made": {
        of: "an event type of a team",
        exchange: { method: "POST", route: "/v2/event-types", status: 201 },
    },
    "an error that claims to have succeeded": {
        of: "an error with details",
        exchange: { status: 201 },
    },
    "a booking that claims to be an error": {
        of: "a normal booking found",
        exchange: { status: 404 },
    },
    "a booking made that is answered with 200": {
        of: "a normal booking found",
        exchange: { method: "POST", route: "/v2/bookings" },
    },
    "a step that is served as a page": { of: "the last step", exchange: { served: "2024-08-13" } },
    "a version that the contract does not know": {
        of: "the last step",
        exchange: { served: "2026-06-12" },
    },
    "a booking sent as text": {
        of: "a normal booking found",
        exchange: { contentType: "text/plain" },
    },
    "a problem sent as plain JSON": {
        of: "a problem",
        exchange: { contentType: "application/json" },
    },
    "a problem below /v2": { of: "a problem", exchange: { route: "/v2/x", target: "/v2/x" } },
    "a body that is cut": { of: "a normal booking found", text: '{"status":"success","data":{' },
    "an answer that never came": {
        of: "a normal booking found",
        exchange: { status: 0, contentType: null },
    },
    "a body where none may be": { of: "a normal booking found", exchange: { method: "HEAD" } },
};

function is_let_pass({ of, body = (same) => same, exchange = {}, text }) {
    const sample = { ...samples[of], ...exchange };
    const answer = answer_of(sample, body(structuredClone(sample.body)));

    return fits(text === undefined ? answer : { ...answer, body: text });
}

function shapes_without_sample() {
    const sampled = new Set(Object.values(samples).map(shape_of));

    return [...shapes_of_routes].filter((shape) => !sampled.has(shape));
}

export function self_test() {
    for (const [name, sample] of Object.entries(samples)) {
        const { passed, count } = faults_let_pass(sample);

        test(`self-test: ${name} fits`, differences_of(answer_of(sample, sample.body)));
        test(`self-test: ${name} fits without each optional field`, optional_refused(sample));
        test(`self-test: ${name} is refused with any of ${count} faults`, passed);
    }
    test("self-test: a booking of every status fits", statuses_refused());
    test("self-test: every shape has a sample", shapes_without_sample());
    for (const [name, fault] of Object.entries(faults)) {
        test(`self-test: ${name} is refused`, is_let_pass(fault) ? ["it fits"] : []);
    }
}
