// samples.mjs - answers that fit, made up, with every field there can be.
// SPDX-License-Identifier: MIT
//
// `optional` names the fields that may be left out, wherever they stand; `open` those that may hold
// anything. The self-test takes every other field away and expects a refusal: both lists are kept
// by hand beside the schema, so that a loosened schema is noticed.

const host = {
    id: 7,
    name: "Ann Host",
    email: "ann@example.com",
    displayEmail: "ann@example.com",
    username: "ann",
    timeZone: "Europe/Rome",
};

const attendee = {
    name: "Bo Guest",
    email: "bo@example.com",
    displayEmail: "bo@example.com",
    timeZone: "Europe/Rome",
    language: "it",
    absent: false,
    phoneNumber: "+390612345678",
};

const seat = {
    ...attendee,
    seatUid: "0f0e0d0c-0000-4000-8000-000000000001",
    bookingFieldsResponses: { name: "Bo Guest", guests: [] },
    metadata: { colour: "blue" },
};

const dated_seat = { ...seat, createdAt: "2030-01-02T08:00:00.000Z" };

const common = {
    id: 501,
    uid: "sampleBooking111111111",
    title: "Intro between Ann Host and Bo Guest",
    description: "",
    hosts: [host],
    status: "accepted",
    cancellationReason: "",
    cancelledByEmail: "",
    reschedulingReason: "Train late",
    rescheduledByEmail: "bo@example.com",
    rescheduledFromUid: "sampleBooking222222222",
    rescheduledToUid: "sampleBooking333333333",
    start: "2031-03-03T10:00:00.000Z",
    end: "2031-03-03T10:30:00.000Z",
    duration: 30,
    eventTypeId: 3,
    eventType: { id: 3, slug: "intro" },
    meetingUrl: "https://meet.example.com/x",
    location: "https://meet.example.com/x",
    absentHost: false,
    createdAt: "2030-01-02T08:00:00.000Z",
    updatedAt: "2030-01-03T08:00:00.456Z",
    metadata: { colour: "blue" },
    rating: 4.5,
    icsUid: "sampleBooking111111111@example.com",
};

const normal = {
    ...common,
    attendees: [attendee],
    guests: ["cy@example.com"],
    bookingFieldsResponses: { name: "Bo Guest" },
};
const recurrence = { recurringBookingUid: "5f0c3a52-0000-4000-8000-000000000001" };
const recurring = { ...normal, ...recurrence };
const seated = { ...common, attendees: [seat] };
const recurring_seated = { ...seated, ...recurrence };
const dated_seated = { ...common, attendees: [dated_seat] };
const dated_recurring_seated = { ...dated_seated, ...recurrence };
const made = { isPlatformManagedUserBooking: false };
const own_seat = { seatUid: seat.seatUid };

const page = {
    totalItems: 35,
    remainingItems: 25,
    returnedItems: 10,
    itemsPerPage: 10,
    currentPage: 1,
    totalPages: 4,
    hasNextPage: true,
    hasPreviousPage: false,
};

const optional_of_bookings = [
    "cancellationReason",
    "cancelledByEmail",
    "reschedulingReason",
    "rescheduledByEmail",
    "rescheduledFromUid",
    "rescheduledToUid",
    "meetingUrl",
    "metadata",
    "rating",
    "icsUid",
    "guests",
    "language",
    "phoneNumber",
    "isPlatformManagedUserBooking",
];
// Without it a booking that does not stand in a series is one of another shape, which fits as well.
const optional_alone = [...optional_of_bookings, "recurringBookingUid"];

function exchange(method, route, served, status, body, more = {}) {
    return {
        method,
        route,
        served,
        status,
        target: route,
        contentType: "application/json; charset=utf-8",
        optional: optional_of_bookings,
        open: ["bookingFieldsResponses", "metadata"],
        ...more,
        body,
    };
}

const success = (data, more = {}) => ({ status: "success", data, ...more });
const list = (data, pagination, served) =>
    exchange("GET", "/v2/bookings", served, 200, success(data, { pagination }), {
        optional: optional_alone,
    });
const pages = (...data) => list(data, page, "2024-08-13");
const walk = (pagination, ...data) => list(data, pagination, "2026-05-01");
const one = (method, route, status, data) =>
    exchange(method, route, "2024-08-13", status, success(data), {
        optional: Array.isArray(data) ? optional_of_bookings : optional_alone,
    });
const found = (data) => one("GET", "/v2/bookings/{bookingUid}", 200, data);
const cancelled = (data) => one("POST", "/v2/bookings/{bookingUid}/cancel", 200, data);
const created = (data) => one("POST", "/v2/bookings", 201, data);

const error = (details) => ({
    status: "error",
    timestamp: "2031-03-03T10:00:00.000Z",
    path: "/v2/bookings",
    error: { code: "BadRequestException", message: "It can not be.", details },
});
const refused = (body, optional) =>
    exchange("POST", "/v2/bookings", "2024-08-13", 400, body, {
        optional,
        open: ["target", "value"],
        closed: ["constraints"],
    });
const details = { message: "It can not be.", error: "Bad Request", statusCode: 400 };
const complaint = {
    target: { take: 0 },
    value: 0,
    property: "take",
    children: [],
    constraints: { min: "take must not be less than 1" },
};
const own = (path, body) =>
    exchange("GET", path, null, 200, body, { contentType: "application/json", optional: [] });

export const samples = {
    "a page of normal bookings": pages(normal),
    "a page of recurring bookings": pages(recurring),
    "a page of seated bookings": pages(seated),
    "a page of recurring seated bookings": pages(recurring_seated),
    "a step of normal bookings": walk({ nextCursor: "b3BhcXVl", hasMore: true }, normal),
    "a step of recurring bookings": walk({ nextCursor: "b3BhcXVl", hasMore: true }, recurring),
    "a step of seated bookings": walk({ nextCursor: "b3BhcXVl", hasMore: true }, dated_seated),
    "the last step": walk({ nextCursor: null, hasMore: false }, dated_recurring_seated),
    "a normal booking found": found(normal),
    "a recurring booking found": found(recurring),
    "a series found": found([recurring]),
    "a seated booking found": found(seated),
    "a recurring seated booking found": found(recurring_seated),
    "a seated series found": found([recurring_seated]),
    "a normal booking cancelled": cancelled(normal),
    "a series cancelled": cancelled([recurring]),
    "a seated booking cancelled": cancelled(seated),
    "a normal booking made": created({ ...normal, ...made }),
    "a series made": created([{ ...recurring, ...made }]),
    "a seat taken": created({ ...seated, ...own_seat, ...made }),
    "seats of a series taken": created([{ ...recurring_seated, ...own_seat, ...made }]),
    "an error with details": refused(error(details), ["details"]),
    "an error about parameters": refused(error({ errors: [complaint] }), ["details", "value"]),
    "an error in both forms": refused(
        { ...error(details), statusCode: 400, message: "It can not be." },
        ["details"],
    ),
    "a problem": exchange(
        "GET",
        "/nowhere",
        null,
        404,
        {
            type: "about:blank",
            title: "Not Found",
            status: 404,
            detail: "There is nothing at this path.",
            instance: "/nowhere",
        },
        { contentType: "application/problem+json", optional: ["detail", "instance"] },
    ),
    "a problem of the web server": exchange(
        "POST",
        "/v2/bookings",
        null,
        413,
        { type: "about:blank", title: "Content Too Large", status: 413, detail: "Too much." },
        { contentType: "application/problem+json", optional: ["detail"] },
    ),
    "a healthy server": own("/healthz", { status: "ok" }),
    "a ready server": own("/readyz", { status: "ready" }),
};
