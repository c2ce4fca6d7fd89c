// described.mjs - holds an answer against the description of its dialect. SPDX-License-Identifier: MIT
import Ajv from "ajv";
import formats from "ajv-formats";

// By the beginnings of paths, the longest first.
const prefixes = [
    ["/api/v2", "cal"],
    ["/v2", "cal"],
    ["/api/v1", "links"],
    ["/api", "appointments"],
    ["/platform", "vcita"],
    ["/business", "vcita"],
];
export const names_of_dialects = [...new Set(prefixes.map(([, name]) => name))];

// What the web server before slotd refuses by itself, it refuses alike on every path.
const statuses_of_web_server = [400, 405, 408, 411, 413, 414, 431, 500, 501, 502, 503, 504, 505];

// Of a path or a method that is not described.
const statuses_elsewhere = [400, 404, 405];

export function operations_of(document) {
    return Object.entries(document.paths).flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    );
}

export function name_of({ path, method }) {
    return `${method.toUpperCase()} ${path}`;
}

export function dialect_of(target) {
    const below = (prefix) => new RegExp(`^${prefix}([/?]|$)`).test(target);

    return prefixes.find(([prefix]) => below(prefix))?.[1];
}

// ---- schemas

// JSON Schema knows null as a type. And without other members an object fits its own shape alone:
// what is not described is a fault here, though clients are to pass over it.
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

function compiler(document) {
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

function pattern_of(path) {
    return new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

// ---- bytes

// A name that an object has twice, of which a reader would see only one.
export function repeated_name(text) {
    const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;
    const open = [];
    let last;

    for (const [found] of text.matchAll(token)) {
        if (found === "{" || found === "[") {
            open.push(new Set());
        } else if (found === "}" || found === "]") {
            open.pop();
        } else if (found === ":" && open.at(-1).has(last)) {
            return last;
        } else if (found === ":") {
            open.at(-1).add(last);
        }
        last = found;
    }
    return undefined;
}

// ---- answers

function path_of({ target }) {
    const path = target.split("?")[0].replace(/(.)\/$/, "$1");

    return path.replace(/^\/api\/v2(?=\/|$)/, "/v2").replace(/^\/v2\/ee(?=\/|$)/, "/v2");
}

function is_of_web_server({ status, contentType }) {
    return (
        statuses_of_web_server.includes(status) && /^application\/problem\+json/.test(contentType)
    );
}

// Makes functions of the descriptions, a document by each dialect's name.
export function judge(documents) {
    const dialects = new Map(
        Object.entries(documents).map(([name, document]) => [
            name,
            {
                name,
                document,
                compile: compiler(document),
                // whole words before parameters in their place
                operations: operations_of(document)
                    .sort((one, other) => one.path.split("{").length - other.path.split("{").length)
                    .map((one) => ({ ...one, pattern: pattern_of(one.path) })),
            },
        ]),
    );

    function operation_of(exchange) {
        const path = path_of(exchange);
        const method = exchange.method === "HEAD" ? "get" : exchange.method.toLowerCase();
        const found = dialects
            .get(dialect_of(exchange.target))
            ?.operations.find((one) => one.method === method && one.pattern.test(path));

        return found && { ...found, dialect: dialect_of(exchange.target) };
    }

    function faults_of_body({ document, compile }, where, row, body) {
        const named = row.$ref?.split("/").at(-1);
        const answer = named === undefined ? row : document.components.responses[named];
        const validate = compile(named ?? where, answer.content["application/json"].schema);

        if (validate(body)) {
            return [];
        }
        const { instancePath, message, params } = validate.errors[0];
        return [`${where}: ${instancePath} ${message} ${JSON.stringify(params)}`];
    }

    // What is not there is said as any failure is.
    function faults_of_undescribed(exchange, dialect, body) {
        const where = `${exchange.method} ${path_of(exchange)} ${exchange.status}`;
        const name = Object.keys(dialect.document.components.responses).find((one) =>
            one.endsWith("Failure"),
        );

        if (!statuses_elsewhere.includes(exchange.status)) {
            return [`${where}: it is not described`];
        }
        return faults_of_body(dialect, where, { $ref: `/${name}` }, body);
    }

    function faults_of(exchange) {
        const dialect = dialects.get(dialect_of(exchange.target));
        const operation = operation_of(exchange);
        const where = `${operation ? name_of(operation) : exchange.method} ${exchange.status}`;

        if (exchange.status === 0 || is_of_web_server(exchange) || exchange.method === "OPTIONS") {
            return [];
        }
        if (exchange.method === "HEAD" || exchange.status === 304) {
            return exchange.body === "" ? [] : [`${where}: there is a body`];
        }
        if (!/^application\/json/.test(exchange.contentType ?? "")) {
            return [`${where}: Content-Type is ${exchange.contentType}`];
        }
        let body;
        try {
            body = JSON.parse(exchange.body);
        } catch {
            return [`${where}: the body is not JSON: ${exchange.body.slice(0, 80)}`];
        }
        const twice = repeated_name(exchange.body);
        if (twice !== undefined) {
            return [`${where}: ${twice} is there twice`];
        }
        if (operation === undefined) {
            return faults_of_undescribed(exchange, dialect, body);
        }
        const row = operation.operation.responses[exchange.status];
        if (row === undefined) {
            return [`${where}: the status is not described: ${exchange.body.slice(0, 200)}`];
        }
        return faults_of_body(dialect, where, row, body);
    }

    return { operation_of, faults_of };
}
