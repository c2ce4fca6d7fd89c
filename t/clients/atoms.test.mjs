// atoms.test.mjs - @calcom/atoms, Cal.com's React package, in a page of another origin: bundled as for a
// browser, with the key and x-cal-client-id, its requests after preflights. SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { JSDOM, VirtualConsole } from "jsdom";
import * as stack from "./stack.mjs";

// The whole user interface hangs on packages that the hooks do without.
const what_is_missing = {
    name: "what is missing",
    setup(bundler) {
        bundler.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...rest }) => {
            if (pluginData?.asked) {
                return undefined;
            }
            const { errors } = await bundler.resolve(path, { ...rest, pluginData: { asked: true } });

            return errors.length > 0 ? { path, external: true, sideEffects: false } : undefined;
        });
    },
};

async function bundled(name) {
    const dir = mkdtempSync(`${tmpdir()}/slotd-clients-`);
    const outfile = `${dir}/${name}`;

    try {
        await build({
            absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
            entryPoints: [name],
            bundle: true,
            format: "esm",
            platform: "browser",
            define: { "process.env.NODE_ENV": '"production"' },
            alias: { "react-use/lib": "react-use/esm" },
            loader: { ".css": "empty" },
            plugins: [what_is_missing],
            logLevel: "error",
            outfile,
        });
        return await import(pathToFileURL(outfile));
    } finally {
        rmSync(dir, { recursive: true });
    }
}

const { window } = new JSDOM("<main></main>", {
    url: "http://page.example/",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
});
for (const name of ["document", "navigator", "XMLHttpRequest", "HTMLElement", "Element", "Node"]) {
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
globalThis.window = window;

const { page } = await bundled("atoms_app.mjs");
const atoms = page({
    apiUrl: `${stack.url}/v2`,
    accessToken: stack.key,
    place: window.document.querySelector("main"),
});

const patience = 20000;

// What a hook says once `is_wanted` holds of it
function said(name, wish, is_wanted) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${name} says nothing`)), patience);

        atoms.use(name, wish, (state) => {
            if (is_wanted(state)) {
                clearTimeout(timer);
                resolve(state);
            }
        });
    });
}

async function read(name, ...wish) {
    const state = await said(name, wish, ({ status }) => status !== "pending");

    assert.equal(state.status, "success", state.error?.response?.data?.error?.message);
    return state.data;
}

async function change(name, body) {
    const { mutateAsync } = await said(name, [{}], () => true);

    return mutateAsync(body);
}

async function refused(status, name, body) {
    await assert.rejects(change(name, body), (error) => {
        assert.equal(error.response?.status, status);
        assert.equal(error.response.data.status, "error");
        return true;
    });
}

const order = { eventTypeId: stack.event_type, attendee: stack.attendee };
let booking;

await stack.shows("atoms knows who has the key", async () => {
    const { data } = await read("useMe");

    assert.equal(data.username, stack.host);
});

await stack.shows("atoms makes a booking", async () => {
    const { start, end } = stack.some_days();
    const wish = `eventTypeId=${stack.event_type}&start=${start}&end=${end}`;
    const slots = await (await fetch(`${stack.url}/v2/slots?${wish}`)).json();

    order.start = stack.starts_of(slots.data)[0];
    booking = (await change("useCreateBooking", order)).data;
    assert.equal(booking.status, "accepted");
    assert.equal(booking.start, order.start);
});

await stack.shows("atoms is refused a slot that is taken", () =>
    refused(400, "useCreateBooking", order),
);

await stack.shows("atoms reads the booking", async () => {
    const found = await read("useBooking", booking.uid);

    assert.equal(found.uid, booking.uid);
    assert.equal(found.attendees[0].email, stack.attendee.email);
});

await stack.shows("atoms finds it in a list", async () => {
    const filter = { status: ["upcoming"], eventTypeIds: [stack.event_type], take: 250 };
    const listed = await read("useBookings", filter);

    assert.ok(listed.some(({ uid }) => uid === booking.uid));
    assert.ok(listed.every(({ eventTypeId }) => eventTypeId === stack.event_type));
});

await stack.shows("atoms cancels it, once", async () => {
    const wish = { uid: booking.uid, cancellationReason: "only a try" };
    const { data } = await change("useCancelBooking", wish);

    assert.equal(data.status, "cancelled");
    await refused(400, "useCancelBooking", wish);
});

await stack.shows("atoms lists event types and shows one", async () => {
    const types = await read("useEventTypes", stack.host);
    const found = await read("useEventTypeById", stack.event_type);

    assert.ok(types.some(({ id }) => id === stack.event_type));
    assert.equal(found.lengthInMinutes, 30);
});

await stack.shows("atoms makes an event type, and not one without a length", async () => {
    const type = { title: "Tea", slug: `tea-${Date.now()}`, lengthInMinutes: 15, hidden: true };
    const made = await change("useCreateEventType", type);

    assert.equal(made.slug, type.slug);
    await refused(400, "useCreateEventType", { ...type, lengthInMinutes: undefined });
    const gone = await fetch(`${stack.url}/v2/event-types/${made.id}`, {
        method: "DELETE",
        headers: { Authorization: `Bearer ${stack.key}` },
    });
    assert.equal(gone.status, 200);
});

atoms.close();
window.close();
stack.end();
// The package's cache holds on to what it read, and so to this program, for five minutes.
process.exit();
