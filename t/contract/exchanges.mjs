// exchanges.mjs - what was asked and answered: noted by the tests that speak HTTP, one JSON object
// a line, or asked here. SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from "node:fs";

// Of the environment, else of the stack whose settings SLOTD_TEST_ENV names.
export function setting(name) {
    const path = process.env.SLOTD_TEST_ENV;

    if (process.env[name] !== undefined || path === undefined) {
        return process.env[name];
    }
    const line = readFileSync(path, "utf8")
        .split("\n")
        .find((text) => text.startsWith(`${name}=`));
    return line?.slice(name.length + 1).replace(/^'(.*)'$/, "$1");
}

function path_of_notes() {
    const named = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
    const run = setting("SLOTD_RUN");

    return named ?? setting("SLOTD_EXCHANGES") ?? (run && `${run}/exchanges.jsonl`);
}

export function noted_exchanges() {
    const path = path_of_notes();

    if (path === undefined || !existsSync(path)) {
        return [];
    }
    return readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));
}

// The paths of the server itself and of no dialect, which the notes leave out.
const own = [
    { method: "GET", target: "/healthz" },
    { method: "GET", target: "/readyz" },
    { method: "DELETE", target: "/healthz" },
    { method: "GET", target: "/nowhere" },
];

const patience = 20000;

// An answer that does not come has the status 0, as in the notes.
async function ask(url, { method, target }) {
    const exchange = { method, target, route: target, asked: null, served: null };

    try {
        const answer = await fetch(url + target, { method, signal: AbortSignal.timeout(patience) });

        return {
            ...exchange,
            served: answer.headers.get("cal-api-version"),
            status: answer.status,
            contentType: answer.headers.get("content-type"),
            body: await answer.text(),
        };
    } catch (error) {
        return { ...exchange, status: 0, contentType: null, body: String(error) };
    }
}

export async function own_exchanges() {
    const url = setting("SLOTD_URL");

    return url === undefined ? [] : Promise.all(own.map((question) => ask(url, question)));
}
