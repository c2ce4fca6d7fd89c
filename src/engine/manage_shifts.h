/* manage_shifts.h - when staff work: shifts of the week, and days off. SPDX-License-Identifier: MIT
 *
 * The shifts of a member of staff are the weekly windows of the schedule they have by default, so
 * every dialect's slots follow them. Admins write those of everybody, staff their own. Other hours
 * do not touch what is booked. */
#ifndef ENGINE_MANAGE_SHIFTS_H
#define ENGINE_MANAGE_SHIFTS_H

#include "engine/paging.h"
#include "engine/work.h"
#include "store/shifts.h"
#include "store/staff.h"

/* One member of staff has at most one shift that begins at a time of a day of the week: these three
 * name it. */
struct shift {
    int64_t staff_id; /* 0: of a default */
    int64_t weekday;  /* 0 Sunday to 6 Saturday */
    int64_t start_minute, end_minute;
    const char *time_zone; /* on whose wall; NULL: of a default */
};

struct shifts_wish {
    int64_t staff_id;         /* 0 in a list: everybody */
    struct shift one;         /* that is added or removed; its staff_id is not looked at */
    struct list shifts;       /* struct shift: a whole week */
    struct numbers staff_ids; /* to whom the defaults are given; none: to all who are active */
    struct paging paging;
};

/* struct shift, by name of the staff, weekday and start. */
struct fail list_shifts(struct work *work, const struct shifts_wish *wish,
                        struct listed *shifts) MUST_BE_CHECKED;
/* Each shows the week of the member of staff as it is then. FORBIDDEN, NO_STAFF; SETTING_WRONG for
 * shifts that overlap or end before they begin; NO_THING for one that is not there. Inside a
 * transaction. */
struct fail replace_shifts(struct work *work, const struct shifts_wish *wish,
                           struct listed *shifts) MUST_BE_CHECKED;
struct fail add_shift(struct work *work, const struct shifts_wish *wish,
                      struct listed *shifts) MUST_BE_CHECKED;
struct fail remove_shift(struct work *work, const struct shifts_wish *wish,
                         struct listed *shifts) MUST_BE_CHECKED;

/* What new staff begin with; where a business has not said it, Monday to Friday, 9 to 17. */
struct fail list_default_shifts(struct work *work, const struct shifts_wish *wish,
                                struct listed *shifts) MUST_BE_CHECKED;
/* Inside a transaction, as what follows. */
struct fail replace_default_shifts(struct work *work, const struct shifts_wish *wish,
                                   struct listed *shifts) MUST_BE_CHECKED;
/* Shows the weeks of all who got them. NO_STAFF. */
struct fail apply_default_shifts(struct work *work, const struct shifts_wish *wish,
                                 struct listed *shifts) MUST_BE_CHECKED;
/* To one who was just made. */
struct fail give_default_shifts(struct work *work, const struct staff *staff) MUST_BE_CHECKED;

struct time_off_wish {
    int64_t id;
    int64_t staff_id; /* 0 in a list: everybody */
    struct day start_date, end_date;
    const char *reason; /* NULL: none */
    struct paging paging;
};
/* With its days as texts. */
struct shown_time_off {
    struct time_off days;
    const char *start_date, *end_date;
};
/* struct shown_time_off, by first day. */
struct fail list_time_off(struct work *work, const struct time_off_wish *wish,
                          struct listed *days) MUST_BE_CHECKED;
/* FORBIDDEN, NO_STAFF, TIME_REVERSED. Inside a transaction. */
struct fail add_time_off(struct work *work, const struct time_off_wish *wish,
                         struct shown_time_off *days) MUST_BE_CHECKED;
/* NO_THING, FORBIDDEN. Inside a transaction. */
struct fail remove_time_off(struct work *work, const struct time_off_wish *wish,
                            struct shown_time_off *days) MUST_BE_CHECKED;

#endif
