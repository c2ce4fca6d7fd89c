// validate.mjs - holds every noted answer against the contract, and first the contract against
// answers that were spoilt. SPDX-License-Identifier: MIT
//
// usage: node validate.mjs [--self-test] [EXCHANGES]
// EXCHANGES is otherwise named by SLOTD_EXCHANGES, or exchanges.jsonl of SLOTD_TEST_ENV's stack.
// With SLOTD_OPENAPI_DIR the answers are held against the published documents too.
import {
    differences_of,
    expected_groups,
    expected_sights,
    group_of,
    is_cal,
} from "./contract.mjs";
import { noted_exchanges, own_exchanges } from "./exchanges.mjs";
import { self_test } from "./self_test.mjs";
import { end, test } from "./tap.mjs";

// An exchange and what in it departs from the contract.
function examined(exchange) {
    return { exchange, differences: differences_of(exchange) };
}

function grouped(all) {
    const groups = new Map(expected_groups.map((name) => [name, []]));

    for (const one of all) {
        const name = group_of(one.exchange);

        groups.set(name, groups.get(name) ?? []);
        groups.get(name).push(one);
    }
    return groups;
}

function told_of({ exchange, differences }) {
    return differences.map((difference) => `${exchange.target}: ${difference}`);
}

function test_groups(all) {
    for (const [name, group] of grouped(all)) {
        const told = group.length === 0 ? ["no test asked for this"] : group.flatMap(told_of);

        test(`${name}: ${group.length} answers fit`, told);
    }
}

function test_sights(all) {
    const fitting = all.filter((one) => one.differences.length === 0);

    for (const { name, is_seen } of expected_sights) {
        const is_shown = fitting.some(({ exchange }) => is_seen(exchange));

        test(name, is_shown ? [] : ["no answer that fits shows this"]);
    }
}

self_test();
if (!process.argv.includes("--self-test")) {
    // the other dialects are held against their descriptions
    const exchanges = [...noted_exchanges().filter(is_cal), ...(await own_exchanges())];

    const all = exchanges.map(examined);

    test_groups(all);
    test_sights(all);
    if (process.env.SLOTD_OPENAPI_DIR) {
        const { test_against_documents } = await import("./against_document.mjs");

        test_against_documents(exchanges);
    }
}
end();
