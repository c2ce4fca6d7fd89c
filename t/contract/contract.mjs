// contract.mjs - which answer has which shape, and what in an exchange departs from it.
// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { schema_reader } from "./differences.mjs";

const { definitions } = JSON.parse(
    readFileSync(new URL("cal-v2.schema.json", import.meta.url), "utf8"),
);
const of_schema = schema_reader({ definitions });
const shapes = Object.fromEntries(
    Object.keys(definitions).map((name) => [name, { $ref: `#/definitions/${name}` }]),
);

const PAGES = "2024-08-13";
const WALK = "2026-05-01";

// A route, and every status it must have been seen to answer with; the first is that of its shape.
const routes = [
    {
        method: "GET",
        route: "/v2/bookings",
        served: PAGES,
        shape: "pages",
        statuses: [200, 400, 401],
    },
    {
        method: "GET",
        route: "/v2/bookings",
        served: WALK,
        shape: "walk",
        statuses: [200, 400, 401],
    },
    {
        method: "POST",
        route: "/v2/bookings",
        served: PAGES,
        shape: "created",
        statuses: [201, 400, 401, 404, 422],
    },
    {
        method: "GET",
        route: "/v2/bookings/{bookingUid}",
        served: PAGES,
        shape: "found",
        statuses: [200, 401, 404],
    },
    {
        method: "POST",
        route: "/v2/bookings/{bookingUid}/cancel",
        served: PAGES,
        shape: "cancelled",
        statuses: [200, 400, 401, 404],
    },
    { method: "GET", route: "/healthz", served: null, shape: "healthy", statuses: [200] },
    { method: "GET", route: "/readyz", served: null, shape: "ready", statuses: [200] },
    { method: "DELETE", route: "/healthz", served: null, statuses: [405] },
    { method: "GET", route: "/nowhere", served: null, statuses: [404] },
];

const is_below = (target, prefix) => target === prefix || new RegExp(`^${prefix}[/?]`).test(target);
const is_cal = ({ target }) => is_below(target, "/v2") || is_below(target, "/api/v2");

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
function shape_of(exchange) {
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
};

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

function of_body(shape, exchange) {
    let body;

    try {
        body = JSON.parse(exchange.body);
    } catch {
        return [`the body is not JSON: ${exchange.body.slice(0, 80)}`];
    }
    return [...of_schema(shapes[shape], body), ...of_echoes(shape, body, exchange)];
}

export function differences_of(exchange) {
    const shape = shape_of(exchange);

    if (is_without_body(exchange)) {
        return exchange.body === "" ? [] : ["there is a body"];
    }
    if (shape === undefined) {
        return ["the contract has no such answer"];
    }
    return [...of_media_type(shape, exchange), ...of_body(shape, exchange)];
}

export function group_of({ method, route, target, served, status }) {
    const known = routes.some((row) => row.route === route);
    const place = known || !is_cal({ target }) ? route : "elsewhere below /v2";

    return `${method} ${place}${served === null ? "" : ` of ${served}`}, ${status}`;
}

export const expected_groups = routes.flatMap((row) =>
    row.statuses.map((status) => group_of({ ...row, target: row.route, status })),
);

// ---- shapes that the answers must show somewhere; only answers that fit are looked at

const listed = (body) => body.data;
const alone = (body) => (Array.isArray(body.data) ? [] : [body.data]);
const series = (body) => (Array.isArray(body.data) ? body.data : []);
const bookings = [
    { served: PAGES, names: ["normal", "recurring", "seated", "recurring_seated"] },
    { served: WALK, names: ["normal", "recurring", "dated_seated", "dated_recurring_seated"] },
];

function sight(name, shape, row, of_answer) {
    return {
        name,
        is_seen: (exchange) =>
            is_success(exchange) &&
            route_of(exchange) === row &&
            of_answer(JSON.parse(exchange.body)).some(
                (thing) => of_schema(shapes[shape], thing).length === 0,
            ),
    };
}

const row_of = (shape) => routes.find((row) => row.shape === shape);

export const expected_sights = [
    ...bookings.flatMap(({ served, names }) =>
        names.map((name) =>
            sight(
                `a list of ${served} shows a booking of the shape ${name}`,
                name,
                routes.find((row) => row.served === served && row.method === "GET"),
                listed,
            ),
        ),
    ),
    sight("a page is not the last", "page", row_of("pages"), (body) =>
        body.pagination.hasNextPage ? [body.pagination] : [],
    ),
    sight("a page is the last", "page", row_of("pages"), (body) =>
        body.pagination.hasNextPage ? [] : [body.pagination],
    ),
    sight("a walk goes on", "step", row_of("walk"), (body) =>
        body.pagination.hasMore ? [body.pagination] : [],
    ),
    sight("a walk ends", "step", row_of("walk"), (body) =>
        body.pagination.hasMore ? [] : [body.pagination],
    ),
    sight("one booking is found by its uid", "normal", row_of("found"), alone),
    sight("one seated booking is found by its uid", "seated", row_of("found"), alone),
    sight("a series is found by its uid", "recurring", row_of("found"), series),
    sight("a booking is cancelled", "normal", row_of("cancelled"), alone),
    sight("a booking is made", "created_normal", row_of("created"), alone),
];
