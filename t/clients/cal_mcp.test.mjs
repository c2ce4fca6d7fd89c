// cal_mcp.test.mjs - @calcom/cal-mcp, the tools that Cal.com gives to language models: a program that
// takes its key from CAL_API_KEY and speaks MCP over its standard input. SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import * as stack from "./stack.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const program = "node_modules/@calcom/cal-mcp/dist/index.js";
const client = new Client({ name: "slotd", version: "1" });

await client.connect(
    new StdioClientTransport({
        command: process.execPath,
        args: ["--import", "./base_url.mjs", program, "--all-tools"],
        cwd: here,
        // Nothing is asked of Cal.com itself, should the address have escaped base_url.mjs.
        env: { CAL_API_KEY: stack.key, SLOTD_URL: stack.url, https_proxy: "http://127.0.0.1:9" },
    }),
);

async function call(name, params, body) {
    const { content, isError } = await client.callTool({ name, arguments: { params, body } });

    return { isError, ...JSON.parse(content[0].text) };
}

async function done(name, params, body) {
    const answer = await call(name, params, body);

    assert.equal(answer.status, "success", JSON.stringify(answer.error));
    return answer.data;
}

async function refused(code, name, params, body) {
    const answer = await call(name, params, body);

    assert.equal(answer.isError, true);
    assert.equal(answer.error.code, code);
    return answer.error.message;
}

const order = (start) => ({ start, eventTypeId: stack.event_type, attendee: stack.attendee });
const free = async (eventTypeId) =>
    stack.starts_of(await done("getAvailableSlots", { eventTypeId, ...stack.some_days() }));
let starts;
let booking;

await stack.shows("cal-mcp sees which slots are free", async () => {
    starts = await free(stack.event_type);
    assert.ok(starts.length > 8);
});

await stack.shows("cal-mcp holds a slot, moves the hold and lets it go", async () => {
    const wish = (slotStart) => ({ eventTypeId: stack.event_type, slotStart });
    const { reservationUid: uid } = await done("reserveSlot", {}, wish(starts[0]));

    assert.equal((await done("getReservedSlot", { uid })).slotStart, starts[0]);
    await refused("UnprocessableEntityException", "reserveSlot", {}, wish(starts[0]));
    assert.equal((await done("updateReservedSlot", { uid }, wish(starts[4]))).slotStart, starts[4]);
    await done("deleteReservedSlot", { uid });
    assert.equal(await done("getReservedSlot", { uid }), null);
});

await stack.shows("cal-mcp makes a booking", async () => {
    booking = await done("createBooking", {}, order(starts[0]));
    assert.equal(booking.status, "accepted");
    assert.equal(booking.start, starts[0]);
    assert.equal(booking.attendees[0].email, stack.attendee.email);
});

await stack.shows("cal-mcp is refused a slot that is taken", async () => {
    const said = await refused("BadRequestException", "createBooking", {}, order(starts[0]));

    assert.match(said, /already has booking at this time or is not available/);
});

await stack.shows("cal-mcp reads the booking", async () => {
    const found = await done("getBooking", { bookingUid: booking.uid });

    assert.equal(found.uid, booking.uid);
    assert.equal(found.eventTypeId, stack.event_type);
});

await stack.shows("cal-mcp finds it in a list", async () => {
    const attendeeEmail = stack.attendee.email;
    const filter = { status: ["upcoming"], attendeeEmail, sortStart: "asc", take: 250 };
    const listed = await done("getBookings", filter);
    const is_ours = ({ attendees }) => attendees.some(({ email }) => email === attendeeEmail);

    assert.ok(listed.some(({ uid }) => uid === booking.uid));
    assert.ok(listed.every(is_ours));
});

await stack.shows("cal-mcp moves it", async () => {
    const moved = await done("rescheduleBooking", { bookingUid: booking.uid }, { start: starts[4] });

    assert.equal(moved.start, starts[4]);
    assert.equal(moved.rescheduledFromUid, booking.uid);
    booking = moved;
});

await stack.shows("cal-mcp cannot note an absence before the start", async () => {
    const wish = { bookingUid: booking.uid };

    await refused("BadRequestException", "markNoShow", wish, { host: true });
});

await stack.shows("cal-mcp cancels it, once", async () => {
    const why = { cancellationReason: "only a try" };
    const cancelled = await done("cancelBooking", { bookingUid: booking.uid }, why);

    assert.equal(cancelled.status, "cancelled");
    assert.equal(cancelled.cancellationReason, why.cancellationReason);
    await refused("BadRequestException", "cancelBooking", { bookingUid: booking.uid }, why);
});

await stack.shows("cal-mcp confirms one booking and declines another", async () => {
    const eventTypeId = stack.event_type_to_confirm;
    const wishes = (await free(eventTypeId)).map((start) => ({ ...order(start), eventTypeId }));
    const first = await done("createBooking", {}, wishes[0]);
    const second = await done("createBooking", {}, wishes[1]);

    assert.equal(first.status, "pending");
    assert.equal((await done("confirmBooking", { bookingUid: first.uid })).status, "accepted");
    const declined = await done("declineBooking", { bookingUid: second.uid }, { reason: "ill" });
    assert.equal(declined.status, "rejected");
    await done("cancelBooking", { bookingUid: first.uid }, { cancellationReason: "only a try" });
});

await stack.shows("cal-mcp lists event types and shows one", async () => {
    // It asks without its key, and other businesses of a stack have hosts of that name, too.
    const types = await done("getEventTypes", { username: stack.host, orgSlug: stack.business });
    const found = await done("getEventTypeById", { eventTypeId: String(stack.event_type) });

    assert.ok(types.some(({ id }) => id === stack.event_type));
    assert.equal(found.lengthInMinutes, 30);
});

await stack.shows("cal-mcp keeps schedules", async () => {
    const made = await done(
        "createSchedule",
        {},
        { name: `evenings of ${Date.now()}`, timeZone: "Europe/Rome", isDefault: false },
    );
    const scheduleId = made.id;
    const update = (body) => done("updateSchedule", { scheduleId: String(scheduleId) }, body);

    assert.ok((await done("getSchedules")).some(({ id }) => id === made.id));
    assert.equal((await done("getDefaultSchedule")).isDefault, true);
    assert.equal((await update({ timeZone: "Asia/Tokyo" })).timeZone, "Asia/Tokyo");
    assert.equal((await done("getSchedule", { scheduleId })).timeZone, "Asia/Tokyo");
    await done("deleteSchedule", { scheduleId });
    await refused("NotFoundException", "getSchedule", { scheduleId });
});

// The package sends no key with this one.
await stack.shows("cal-mcp is told that its key is missing", async () => {
    await refused("UnauthorizedException", "getMe");
});

await client.close();
stack.end();
