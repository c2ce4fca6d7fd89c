/* ics.h - a calendar entry as text: RFC 5545. SPDX-License-Identifier: MIT */
#ifndef BASE_ICS_H
#define BASE_ICS_H

#include "base/text.h"
#include "base/when.h"

enum ics_status { ICS_CONFIRMED, ICS_TENTATIVE, ICS_CANCELLED };

struct ics_event {
    const char *uid;
    struct instant stamp, start, end;
    const char *summary;
    const char *description, *location; /* NULL or empty: left out */
    enum ics_status status;
};

/* A calendar with this one event: lines end with CR LF and have at most 75 bytes, times are UTC. */
void ics_write(struct text *out, const struct ics_event *event);
/* 20310303T100000Z */
size_t ics_time(char out[WHEN_ROOM], struct instant instant);

#endif
