/* cal_me.c - Cal.com v2: the caller's own profile. Source: contract cal-v2 i.3.
 * SPDX-License-Identifier: MIT */
#include "dialect/cal.h"
#include "engine/manage_me.h"

/* ---- what may be sent ---- */

static const struct word day_words[] = {
    {"Monday", 0}, {"Tuesday", 0},  {"Wednesday", 0}, {"Thursday", 0},
    {"Friday", 0}, {"Saturday", 0}, {"Sunday", 0},    {NULL, 0},
};

#define W struct profile_wish
static const struct param profile_rows[] = {
    P_MAIL(W, email, "email", .most = 320),
    P_TEXT(W, name, "name", .least = 1, .most = 200, .manner = PARAM_TRIMMED),
    P_NUMBER(W, time_format, "timeFormat", .least = 12, .most = 24),
    P_NUMBER(W, default_schedule_id, "defaultScheduleId", .least = 1, .most = PARAM_UNBOUNDED),
    P_TEXT(W, week_start, "weekStart", .words = day_words),
    P_ZONE(W, time_zone, "timeZone"),
    P_TEXT(W, locale, "locale", .words = cal_language_words),
    P_TEXT(W, avatar_url, "avatarUrl", .most = 500),
    P_TEXT(W, bio, "bio", .most = 5000, .manner = PARAM_LINES),
    P_JSON(W, metadata, "metadata"),
};
#undef W
static const struct params profile_body = {profile_rows, COUNT(profile_rows),
                                           sizeof(struct profile_wish), PARAM_NO_GIVEN, false};

/* ---- what is shown ---- */

/* An organization, as clients of Cal.com call it, is a business here. */
#define P struct profile
static const struct field organization_fields[] = {F_NUMBER(P, business_id, "id")};
static const struct shape organization_shape = {organization_fields, 1, sizeof(P)};

static void write_organization(struct text *out, const void *thing)
{
    text_put(out, "{\"isPlatform\":false,");
    (void)shape_write_fields(out, &organization_shape, thing, true);
    text_char(out, '}');
}

static void write_default_schedule(struct text *out, const void *thing)
{
    int64_t id = ((const struct profile *)thing)->default_schedule_id;

    if (id == 0)
        text_put(out, "null");
    else
        text_number(out, id);
}

static const struct field profile_fields[] = {
    F_NUMBER(P, id, "id"),
    F_TEXT(P, username, "username"),
    F_TEXT(P, email, "email"),
    F_TEXT(P, name, "name"),
    F_TEXT(P, avatar_url, "avatarUrl", .absent = ABSENT_NULL),
    F_TEXT(P, bio, "bio", .absent = ABSENT_NULL),
    F_NUMBER(P, time_format, "timeFormat"),
    F_MADE("defaultScheduleId", write_default_schedule),
    F_TEXT(P, week_start, "weekStart"),
    F_TEXT(P, time_zone, "timeZone"),
    F_TEXT(P, locale, "locale"),
    F_NUMBER(P, business_id, "organizationId"),
    F_MADE("organization", write_organization),
};
static const struct shape profile_shape = {profile_fields, COUNT(profile_fields), sizeof(P)};
#undef P

static void write_profile(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write(out, &profile_shape, result);
    text_char(out, '}');
}

/* ---- endpoints ---- */

static const struct named_shape profile_shapes[] = {{"profile", &profile_shape}, {NULL, NULL}};
static const struct data profile_data = {.form = DATA_ONE, .shapes = profile_shapes};

CAL_RUN(run_show, show_profile)
CAL_RUN(run_change, change_profile)

#define PROFILE                                                                                    \
    .dialect = &cal_dialect, .callers = BY_CAL, .wish_size = sizeof(struct profile_wish),          \
    .result_size = sizeof(struct profile), .write = write_profile, .data = &profile_data,          \
    .status = 200

const struct endpoint cal_me_endpoints[] = {
    {"GET", "/v2/me", NULL, PROFILE, .scope = "PROFILE_READ", .run = run_show,
     .summary = "The caller's profile."},
    {"PATCH", "/v2/me", NULL, PROFILE, .scope = "PROFILE_WRITE", .manner = ENDPOINT_CHANGES,
     .in_body = &profile_body, .run = run_change, .summary = "Changes the caller's profile."},
};
const size_t cal_me_endpoint_count = COUNT(cal_me_endpoints);
