// description.mjs - holds /openapi.json against the rules of OpenAPI, and the noted answers against
// /openapi.json. SPDX-License-Identifier: MIT
//
// usage: node description.mjs [EXCHANGES], with SLOTD_TEST_ENV or SLOTD_URL as validate.mjs has them
import SwaggerParser from "@apidevtools/swagger-parser";
import Ajv from "ajv";
import formats from "ajv-formats";
import { noted_exchanges, setting } from "./exchanges.mjs";
import { end, test } from "./tap.mjs";

const methods = ["get", "post", "put", "patch", "delete"];
const locations = new Set(["path", "query", "header"]);

// In answers to a request that makes something, beside the shape of what was made.
const beside_the_shape = ["isPlatformManagedUserBooking", "seatUid"];

function operations_of(document) {
    return Object.entries(document.paths).flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    );
}

function name_of({ path, method }) {
    return `${method.toUpperCase()} ${path}`;
}

// What of the operations breaks a rule, by their names.
function breaking(operations, breaks) {
    return operations.filter((one) => breaks(one)).map(name_of);
}

// ---- the document

async function test_validity(document) {
    const told = await SwaggerParser.validate(structuredClone(document)).then(
        () => [],
        (error) => [String(error)],
    );

    test("the description is valid OpenAPI", told);
    const spoilt = structuredClone(document);
    spoilt.paths["/v2/bookings"].get.responses = {};
    const noticed = await SwaggerParser.validate(spoilt).then(
        () => ["nobody noticed"],
        () => [],
    );
    test("a description that was spoilt is not", noticed);
}

function test_operations(document) {
    const all = operations_of(document);
    const ids = all.map(({ operation }) => operation.operationId);
    const parameters = (one) => one.operation.parameters ?? [];
    const header = (one) => parameters(one).find((row) => row.name === "cal-api-version");

    test("there are operations", all.length >= 20 ? [] : [`${all.length} of them`]);
    test("methods are those of HTTP", breaking(all, ({ method }) => !methods.includes(method)));
    test("operations have names of their own", ids.filter((id, i) => ids.indexOf(id) !== i));
    test("operations have a summary", breaking(all, ({ operation }) => !operation.summary));
    test(
        "parameters stand in the path, the query or a header, and have a schema",
        breaking(all, (one) =>
            parameters(one).some((row) => !row.$ref && (!locations.has(row.in) || !row.schema)),
        ),
    );
    test(
        "parts of a path are parameters of it",
        breaking(all, (one) =>
            [...one.path.matchAll(/\{(\w+)\}/g)].some(
                ([, name]) =>
                    !parameters(one).some((row) => row.in === "path" && row.name === name),
            ),
        ),
    );
    test(
        "a version's default is one of the versions",
        breaking(
            all,
            (one) => header(one) && !header(one).schema.enum.includes(header(one).schema.default),
        ),
    );
    test(
        "operations say what a success looks like",
        breaking(
            all,
            ({ operation }) =>
                !Object.entries(operation.responses).some(
                    ([status, row]) =>
                        status.startsWith("2") && row.content["application/json"].schema,
                ),
        ),
    );
    test(
        "operations say that there may be too many requests",
        breaking(all, ({ operation }) => !operation.responses["429"]),
    );
}

function test_details(document) {
    const list = document.paths["/v2/bookings"].get;
    const make = document.paths["/v2/bookings"].post;
    const body = make.requestBody.content["application/json"].schema;
    const row = (name) => list.parameters.find((one) => one.name === name);
    const facts = {
        "a bearer token is how to authenticate":
            document.components.securitySchemes.bearer.scheme === "bearer" &&
            document.security[0].bearer !== undefined,
        "a booking can be made without credentials": make.security.some(
            (one) => Object.keys(one).length === 0,
        ),
        "a list needs credentials": list.security === undefined,
        "both versions of the list are named": ["2024-08-13", "2026-05-01"].every((version) =>
            row("cal-api-version").schema.enum.includes(version),
        ),
        "take is only of the version with pages": row("take")["x-versions"].join() === "2024-08-13",
        "limit is only of the version with cursors":
            row("limit")["x-versions"].join() === "2026-05-01",
        "take has its bounds and default":
            row("take").schema.minimum === 1 &&
            row("take").schema.maximum === 250 &&
            row("take").schema.default === 100,
        "statuses are words": row("status").schema.items.enum.includes("upcoming"),
        "start and attendee are required":
            body.required.includes("start") && body.required.includes("attendee"),
        "an attendee's fields are described":
            body.properties.attendee.properties.email.format === "email" &&
            body.properties.attendee.additionalProperties === false,
    };

    for (const [name, holds] of Object.entries(facts)) {
        test(name, holds ? [] : ["it is not so"]);
    }
}

// ---- answers

// JSON Schema knows null as a type. And without other members an object fits its own shape alone.
function as_json_schema(schema) {
    if (Array.isArray(schema)) {
        return schema.map(as_json_schema);
    }
    if (typeof schema !== "object" || schema === null) {
        return schema;
    }
    const { nullable, ...rest } = schema;
    const copy = Object.fromEntries(
        Object.entries(rest).map(([name, part]) => [name, as_json_schema(part)]),
    );
    if (copy.properties !== undefined && copy.additionalProperties === undefined) {
        copy.additionalProperties = false;
    }
    return nullable === true ? { anyOf: [copy, { type: "null" }] } : copy;
}

function pattern_of(path) {
    return new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

function reader(document) {
    const ajv = formats(new Ajv({ strict: false, allErrors: false }));
    const schemas = as_json_schema({ components: document.components });
    const compiled = new Map();

    ajv.addSchema({ ...schemas, $id: "description" });
    return (name, schema) => {
        if (!compiled.has(name)) {
            const text = JSON.stringify(as_json_schema(schema));
            const whole = JSON.parse(text.replaceAll('"#/', '"description#/'));

            compiled.set(name, ajv.compile(whole));
        }
        return compiled.get(name);
    };
}

function without_what_is_beside(body) {
    for (const one of [body.data].flat()) {
        for (const name of beside_the_shape) {
            if (typeof one === "object" && one !== null && name in one) {
                delete one[name];
            }
        }
    }
    return body;
}

function differences(document, read, operation, exchange) {
    const where = `${name_of(operation)} ${exchange.status}`;
    const row = operation.operation.responses[exchange.status] ?? operation.operation.responses.default;
    const named = row.$ref?.split("/").at(-1);
    const answer = named === undefined ? row : document.components.responses[named];
    const validate = read(where, answer.content["application/json"].schema);
    const body = JSON.parse(exchange.body);
    const made = exchange.status < 300 && operation.method === "post";

    if (validate(made ? without_what_is_beside(body) : body)) {
        return [];
    }
    const { instancePath, message, params } = validate.errors[0];
    return [`${where}: ${instancePath} ${message} ${JSON.stringify(params)}`];
}

function test_answers(document, exchanges) {
    const read = reader(document);
    // whole paths before those with a parameter in their place
    const operations = operations_of(document)
        .sort((one, other) => one.path.split("{").length - other.path.split("{").length)
        .map((one) => ({ ...one, pattern: pattern_of(one.path) }));
    const found = new Map(operations.map((one) => [name_of(one), []]));
    const undocumented = [];

    for (const exchange of exchanges) {
        const path = exchange.target.split("?")[0].replace(/^\/api\/v2/, "/v2").replace(/^\/v2\/ee/, "/v2").replace(/\/$/, "");
        const method = exchange.method === "HEAD" ? "get" : exchange.method.toLowerCase();
        const operation = operations.find((one) => one.method === method && one.pattern.test(path));

        if (operation === undefined) {
            if (exchange.status < 300 && path.startsWith("/v2") && method !== "options") {
                undocumented.push(`${exchange.method} ${path}`);
            }
        } else if (/^application\/json/.test(exchange.contentType ?? "") && exchange.body !== "") {
            found.get(name_of(operation)).push([operation, exchange]);
        }
    }
    test("what was answered is described", undocumented);
    for (const [name, seen] of found) {
        if (seen.length > 0) {
            test(
                `${name}: ${seen.length} answers are as described`,
                seen.flatMap((pair) => differences(document, read, ...pair)),
            );
        }
    }
}

// ---- the page that shows it

async function told_of_page(url) {
    const page = await fetch(`${url}/docs`);
    const text = await page.text();
    const parts = [...text.matchAll(/(?:src|href)="([a-z0-9.-]+)"/g)].map(([, name]) => name);
    const told = [];

    if (page.status !== 200 || page.url !== `${url}/docs/`) {
        told.push(`${page.url} answers ${page.status}`);
    }
    if (!/script-src 'self'/.test(page.headers.get("content-security-policy"))) {
        told.push("the page may run any script");
    }
    if (!parts.includes("initializer.js") || parts.length < 4) {
        told.push(`the page has only ${parts}`);
    }
    for (const part of parts) {
        const answer = await fetch(`${url}/docs/${part}`);

        if (answer.status !== 200 || (await answer.text()).length < 100) {
            told.push(`${part} answers ${answer.status}`);
        }
    }
    return told;
}

async function test_page(url) {
    const script = await (await fetch(`${url}/docs/initializer.js`)).text();
    const missing = await fetch(`${url}/docs/nothing.js`);

    test("the page and all its parts are there", await told_of_page(url));
    test("the page shows this description", script.includes('"/openapi.json"') ? [] : [script]);
    test("what is not part of the page is not found", missing.status === 404 ? [] : [String(missing.status)]);
}

const url = setting("SLOTD_URL");
const first = await fetch(`${url}/openapi.json`);
const document = await first.json();
const again = await fetch(`${url}/openapi.json`, {
    headers: { "If-None-Match": first.headers.get("etag") ?? "" },
});

test("the description is JSON", /^application\/json/.test(first.headers.get("content-type")) ? [] : ["no"]);
test("a description that is known is not sent again", again.status === 304 ? [] : [String(again.status)]);
await test_validity(document);
test_operations(document);
test_details(document);
test_answers(document, noted_exchanges());
await test_page(url);
end();
