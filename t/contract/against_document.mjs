// against_document.mjs - holds the noted answers, and cal-v2.schema.json itself, against the
// published OpenAPI documents, which are not part of this repository. SPDX-License-Identifier: MIT
//
// usage: SLOTD_OPENAPI_DIR=DIR node against_document.mjs [EXCHANGES]
// DIR holds cal-v2.openapi.json and cal-v2-2026-05-01.openapi.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { group_of, is_cal } from "./contract.mjs";
import { schema_reader } from "./differences.mjs";
import { noted_exchanges } from "./exchanges.mjs";
import { end, test } from "./tap.mjs";

const NEWEST = "2026-05-01";
const files = {
    "2024-08-13": "cal-v2.openapi.json",
    [NEWEST]: "cal-v2-2026-05-01.openapi.json",
};

// One document holds every version but the newest.
const document_of = ({ served }) => (served === NEWEST ? NEWEST : "2024-08-13");

const without = (name) => (thing) => {
    const { [name]: gone, ...rest } = thing;

    return rest;
};
const newer_triggers = ["BOOKING_LOCATION_UPDATED", "BOOKING_REASSIGNED"];

// What clients know otherwise than the documents, which do not name every field and word and take
// an id for a number.
const otherwise = [
    [/^\/v2\/bookings(\/{bookingUid}\/reschedule)?$/, without("isPlatformManagedUserBooking")],
    [/\/calendar-links$/, without("id")],
    [/^\/v2\/me$/, without("locale")],
    [/^\/v2\/webhooks/, without("version")],
    [/^\/v2\/webhooks/, (webhook) => ({ ...webhook, id: 1 })],
    [
        /^\/v2\/webhooks/,
        ({ triggers, ...webhook }) => ({
            ...webhook,
            triggers: triggers?.filter((trigger) => !newer_triggers.includes(trigger)),
        }),
    ],
];

// Their schemas refer to themselves without an end, so that nothing fits.
const endless = [
    "POST /v2/bookings/{bookingUid}/reassign",
    "POST /v2/bookings/{bookingUid}/reassign/{userId}",
    "GET /v2/slots/reservations/{uid}",
];

// Its schema is that of the data, and knows no seats.
const SLOTS = "GET /v2/slots";

function slots_as_documented(days) {
    const unseated = ({ start, end }) => (end === undefined ? { start } : { start, end });

    return Object.fromEntries(
        Object.entries(Object(days)).map(([day, slots]) => [day, slots.map(unseated)]),
    );
}

function read_json(...path) {
    return JSON.parse(readFileSync(join(...path), "utf8"));
}

// ---- answers

function is_object(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

// What the documents' tool wrote of a type that it did not understand, as JSON Schema: an object of
// which nothing is told may be anything, a list is none of the words of its items, and the name of
// a pattern is no pattern.
function understood(schema) {
    if (Array.isArray(schema)) {
        return schema.map(understood);
    }
    if (!is_object(schema)) {
        return schema;
    }
    const { nullable, example, default: usual, ...rest } = schema;
    const told = Object.keys(rest).filter((name) => name !== "description");

    if (rest.type === "object" && told.length === 1) {
        return {};
    }
    if (rest.type === "array") {
        delete rest.enum;
    }
    if (/^[A-Z_]+$/.test(rest.pattern)) {
        delete rest.pattern;
    }
    const copy = Object.fromEntries(
        Object.entries(rest).map(([name, part]) => [
            name,
            name === "properties" ? members_understood(part) : understood(part),
        ]),
    );
    return nullable === true ? { anyOf: [{ type: "null" }, copy] } : copy;
}

function members_understood(properties) {
    return Object.fromEntries(
        Object.entries(properties).map(([name, part]) => [name, understood(part)]),
    );
}

// Of shapes that ask for the same fields of the same types one fits as well as another.
function are_told_apart(choices, components) {
    const asked = choices.map(({ $ref, ...schema }) => {
        const { required = [], type, items, properties = {} } = $ref
            ? components.schemas[$ref.split("/").at(-1)]
            : schema;

        return JSON.stringify([
            type,
            items,
            [...required].sort(),
            required.map((name) => properties[name]?.type).sort(),
        ]);
    });
    return new Set(asked).size === asked.length;
}

// The documents leave objects open, and then one booking fits several of the shapes of which it
// should fit exactly one. Closed, each booking fits its own alone, and unknown fields show.
function closed(schema, components) {
    if (Array.isArray(schema)) {
        return schema.map((part) => closed(part, components));
    }
    if (!is_object(schema)) {
        return schema;
    }
    const parts = Object.entries(schema).map(([name, part]) => [name, closed(part, components)]);
    const copy = Object.fromEntries(parts);

    if (copy.type === "object" && copy.properties !== undefined) {
        copy.additionalProperties ??= false;
    }
    if (copy.oneOf !== undefined && !are_told_apart(schema.oneOf, components)) {
        copy.anyOf = copy.oneOf;
        delete copy.oneOf;
    }
    return copy;
}

function opened(schema) {
    return JSON.parse(JSON.stringify(schema).replaceAll('"oneOf":', '"anyOf":'));
}

function reader(document, change) {
    const components = understood(document.components);
    const changed = (schema) => change(schema, components);
    const differences = schema_reader({ components: changed(components) });
    const read = new Map();

    return ({ method, route, status }, body) => {
        const answer = document.paths[route]?.[method.toLowerCase()]?.responses[status];
        const schema = answer?.content?.["application/json"]?.schema;

        if (schema === undefined) {
            return undefined;
        }
        if (!read.has(schema)) {
            read.set(schema, changed(understood(schema)));
        }
        return differences(read.get(schema), body);
    };
}

function as_documented({ method, route }, body) {
    const changes = otherwise.filter(([routes]) => routes.test(route)).map(([, change]) => change);
    const changed = (thing) =>
        is_object(thing) ? changes.reduce((each, change) => change(each), thing) : thing;

    if (`${method} ${route}` === SLOTS) {
        return slots_as_documented(body.data);
    }
    if (body.data === undefined) {
        return body;
    }
    return {
        ...body,
        data: Array.isArray(body.data) ? body.data.map(changed) : changed(body.data),
    };
}

function readers_of(documents) {
    return Object.fromEntries(
        Object.entries(documents).map(([version, document]) => [
            version,
            { as_written: reader(document, opened), as_closed: reader(document, closed) },
        ]),
    );
}

// Answers without a body, and those that the documents leave out, are not looked at.
function differences_of(readers, exchange) {
    const read = readers[document_of(exchange)];
    const is_told = (difference) => `${exchange.target}: ${difference}`;

    if (exchange.body === "" || endless.includes(`${exchange.method} ${exchange.route}`)) {
        return undefined;
    }
    if (exchange.contentType?.startsWith("application/json") !== true) {
        return undefined;
    }
    const body = as_documented(exchange, JSON.parse(exchange.body));
    const as_written = read.as_written(exchange, body);
    const as_closed = read.as_closed(exchange, body);

    return (
        as_written && { as_written: as_written.map(is_told), as_closed: as_closed.map(is_told) }
    );
}

function test_answers(documents, exchanges) {
    const readers = readers_of(documents);
    const groups = new Map();

    for (const exchange of exchanges) {
        const told = differences_of(readers, exchange);
        const name = group_of(exchange);

        if (told !== undefined) {
            groups.set(name, [...(groups.get(name) ?? []), told]);
        }
    }
    for (const [name, group] of groups) {
        const as_written = group.flatMap((told) => told.as_written);
        const as_closed = group.flatMap((told) => told.as_closed);

        test(`document: ${name}: ${group.length} answers fit as it is written`, as_written);
        test(`document: ${name}: ${group.length} answers fit one shape and no more`, as_closed);
    }
    test("document: there are answers to hold against it", groups.size > 0 ? [] : ["none"]);
}

// ---- the schema

const pairs = [
    ["2024-08-13", "host", "BookingHost"],
    ["2024-08-13", "event_type", "EventType"],
    ["2024-08-13", "attendee", "BookingAttendee"],
    ["2024-08-13", "seat", "SeatedAttendee"],
    [NEWEST, "dated_seat", "SeatedAttendee"],
    ["2024-08-13", "normal", "BookingOutput_2024_08_13"],
    ["2024-08-13", "recurring", "RecurringBookingOutput_2024_08_13"],
    ["2024-08-13", "seated", "GetSeatedBookingOutput_2024_08_13"],
    ["2024-08-13", "recurring_seated", "GetRecurringSeatedBookingOutput_2024_08_13"],
    [NEWEST, "normal", "BookingOutput_2024_08_13"],
    [NEWEST, "recurring", "RecurringBookingOutput_2024_08_13"],
    [NEWEST, "dated_seated", "GetSeatedBookingOutput_2024_08_13"],
    [NEWEST, "dated_recurring_seated", "GetRecurringSeatedBookingOutput_2024_08_13"],
    ["2024-08-13", "created_normal", "BookingOutput_2024_08_13"],
    ["2024-08-13", "created_recurring", "RecurringBookingOutput_2024_08_13"],
    ["2024-08-13", "created_seated", "CreateSeatedBookingOutput_2024_08_13"],
    ["2024-08-13", "created_recurring_seated", "CreateRecurringSeatedBookingOutput_2024_08_13"],
    ["2024-08-13", "page", "PaginationMetaDto"],
    ["2024-08-13", "attendee_with_id", "BookingAttendeeWithId_2024_08_13"],
    ["2024-08-13", "added_attendee", "BookingAttendeeOutput_2024_08_13"],
    ["2024-08-13", "removed_attendee", "RemovedAttendeeOutput_2024_08_13"],
    ["2024-08-13", "calendar_link", "CalendarLink"],
    ["2024-08-13", "reference", "BookingReference"],
    ["2024-08-13", "made_reservation", "ReserveSlotOutput_2024_09_04"],
    ["2024-08-13", "own_type", "EventTypeOutput_2024_06_14"],
    ["2024-08-13", "team_type", "TeamEventTypeOutput_2024_06_14"],
    ["2024-08-13", "deleted_type", "DeleteData_2024_06_14"],
    ["2024-08-13", "team", "EventTypeTeam"],
    ["2024-08-13", "name_question", "NameDefaultFieldOutput_2024_06_14"],
    ["2024-08-13", "email_question", "EmailDefaultFieldOutput_2024_06_14"],
    ["2024-08-13", "location_question", "LocationDefaultFieldOutput_2024_06_14"],
    ["2024-08-13", "standard_question", "NotesDefaultFieldOutput_2024_06_14"],
    ["2024-08-13", "written_question", "TextFieldOutput_2024_06_14"],
    ["2024-08-13", "select_question", "SelectFieldOutput_2024_06_14"],
    ["2024-08-13", "options_question", "RadioGroupFieldOutput_2024_06_14"],
    ["2024-08-13", "boolean_question", "BooleanFieldOutput_2024_06_14"],
    ["2024-08-13", "recurrence", "Recurrence_2024_06_14"],
    ["2024-08-13", "booker_limit", "BookerActiveBookingsLimitOutput_2024_06_14"],
    ["2024-08-13", "layouts", "BookerLayouts_2024_06_14"],
    ["2024-08-13", "colors", "EventTypeColor_2024_06_14"],
    ["2024-08-13", "seats", "Seats_2024_06_14"],
    ["2024-08-13", "outer_calendar", "DestinationCalendar_2024_06_14"],
    ["2024-08-13", "video", "CalVideoSettings"],
    ["2024-08-13", "cancelling", "DisableCancellingOutput_2024_06_14"],
    ["2024-08-13", "moving", "DisableReschedulingOutput_2024_06_14"],
    ["2024-08-13", "schedule", "ScheduleOutput_2024_06_11"],
    ["2024-08-13", "hours", "ScheduleAvailabilityInput_2024_06_11"],
    ["2024-08-13", "override", "ScheduleOverrideInput_2024_06_11"],
    ["2024-08-13", "profile", "MeOutput"],
    ["2024-08-13", "organization", "MeOrgOutput"],
    ["2024-08-13", "webhook", "UserWebhookOutputDto"],
];

const settings_never_sent = [
    ...["seatsPerTimeSlot", "seatsShowAvailabilityCount", "onlyShowFirstAvailableSlot"],
    ...["bookingLimitsDuration", "requiresBookerEmailVerification", "offsetStart"],
    ...["hideOrganizerEmail", "allowReschedulingCancelledBookings", "showOptimizedSlots"],
];

// Where the schema goes its own way: fields that it asks for over and above a document, those that
// the document does not name, those that slotd never sends, and those of another type.
const ways = {
    dated_seat: { required: ["createdAt"] },
    created_normal: { beyond: ["isPlatformManagedUserBooking"] },
    created_recurring: { beyond: ["isPlatformManagedUserBooking"] },
    created_seated: { beyond: ["isPlatformManagedUserBooking"] },
    created_recurring_seated: { beyond: ["isPlatformManagedUserBooking"] },
    calendar_link: { required: ["id"], beyond: ["id"] },
    own_type: { never: settings_never_sent },
    team_type: {
        never: [
            ...settings_never_sent,
            ...["ownerId", "parentEventTypeId", "assignAllTeamMembers", "emailSettings"],
            "rescheduleWithSameRoundRobinHost",
        ],
    },
    email_question: { required: ["required", "hidden"] },
    standard_question: { required: ["required", "hidden", "label"] },
    booker_limit: { required: ["maximumActiveBookings", "offerReschedule"] },
    video: { never: ["redirectUrlOnExit"] },
    cancelling: { required: ["disabled"] },
    moving: { required: ["disabled"] },
    profile: { beyond: ["locale"] },
    webhook: { beyond: ["version"], other_type: ["id"] },
};

function merged(definitions, { $ref, allOf = [], properties = {}, required = [], propertyNames }) {
    const others = [...allOf, ...($ref ? [definitions[$ref.split("/").at(-1)]] : [])].map((part) =>
        merged(definitions, part),
    );

    return {
        properties: Object.assign({}, ...others.map((other) => other.properties), properties),
        required: [...others.flatMap((other) => other.required), ...required],
        names: propertyNames?.anyOf.flatMap(
            (part) => part.enum ?? definitions[part.$ref.split("/").at(-1)].enum,
        ),
    };
}

function missing(what, from, into) {
    return from.filter((name) => !into.includes(name)).map((name) => `${what}: ${name}`);
}

// The types that a rule allows; none: it does not say.
function types_of({ type = [], enum: words, const: word, nullable }) {
    const named = [type].flat();
    const all = named.length > 0 ? named : [...(words ?? []), word].map((value) => typeof value);
    const types = all
        .filter((name) => name !== "undefined")
        .map((name) => (name === "integer" ? "number" : name));

    return [...new Set(nullable ? [...types, "null"] : types)].sort();
}

function of_rule(definitions, name, rule, theirs) {
    const ours = rule.$ref ? definitions[rule.$ref.split("/").at(-1)] : rule;
    const known = types_of(understood({ ...theirs, nullable: false }));
    const types = [types_of(ours), types_of({ ...theirs, type: known })].map(String);
    const is_told = known.length > 0 && types[0] !== "";
    const sorted = (words) => JSON.stringify([...(words ?? [])].sort());
    const is_of_words = theirs.enum !== undefined && theirs.type !== "array";

    return [
        ...(is_told && types[0] !== types[1] ? [`${name} is ${types[0]}, not ${types[1]}`] : []),
        ...(is_of_words && sorted(ours.enum) !== sorted(theirs.enum)
            ? [`${name} has other words`]
            : []),
        ...(theirs.minimum !== undefined && ours.minimum !== theirs.minimum
            ? [`${name} has another least value`]
            : []),
    ];
}

function of_pair(definitions, name, document) {
    const { required = [], beyond = [], never = [], other_type = [] } = ways[name] ?? {};
    const ours = merged(definitions, definitions[name]);
    const ours_named = ours.names ?? Object.keys(ours.properties);
    const theirs_named = Object.keys(document.properties);
    const theirs_required = document.required ?? [];

    return [
        ...missing("a field not in the document", ours_named, [...theirs_named, ...beyond]),
        ...missing("a field of the document", theirs_named, [...ours_named, ...never]),
        ...missing("a field without a rule", ours_named, Object.keys(ours.properties)),
        ...missing("required here alone", ours.required, [...theirs_required, ...required]),
        ...missing("required by the document alone", theirs_required, ours.required),
        ...Object.entries(ours.properties)
            .filter(([field]) => theirs_named.includes(field) && !other_type.includes(field))
            .flatMap(([field, rule]) =>
                of_rule(definitions, field, rule, document.properties[field]),
            ),
    ];
}

function test_schema(documents) {
    const path = fileURLToPath(new URL("cal-v2.schema.json", import.meta.url));
    const { definitions } = read_json(path);

    for (const [version, ours, theirs] of pairs) {
        test(
            `document: ${ours} has the fields of ${theirs} in ${version}`,
            of_pair(definitions, ours, documents[version].components.schemas[theirs]),
        );
    }
}

export function test_against_documents(exchanges) {
    const documents = Object.fromEntries(
        Object.entries(files).map(([version, file]) => [
            version,
            read_json(process.env.SLOTD_OPENAPI_DIR, file),
        ]),
    );

    test_schema(documents);
    test_answers(documents, exchanges);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    if (!process.env.SLOTD_OPENAPI_DIR) {
        console.error("SLOTD_OPENAPI_DIR must name the directory of the documents");
        process.exit(2);
    }
    test_against_documents(noted_exchanges().filter(is_cal));
    end();
}
