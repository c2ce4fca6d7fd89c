/* record.h - the statements of requests in a file: written by record.c, replayed by bare.c.
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <stdint.h>

/* A statement is this head, its text, and its values, each a struct recorded_value and its bytes.
 * Behind the last statement of a request stands the byte RECORD_END alone. */
enum { RECORD_QUERY = 'Q', RECORD_EXECUTE = 'E', RECORD_END = '\n' };

struct recorded_statement {
    uint8_t kind;
    uint8_t unused[3];
    uint32_t text_length;
    uint32_t value_count;
};

enum { RECORDED_NULL, RECORDED_NUMBER, RECORDED_BYTES };

struct recorded_value {
    uint32_t kind;
    uint32_t length; /* of the bytes that follow */
    int64_t number;
};

#endif
