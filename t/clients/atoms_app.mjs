// atoms_app.mjs - the smallest page with @calcom/atoms: gives its hooks to whoever wants to use them.
// SPDX-License-Identifier: MIT
import {
    CalProvider,
    useBooking,
    useBookings,
    useCancelBooking,
    useCreateEventType,
    useEventTypeById,
    useEventTypes,
    useMe,
} from "@calcom/atoms";
import dayjs from "dayjs";
import time_zone from "dayjs/plugin/timezone.js";
import utc from "dayjs/plugin/utc.js";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
// What the booking form books with; not among the exported names
import { useCreateBooking } from "./node_modules/@calcom/atoms/dist/hooks/bookings/use-create-booking.js";

// The package does so itself, in a file that its sideEffects let a bundler leave out.
dayjs.extend(utc);
dayjs.extend(time_zone);

const hooks = {
    useBooking,
    useBookings,
    useCancelBooking,
    useCreateBooking,
    useCreateEventType,
    useEventTypeById,
    useEventTypes,
    useMe,
};

// The page shows nothing: every time it would, `look` is given what the hook says.
export function page({ apiUrl, accessToken, place }) {
    const root = createRoot(place);

    function Use({ name, wish, look }) {
        look(hooks[name](...wish));
        return null;
    }
    return {
        use: (name, wish, look) =>
            root.render(
                createElement(
                    CalProvider,
                    { clientId: "any", accessToken, options: { apiUrl }, autoUpdateTimezone: false },
                    createElement(Use, { key: `${name} ${JSON.stringify(wish)}`, name, wish, look }),
                ),
            ),
        close: () => root.unmount(),
    };
}
