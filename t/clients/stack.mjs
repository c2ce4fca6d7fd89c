// stack.mjs - where slotd is and with which key to ask it: the environment's own SLOTD_URL and
// SLOTD_CAL_KEY (`. run/demo.env`), else a stack of tests gets the demonstration and a key.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { end, test } from "../contract/tap.mjs";

const top = process.env.top_srcdir ?? fileURLToPath(new URL("../..", import.meta.url));

const BUSINESS = "demo";
const HOST = "ann";
const EVENT_TYPE = "intro";
const EVENT_TYPE_TO_CONFIRM = "call-back";

function settings_of(path) {
    const lines = readFileSync(path, "utf8").split("\n");

    return Object.fromEntries(
        lines
            .map((line) => /^(\w+)=(.*)$/.exec(line))
            .filter((match) => match !== null)
            .map(([, name, value]) => [name, value.replace(/^'(.*)'$/, "$1")]),
    );
}

function demonstration({ SLOTD_URL, SLOTD_BIN, SLOTD_CONF }) {
    const slotd = (...words) =>
        execFileSync(SLOTD_BIN, ["-c", SLOTD_CONF, ...words], { encoding: "utf8" });
    const key_of_host = ["--business", BUSINESS, "--kind", "cal_key", "--user", HOST];

    slotd("apply", `${top}/etc/demo.json`);
    const [key] = slotd("token", "create", ...key_of_host, "--name", "clients").split("\n");
    return { url: SLOTD_URL, key };
}

export const { url, key } =
    process.env.SLOTD_CAL_KEY === undefined
        ? demonstration(settings_of(process.env.SLOTD_TEST_ENV))
        : { url: process.env.SLOTD_URL, key: process.env.SLOTD_CAL_KEY };
export const host = HOST;
export const business = BUSINESS;

// Asked with the key: other businesses of a stack have hosts of that name, too.
const asked = await fetch(`${url}/v2/event-types?username=${HOST}`, {
    headers: { Authorization: `Bearer ${key}`, "cal-api-version": "2024-06-14" },
});
const types = await asked.json();
const id_of = (slug) => types.data.find((type) => type.slug === slug).id;

export const event_type = id_of(EVENT_TYPE);
export const event_type_to_confirm = id_of(EVENT_TYPE_TO_CONFIRM);

const day_in_ms = 24 * 60 * 60 * 1000;

// From the week after next, so that what is free there stays free while a program runs
export function some_days() {
    const from = Date.now() + 14 * day_in_ms;
    const date = (ms) => new Date(ms).toISOString().slice(0, 10);

    return { start: date(from), end: date(from + 7 * day_in_ms) };
}

export function starts_of(days) {
    return Object.values(days).flatMap((slots) => slots.map(({ start }) => start));
}

export const attendee = { name: "Ada Example", email: "ada@example.com", timeZone: "Europe/Rome" };

// A test holds when nothing is thrown.
export async function shows(name, body) {
    try {
        await body();
        test(name, []);
    } catch (error) {
        test(name, [error.stack ?? String(error)]);
    }
}

export { end };
