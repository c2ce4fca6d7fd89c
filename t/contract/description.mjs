// description.mjs - holds /openapi.json against the rules of OpenAPI, and the noted answers against
// the description of their dialect. SPDX-License-Identifier: MIT
//
// usage: node description.mjs [EXCHANGES], with SLOTD_TEST_ENV or SLOTD_URL as validate.mjs has them
import SwaggerParser from "@apidevtools/swagger-parser";
import { dialect_of, judge, name_of, names_of_dialects, operations_of } from "./described.mjs";
import { noted_exchanges, setting } from "./exchanges.mjs";
import { spoilt } from "./spoilt.mjs";
import { end, test } from "./tap.mjs";

const methods = ["get", "post", "put", "patch", "delete"];
const locations = new Set(["path", "query", "header"]);

// What of the operations breaks a rule, by their names.
function breaking(operations, breaks) {
    return operations.filter((one) => breaks(one)).map(name_of);
}

// ---- the document

async function test_validity(name, document) {
    const told = await SwaggerParser.validate(structuredClone(document)).then(
        () => [],
        (error) => [String(error)],
    );

    test(`${name}: the description is valid OpenAPI`, told);
    const worse = structuredClone(document);
    operations_of(worse)[0].operation.responses = {};
    const noticed = await SwaggerParser.validate(worse).then(
        () => ["nobody noticed"],
        () => [],
    );
    test(`${name}: a description that was spoilt is not`, noticed);
}

function test_operations(name, document) {
    const all = operations_of(document);
    const ids = all.map(({ operation }) => operation.operationId);
    const parameters = (one) => one.operation.parameters ?? [];
    const header = (one) => parameters(one).find((row) => row.name === "cal-api-version");
    const is_public = ({ operation }) => operation.security?.length === 0;
    const rules = {
        "methods are those of HTTP": ({ method }) => !methods.includes(method),
        "operations have a summary": ({ operation }) => !operation.summary,
        "parameters stand in the path, the query or a header, and have a schema": (one) =>
            parameters(one).some((row) => !row.$ref && (!locations.has(row.in) || !row.schema)),
        "parts of a path are parameters of it": (one) =>
            [...one.path.matchAll(/\{(\w+)\}/g)].some(
                ([, part]) =>
                    !parameters(one).some((row) => row.in === "path" && row.name === part),
            ),
        "a version's default is one of the versions": (one) =>
            header(one) && !header(one).schema.enum.includes(header(one).schema.default),
        "operations say what a success looks like": ({ operation }) =>
            !Object.entries(operation.responses).some(
                ([status, row]) =>
                    status.startsWith("2") && row.content["application/json"].schema,
            ),
        "operations say that there may be too many requests": ({ operation }) =>
            !operation.responses["429"],
        "operations say which status they may have": ({ operation }) =>
            operation.responses.default || !operation.responses["401"],
        "operations that are not for everybody say whose they are": (one) =>
            !is_public(one) && !(one.operation["x-callers"]?.length > 0),
        "operations have one tag": ({ operation }) => operation.tags?.length !== 1,
    };

    test(`${name}: there are operations`, all.length >= 4 ? [] : [`${all.length} of them`]);
    test(
        `${name}: operations have names of their own`,
        ids.filter((id, i) => ids.indexOf(id) !== i),
    );
    for (const [rule, breaks] of Object.entries(rules)) {
        test(`${name}: ${rule}`, breaking(all, breaks));
    }
}

// Schemas that take anything at all, by where they stand.
function takes_anything(schema, place) {
    if (typeof schema !== "object" || schema === null || schema.$ref !== undefined) {
        return [];
    }
    const { description, nullable, example, ...rest } = schema;
    const parts = [
        ...Object.entries(rest.properties ?? {}).map(([name, part]) => [part, `${place}.${name}`]),
        ...["anyOf", "oneOf", "allOf"].flatMap((name) =>
            (rest[name] ?? []).map((part) => [part, place]),
        ),
        ...(rest.items === undefined ? [] : [[rest.items, `${place}[]`]]),
    ];

    const is_open =
        Object.keys(rest).length === 0 ||
        (rest.type === "object" && !rest.properties && !rest.additionalProperties);

    // what has no items may have any
    return is_open
        ? [place]
        : rest.maxItems === 0
          ? []
          : parts.flatMap(([part, where]) => takes_anything(part, where));
}

function test_closed(name, document) {
    const answers = operations_of(document).flatMap((one) =>
        Object.entries(one.operation.responses)
            .filter(([status]) => status.startsWith("2"))
            .map(([, row]) => [row.content["application/json"].schema, name_of(one)]),
    );
    const open = [
        ...Object.entries(document.components.schemas).map(([place, schema]) => [schema, place]),
        ...answers,
    ].flatMap(([schema, place]) => takes_anything(schema, place));

    test(`${name}: nothing in an answer is described as just anything`, open);
}

// Together the descriptions of the dialects are the description of all.
function test_together(whole, documents) {
    const names = (document) => operations_of(document).map(name_of).sort();
    const parts = Object.values(documents).flatMap(names).sort();
    const apart = names(whole).filter((name) => !parts.includes(name));
    const tags = new Set(operations_of(whole).map(({ operation }) => operation.tags[0]));
    const misplaced = Object.entries(documents).flatMap(([name, document]) =>
        operations_of(document)
            .filter(({ path }) => dialect_of(path) !== name)
            .map((one) => `${name} has ${name_of(one)}`),
    );

    test("no operation is of two dialects or of none", [
        ...apart,
        ...parts.filter((name, i) => parts.indexOf(name) !== i),
        ...misplaced,
    ]);
    test(
        "the dialects are the groups of the description of all",
        whole.tags.length === tags.size && whole.tags.every(({ name }) => tags.has(name))
            ? []
            : [[...tags].join()],
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

// The noted answers by the operation that gave them; undefined: those of none.
function grouped(operation_of, exchanges) {
    const groups = new Map();

    for (const exchange of exchanges) {
        const operation = operation_of(exchange);
        const name = operation && name_of(operation);

        groups.set(name, [...(groups.get(name) ?? []), exchange]);
    }
    return groups;
}

// An answer of each status, spoilt, must be a fault.
function let_pass(faults_of, exchanges) {
    const first = new Map([...exchanges].reverse().map((one) => [one.status, one]));

    return [...first.values()]
        .filter(({ contentType }) => /^application\/json/.test(contentType ?? ""))
        .filter((one) => one.body !== "" && faults_of(one).length === 0)
        .flatMap((one) =>
            spoilt(one)
                .filter(([, worse]) => faults_of(worse).length === 0)
                .map(([fault]) => `${one.method} ${one.target} ${one.status}: ${fault}`),
        );
}

function test_answers(documents, exchanges) {
    const { operation_of, faults_of } = judge(documents);
    const groups = grouped(operation_of, exchanges);

    for (const [name, seen] of groups) {
        const told = seen.flatMap(faults_of);
        const place = name ?? "elsewhere";

        test(`${place}: ${seen.length} answers are as described`, told);
        test(`${place}: spoilt answers are not`, let_pass(faults_of, seen));
    }
    for (const [dialect, document] of Object.entries(documents)) {
        const succeeds = (one) =>
            (groups.get(name_of(one)) ?? []).some(({ status }) => status >= 200 && status < 300);

        test(
            `${dialect}: every operation was seen to succeed`,
            breaking(operations_of(document), (one) => !succeeds(one)),
        );
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
    const shown = ["", ...names_of_dialects.map((name) => `?dialect=${name}`)];

    test("the page and all its parts are there", await told_of_page(url));
    test(
        "the page shows all these descriptions",
        shown.filter((query) => !script.includes(`"/openapi.json${query}"`)),
    );
    test(
        "what is not part of the page is not found",
        missing.status === 404 ? [] : [String(missing.status)],
    );
}

// ---- how it is asked for

async function test_questions(url, first) {
    const again = await fetch(`${url}/openapi.json`, {
        headers: { "If-None-Match": first.headers.get("etag") ?? "" },
    });

    test(
        "the description is JSON",
        /^application\/json/.test(first.headers.get("content-type")) ? [] : ["no"],
    );
    test(
        "a description that is known is not sent again",
        again.status === 304 ? [] : [String(again.status)],
    );
    for (const query of ["dialect=nobody", "dialect=", "dialect=Cal", "dialect=cal&dialect=x"]) {
        const answer = await fetch(`${url}/openapi.json?${query}`);

        test(
            `there is no description of ${query}`,
            answer.status === 400 ? [] : [String(answer.status)],
        );
    }
}

const url = setting("SLOTD_URL");
const first = await fetch(`${url}/openapi.json`);
const whole = await first.json();
const documents = {};

for (const name of names_of_dialects) {
    documents[name] = await (await fetch(`${url}/openapi.json?dialect=${name}`)).json();
}
await test_questions(url, first);
for (const [name, document] of Object.entries({ all: whole, ...documents })) {
    await test_validity(name, document);
    test_operations(name, document);
}
// those of Cal.com are held against its own schemas, by validate.mjs
for (const name of names_of_dialects.filter((each) => each !== "cal")) {
    test_closed(name, documents[name]);
}
test_together(whole, documents);
test_details(documents.cal);
test_answers(documents, noted_exchanges());
await test_page(url);
end();
