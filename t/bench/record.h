/* record.h - the statements of a request in a file: written by record.c, replayed by bare.c.
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <stdint.h>

/* One statement: this head, the text, then the values, each a struct recorded_value and its bytes.
 * A request ends with a head of kind RECORD_END. */
enum record_kind { RECORD_QUERY = 'Q', RECORD_EXECUTE = 'E', RECORD_END = 'N' };

struct record_head {
    uint32_t kind;
    uint32_t text_length;
    uint32_t value_count;
    uint32_t padding;
    uint64_t insert_id; /* what the statement made; 0: nothing */
};

enum { VALUE_NULL, VALUE_NUMBER, VALUE_BYTES };

struct record_value {
    uint32_t kind;
    uint32_t length; /* of the bytes that follow */
    int64_t number;
};

#endif
