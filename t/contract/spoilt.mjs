// spoilt.mjs - answers that fit, spoilt in ways that a description must notice.
// SPDX-License-Identifier: MIT

const is_object = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Places of objects in a body that have fields of their own: the body, what it carries, the first
// of a list; as steps from the body.
function places_of(body) {
    const places = [];

    function look(value, steps) {
        if (Array.isArray(value) && is_object(value[0])) {
            look(value[0], [...steps, 0]);
        } else if (is_object(value)) {
            places.push(steps);
        }
    }

    look(body, []);
    for (const name of ["data", "items"]) {
        if (is_object(body) && name in body) {
            look(body[name], [name]);
        }
    }
    return places;
}

function changed(body, steps, change) {
    if (steps.length === 0) {
        return change(body);
    }
    const [step, ...rest] = steps;
    const copy = Array.isArray(body) ? [...body] : { ...body };

    copy[step] = changed(body[step], rest, change);
    return copy;
}

// The same exchange with faults, each under a name.
export function spoilt(exchange) {
    const body = JSON.parse(exchange.body);
    const text = (value) => ({ ...exchange, body: JSON.stringify(value) });
    const all = [];

    for (const steps of places_of(body)) {
        const place = steps.join(".") || "the body";

        all.push([
            `an undescribed field in ${place}`,
            text(changed(body, steps, (one) => ({ ...one, undescribed: { field: true } }))),
        ]);
    }
    if (exchange.body.startsWith('{"')) {
        const [first] = /^\{"[^"]*":/.exec(exchange.body);

        all.push([
            "a field that is there twice",
            { ...exchange, body: `${first}0,${exchange.body.slice(1)}` },
        ]);
    }
    all.push(["another status", { ...exchange, status: exchange.status < 300 ? 299 : 418 }]);
    all.push(["a body that is cut", { ...exchange, body: exchange.body.slice(0, -1) }]);
    all.push(["another type of content", { ...exchange, contentType: "text/html" }]);
    all.push(["a text in place of the body", text("done")]);
    return all;
}
