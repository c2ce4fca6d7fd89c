// tap.mjs - says TAP: one line for each test, what is wrong below it. SPDX-License-Identifier: MIT

let count = 0;
let failed = 0;

// A test holds when no difference is told.
export function test(name, differences) {
    const most = 10;

    count++;
    if (differences.length === 0) {
        console.log(`ok ${count} - ${name}`);
        return;
    }
    failed++;
    console.log(`not ok ${count} - ${name}`);
    for (const difference of differences.slice(0, most)) {
        note(difference);
    }
    if (differences.length > most) {
        note(`and ${differences.length - most} more`);
    }
}

export function note(text) {
    console.log(`# ${text.replaceAll("\n", " ")}`);
}

export function end() {
    console.log(`1..${count}`);
    process.exitCode = failed === 0 && count > 0 ? 0 : 1;
}
