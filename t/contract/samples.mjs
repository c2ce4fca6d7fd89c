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
const of_bookings = "/v2/bookings/{bookingUid}";
const of_slots = "/v2/slots/reservations";
const of_types = "/v2/event-types";
const plain = (method, route, served, status, data, more = {}) =>
    exchange(method, route, served, status, success(data), { optional: [], open: [], ...more });
const own = (path, body) =>
    exchange("GET", path, null, 200, body, { contentType: "application/json", optional: [] });

const person = {
    id: 31,
    name: "Bo Guest",
    email: "bo@example.com",
    displayEmail: "bo@example.com",
    timeZone: "Europe/Rome",
    language: "it",
    absent: false,
    phoneNumber: "+390612345678",
};
const removed = {
    id: 31,
    bookingId: 501,
    name: "Bo Guest",
    email: "bo@example.com",
    timeZone: "Europe/Rome",
};
const new_host = {
    id: 8,
    name: "Ben Host",
    email: "ben@example.com",
    displayEmail: "ben@example.com",
};
const of_people = { optional: ["language", "phoneNumber"] };

const reservation = {
    eventTypeId: 3,
    slotStart: "2031-03-03T10:00:00.000Z",
    slotEnd: "2031-03-03T10:30:00.000Z",
    slotDuration: 30,
    reservationUid: "0f0e0d0c-0000-4000-8000-000000000002",
    reservationUntil: "2031-03-01T10:05:00.000Z",
};
const made_reservation = { ...reservation, reservationDuration: 5 };
const seats_of_slot = {
    seatsBooked: 1,
    seatsRemaining: 2,
    seatsTotal: 3,
    bookingUid: "sampleBooking111111111",
};

const standard = (type, slug) => ({
    isDefault: true,
    type,
    slug,
    label: "What we ask everybody",
    required: true,
    hidden: false,
});
const custom = (type) => ({ ...standard(type, `our-${type}`), isDefault: false });
const name_question = {
    isDefault: true,
    type: "name",
    slug: "name",
    label: "Your name",
    placeholder: "",
    required: true,
    disableOnPrefill: true,
};
const options = ["small", "large"];
const placeholder = "Say it";
const questions = [
    name_question,
    { ...standard("email", "email"), placeholder, disableOnPrefill: true },
    standard("radioInput", "location"),
    { ...custom("phone"), placeholder, disableOnPrefill: true },
    { ...custom("select"), placeholder, options, disableOnPrefill: true },
    { ...custom("radio"), options, disableOnPrefill: true },
    { ...custom("boolean"), disableOnPrefill: true },
];

const common_type = {
    id: 3,
    lengthInMinutes: 30,
    lengthInMinutesOptions: [30, 60],
    title: "Intro",
    slug: "intro",
    description: "",
    locations: [
        { type: "address", address: "Via Roma 1", public: true },
        { type: "link", link: "https://meet.example.com/x", public: false },
        { type: "phone", phone: "+390612345678", public: true },
        { type: "integration", integration: "zoom" },
        { type: "attendeePhone" },
        { type: "unknown", location: "At the usual place" },
    ],
    bookingFields: questions,
    disableGuests: false,
    allowReschedulingPastBookings: false,
    slotInterval: 15,
    minimumBookingNotice: 120,
    beforeEventBuffer: 5,
    afterEventBuffer: 10,
    recurrence: { interval: 1, occurrences: 4, frequency: "weekly" },
    metadata: { colour: "blue" },
    price: 0,
    currency: "eur",
    lockTimeZoneToggleOnBookingPage: false,
    forwardParamsSuccessRedirect: null,
    successRedirectUrl: "https://example.com/thanks",
    isInstantEvent: false,
    scheduleId: 5,
    bookingLimitsCount: { day: 2, week: 5, month: 9, year: 40 },
    bookerActiveBookingsLimit: { maximumActiveBookings: 3, offerReschedule: true },
    bookingWindow: [{ type: "calendarDays", value: 30, rolling: false }],
    bookerLayouts: { defaultLayout: "month", enabledLayouts: ["month", "week"] },
    confirmationPolicy: {
        type: "time",
        noticeThreshold: { unit: "hours", count: 2 },
        blockUnconfirmedBookingsInBooker: true,
    },
    hideCalendarNotes: false,
    color: { lightThemeHex: "#292929", darkThemeHex: "#fafafa" },
    seats: { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true },
    customName: "Intro with Ann",
    destinationCalendar: { integration: "caldav", externalId: "home" },
    useDestinationCalendarEmail: false,
    hideCalendarEventDetails: false,
    calVideoSettings: {
        disableRecordingForOrganizer: false,
        disableRecordingForGuests: false,
        enableAutomaticRecordingForOrganizer: false,
        enableAutomaticTranscription: false,
        disableTranscriptionForGuests: false,
        disableTranscriptionForOrganizer: false,
        sendTranscriptionEmails: true,
    },
    hidden: false,
    bookingRequiresAuthentication: false,
    disableCancelling: { disabled: false },
    disableRescheduling: { disabled: false, minutesBefore: 60 },
    interfaceLanguage: "en",
};
const own_type = {
    ...common_type,
    ownerId: 7,
    users: ["ann"],
    bookingUrl: "https://book.example.com/ann/intro",
};
const team_type = {
    ...common_type,
    teamId: 11,
    hosts: ["ann", "ben"],
    schedulingType: "roundRobin",
    confirmationPolicy: { type: "always", blockUnconfirmedBookingsInBooker: true },
    team: {
        id: 11,
        slug: "crew",
        bannerUrl: "",
        name: "The Crew",
        logoUrl: "",
        weekStart: "Sunday",
        brandColor: "",
        darkBrandColor: "",
        theme: "",
    },
};
const bare_type = {
    ...own_type,
    locations: [],
    bookingFields: [
        { ...standard("textarea", "notes"), placeholder, disableOnPrefill: true },
        { ...standard("multiemail", "guests"), placeholder, disableOnPrefill: true },
    ],
    recurrence: null,
    scheduleId: null,
    successRedirectUrl: null,
    bookingLimitsCount: { disabled: true },
    confirmationPolicy: { disabled: true },
    bookingWindow: [{ type: "range", value: ["2031-03-01", "2031-03-31"] }],
    disableRescheduling: { disabled: true },
};
const of_settings = {
    open: ["metadata"],
    nullable: [
        "recurrence",
        "scheduleId",
        "successRedirectUrl",
        "forwardParamsSuccessRedirect",
        "interfaceLanguage",
    ],
    optional: [
        ...["lengthInMinutesOptions", "slotInterval", "allowReschedulingPastBookings", "minimumBookingNotice"],
        ...["beforeEventBuffer", "afterEventBuffer", "bookingLimitsCount"],
        ...["bookerActiveBookingsLimit", "bookingWindow", "bookerLayouts", "confirmationPolicy"],
        ...["hideCalendarNotes", "color", "seats", "customName", "destinationCalendar"],
        ...["useDestinationCalendarEmail", "hideCalendarEventDetails", "calVideoSettings"],
        ...["disableCancelling", "disableRescheduling", "interfaceLanguage", "disableOnPrefill"],
        ...["day", "week", "month", "year", "rolling", "minutesBefore"],
        ...Object.keys(common_type.calVideoSettings),
    ],
};
const of_bare_settings = { ...of_settings, optional: [...of_settings.optional, "placeholder"] };

const schedule = {
    id: 5,
    ownerId: 7,
    name: "Working hours",
    timeZone: "Europe/Rome",
    availability: [{ days: ["Monday", "Tuesday"], startTime: "09:00", endTime: "17:00" }],
    isDefault: true,
    overrides: [{ date: "2031-03-03", startTime: "10:00", endTime: "24:00" }],
};
const profile = {
    id: 7,
    username: "ann",
    email: "ann@example.com",
    name: "Ann Host",
    avatarUrl: "https://example.com/ann.png",
    bio: "Hosts.",
    timeFormat: 24,
    defaultScheduleId: 5,
    weekStart: "Monday",
    timeZone: "Europe/Rome",
    locale: "en",
    organizationId: 1,
    organization: { isPlatform: false, id: 1 },
};
const of_profiles = {
    optional: ["locale", "organization"],
    nullable: ["name", "avatarUrl", "bio", "defaultScheduleId", "organizationId"],
};
const hook = {
    id: "0f0e0d0c-0000-4000-8000-000000000003",
    subscriberUrl: "https://example.com/hook",
    triggers: ["BOOKING_CREATED", "BOOKING_CANCELLED"],
    active: true,
    payloadTemplate: "",
    secret: "a secret",
    version: "2021-10-20",
};
const webhook = { ...hook, userId: 7 };
const type_webhook = { ...hook, eventTypeId: 3 };
const of_webhooks = { optional: ["secret", "version"] };

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
    "a booking moved": one("POST", `${of_bookings}/reschedule`, 201, { ...normal, ...made }),
    "a booking of a series moved": one("POST", `${of_bookings}/reschedule`, 201, {
        ...recurring,
        ...made,
    }),
    "a seat moved": one("POST", `${of_bookings}/reschedule`, 201, {
        ...seated,
        ...own_seat,
        ...made,
    }),
    "a booking somebody missed": one("POST", `${of_bookings}/mark-absent`, 200, recurring),
    "a booking with another host": plain("POST", `${of_bookings}/reassign`, "2024-08-13", 200, {
        bookingUid: "sampleBooking111111111",
        reassignedTo: new_host,
    }),
    "the attendees": plain(
        "GET",
        `${of_bookings}/attendees`,
        "2024-08-13",
        200,
        [person],
        of_people,
    ),
    "one attendee": plain(
        "GET",
        `${of_bookings}/attendees/{attendeeId}`,
        "2024-08-13",
        200,
        person,
        of_people,
    ),
    "an attendee more": plain(
        "POST",
        `${of_bookings}/attendees`,
        "2024-08-13",
        201,
        { ...person, bookingId: 501 },
        of_people,
    ),
    "an attendee less": plain(
        "DELETE",
        `${of_bookings}/attendees/{attendeeId}`,
        "2024-08-13",
        200,
        removed,
    ),
    "calendar links": plain("GET", `${of_bookings}/calendar-links`, "2024-08-13", 200, [
        { label: "ICS", id: "ics", link: "data:text/calendar,BEGIN%3AVCALENDAR" },
    ]),
    references: plain(
        "GET",
        `${of_bookings}/references`,
        "2024-08-13",
        200,
        [{ id: 4, type: "google_calendar", eventUid: "e1", destinationCalendarId: "home" }],
        { nullable: ["destinationCalendarId"] },
    ),
    "slots by their starts": plain(
        "GET",
        "/v2/slots",
        "2024-09-04",
        200,
        {
            "2031-03-03": [
                { start: "2031-03-03T10:00:00.000Z" },
                { start: "2031-03-03T10:30:00.000Z" },
            ],
        },
        { optional: ["2031-03-03"] },
    ),
    "slots with ends and seats": plain(
        "GET",
        "/v2/slots",
        "2024-09-04",
        200,
        {
            "2031-03-03": [
                {
                    start: "2031-03-03T10:00:00.000+01:00",
                    end: "2031-03-03T10:30:00.000+01:00",
                    ...seats_of_slot,
                },
            ],
        },
        {
            target: "/v2/slots?timeZone=Europe%2FRome&format=range",
            optional: ["2031-03-03", "bookingUid"],
        },
    ),
    "a reservation": plain("GET", `${of_slots}/{uid}`, "2024-09-04", 200, reservation, {
        nullable: ["data"],
    }),
    "no reservation": plain("GET", `${of_slots}/{uid}`, "2024-09-04", 200, null),
    "a reservation made": plain("POST", of_slots, "2024-09-04", 201, made_reservation),
    "a reservation given back": exchange(
        "DELETE",
        `${of_slots}/{uid}`,
        "2024-09-04",
        200,
        { status: "success" },
        { optional: [] },
    ),
    "event types": plain("GET", of_types, "2024-06-14", 200, [own_type], of_settings),
    "an event type made": plain("POST", of_types, "2024-06-14", 201, bare_type, of_bare_settings),
    "an event type of a team": plain(
        "GET",
        `${of_types}/{eventTypeId}`,
        "2024-06-14",
        200,
        team_type,
        of_settings,
    ),
    "an event type deleted": plain("DELETE", `${of_types}/{eventTypeId}`, "2024-06-14", 200, {
        id: 3,
        lengthInMinutes: 30,
        title: "Intro",
        slug: "intro",
    }),
    schedules: plain("GET", "/v2/schedules", "2024-06-11", 200, [schedule]),
    "one schedule": plain("GET", "/v2/schedules/{scheduleId}", "2024-06-11", 200, schedule),
    "own profile": plain("GET", "/v2/me", null, 200, profile, of_profiles),
    webhooks: plain("GET", "/v2/webhooks", null, 200, [webhook], of_webhooks),
    "a webhook made": plain("POST", "/v2/webhooks", null, 201, webhook, of_webhooks),
    "webhooks of a type": plain(
        "GET",
        `${of_types}/{eventTypeId}/webhooks`,
        null,
        200,
        [type_webhook],
        of_webhooks,
    ),
    "a webhook of a type made": plain(
        "POST",
        `${of_types}/{eventTypeId}/webhooks`,
        null,
        201,
        type_webhook,
        of_webhooks,
    ),
    "too many requests": exchange(
        "POST",
        `${of_bookings}/guests`,
        "2024-08-13",
        429,
        {
            ...error(),
            path: `${of_bookings}/guests`,
            error: {
                code: "ThrottlerException",
                message: "Too often.",
                details: { ...details, error: "Too Many Requests", statusCode: 429 },
            },
        },
        { optional: ["details"] },
    ),
    "an error with details": refused(error(details), ["details"]),
    "an error about parameters": refused(error({ errors: [complaint] }), ["details", "value"]),
    "an error about parameters inside another": refused(
        error({ errors: [{ target: {}, value: {}, property: "attendee", children: [complaint] }] }),
        ["details", "value"],
    ),
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
