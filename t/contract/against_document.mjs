// against_document.mjs - holds the noted answers, and cal-v2.schema.json itself, against the
// published OpenAPI documents, which are not part of this repository. SPDX-License-Identifier: MIT
//
// usage: SLOTD_OPENAPI_DIR=DIR node against_document.mjs [EXCHANGES]
// DIR holds cal-v2.openapi.json and cal-v2-2026-05-01.openapi.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { group_of } from "./contract.mjs";
import { schema_reader } from "./differences.mjs";
import { noted_exchanges } from "./exchanges.mjs";
import { end, test } from "./tap.mjs";

const files = {
    "2024-08-13": "cal-v2.openapi.json",
    "2026-05-01": "cal-v2-2026-05-01.openapi.json",
};

// Fields that slotd sends and the documents do not name.
const beyond_the_documents = [
    { method: "POST", route: "/v2/bookings", name: "isPlatformManagedUserBooking" },
];

function read_json(...path) {
    return JSON.parse(readFileSync(join(...path), "utf8"));
}

// ---- answers

// The documents leave objects open, and then one booking fits several of the shapes of which it
// should fit exactly one. Closed, each booking fits its own alone, and unknown fields show.
function closed(schema) {
    if (Array.isArray(schema)) {
        return schema.map(closed);
    }
    if (typeof schema !== "object" || schema === null) {
        return schema;
    }
    const parts = Object.entries(schema).map(([name, part]) => [name, closed(part)]);
    const copy = Object.fromEntries(parts);

    if (copy.type === "object" && copy.properties !== undefined) {
        copy.additionalProperties ??= false;
    }
    return copy;
}

function opened(schema) {
    return JSON.parse(JSON.stringify(schema).replaceAll('"oneOf":', '"anyOf":'));
}

function reader(document, change) {
    const of = schema_reader({ components: change(document.components) });
    const schemas = new Map();

    return ({ method, route, status }, body) => {
        const answer = document.paths[route]?.[method.toLowerCase()]?.responses[status];
        const schema = answer?.content?.["application/json"]?.schema;

        if (schema === undefined) {
            return undefined;
        }
        if (!schemas.has(schema)) {
            schemas.set(schema, change(schema));
        }
        return of(schemas.get(schema), body);
    };
}

function without_beyond(exchange, body) {
    const copy = structuredClone(body);

    for (const thing of [copy.data].flat()) {
        for (const { method, route, name } of beyond_the_documents) {
            if (exchange.method === method && exchange.route === route) {
                delete thing?.[name];
            }
        }
    }
    return copy;
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
    const read = readers[exchange.served];
    const is_told = (difference) => `${exchange.target}: ${difference}`;

    if (read === undefined || exchange.body === "") {
        return undefined;
    }
    const body = JSON.parse(exchange.body);
    const as_written = read.as_written(exchange, body);
    const as_closed = read.as_closed(exchange, without_beyond(exchange, body));

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
    ["2026-05-01", "dated_seat", "SeatedAttendee"],
    ["2024-08-13", "normal", "BookingOutput_2024_08_13"],
    ["2024-08-13", "recurring", "RecurringBookingOutput_2024_08_13"],
    ["2024-08-13", "seated", "GetSeatedBookingOutput_2024_08_13"],
    ["2024-08-13", "recurring_seated", "GetRecurringSeatedBookingOutput_2024_08_13"],
    ["2026-05-01", "normal", "BookingOutput_2024_08_13"],
    ["2026-05-01", "recurring", "RecurringBookingOutput_2024_08_13"],
    ["2026-05-01", "dated_seated", "GetSeatedBookingOutput_2024_08_13"],
    ["2026-05-01", "dated_recurring_seated", "GetRecurringSeatedBookingOutput_2024_08_13"],
    ["2024-08-13", "created_normal", "BookingOutput_2024_08_13"],
    ["2024-08-13", "created_recurring", "RecurringBookingOutput_2024_08_13"],
    ["2024-08-13", "created_seated", "CreateSeatedBookingOutput_2024_08_13"],
    ["2024-08-13", "created_recurring_seated", "CreateRecurringSeatedBookingOutput_2024_08_13"],
    ["2024-08-13", "page", "PaginationMetaDto"],
];

// What the schema asks of slotd over and above a document.
const stricter = new Map([["dated_seat", ["createdAt"]]]);

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

const type_of = (rule) => (rule.type === "integer" ? "number" : (rule.type ?? "string"));

function of_rule(definitions, name, rule, theirs) {
    const ours = rule.$ref ? definitions[rule.$ref.split("/").at(-1)] : rule;
    const other_type = theirs.type !== undefined && type_of(ours) !== theirs.type;
    const sorted = (words) => JSON.stringify([...(words ?? [])].sort());

    return [
        ...(other_type ? [`${name} is ${type_of(ours)}, not ${theirs.type}`] : []),
        ...(sorted(ours.enum) === sorted(theirs.enum) ? [] : [`${name} has other words`]),
        ...(theirs.minimum !== undefined && ours.minimum !== theirs.minimum
            ? [`${name} has another least value`]
            : []),
    ];
}

function of_pair(definitions, name, document) {
    const ours = merged(definitions, definitions[name]);
    const ours_named = (ours.names ?? Object.keys(ours.properties)).filter(
        (field) => !beyond_the_documents.some((known) => known.name === field),
    );
    const extra = stricter.get(name) ?? [];
    const required = ours.required.filter((field) => !extra.includes(field));

    return [
        ...missing("a field not in the document", ours_named, Object.keys(document.properties)),
        ...missing("a field of the document", Object.keys(document.properties), ours_named),
        ...missing("a field without a rule", ours_named, Object.keys(ours.properties)),
        ...missing("required here alone", required, document.required),
        ...missing("required by the document alone", document.required, ours.required),
        ...Object.entries(ours.properties)
            .filter(([field]) => document.properties[field] !== undefined)
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
    test_against_documents(noted_exchanges());
    end();
}
