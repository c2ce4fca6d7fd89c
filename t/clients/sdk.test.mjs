// sdk.test.mjs - @calcom/sdk, Cal.com's first package for servers: names no version at all, and takes the
// key for an access token. It knows no bookings. SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import sdk from "@calcom/sdk";
import * as stack from "./stack.mjs";

const cal = (accessToken) => new sdk.Cal("any", { accessToken }, { baseUrl: stack.url });
const { schedules, eventTypes } = cal(stack.key);

await stack.shows("sdk shows an event type", async () => {
    const found = await eventTypes.getEventType({ id: stack.event_type });

    assert.equal(found.id, stack.event_type);
    assert.equal(found.lengthInMinutes, 30);
});

await stack.shows("sdk keeps schedules", async () => {
    const name = `mornings of ${Date.now()}`;
    const { id } = await schedules.createSchedule({ name, timeZone: "Europe/Rome", isDefault: false });

    assert.ok((await schedules.getSchedules()).some((schedule) => schedule.name === name));
    assert.equal((await schedules.getDefaultSchedule()).isDefault, true);
    await schedules.updateSchedule(id, { timeZone: "Asia/Tokyo" });
    assert.equal((await schedules.getScheduleById({ id })).timeZone, "Asia/Tokyo");
    assert.equal(await schedules.deleteSchedule(id), true);
    await assert.rejects(schedules.getScheduleById({ id }), { name: "CalApiError", statusCode: 404 });
});

await stack.shows("sdk is refused with a key that nobody has", async () => {
    const stranger = cal("cal_live_0000");

    await assert.rejects(stranger.schedules.getSchedules(), { name: "CalApiError", statusCode: 401 });
});

stack.end();
