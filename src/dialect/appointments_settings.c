/* appointments_settings.c - appointments: how the business wants things. Source: contract
 * appointments 4. SPDX-License-Identifier: MIT */
#include "dialect/appointments.h"
#include "engine/settings.h"

/* ---- what is shown ---- */

static const struct word mode_words[] = {{"direct", 0}, {"request", 1}, {NULL, 0}};
static const struct word clients_words[] = {{"all", 0}, {"existing", 1}, {NULL, 0}};

/* There is one of them for each business. */
static void write_id(struct text *out, const void *thing)
{
    (void)thing;
    text_char(out, '1');
}

static void write_reminders(struct text *out, const void *thing)
{
    const struct numbers *minutes = &((const struct settings *)thing)->reminder_minutes;

    text_char(out, '[');
    for (size_t i = 0; i < minutes->count; i++)
        text_format(out, "%s%lld", i == 0 ? "" : ",", (long long)minutes->all[i]);
    text_char(out, ']');
}

#define S struct settings
static const struct field settings_fields[] = {
    F_MADE("id", write_id, .schema = "\"type\":\"integer\",\"enum\":[1]"),
    F_TEXT(S, name, "salon_name"),
    F_TEXT(S, time_zone, "timezone"),
    F_TEXT(S, currency, "currency"),
    F_NUMBER(S, first_day_of_week, "first_day_of_week"),
    F_NUMBER(S, calendar_slot_min, "calendar_slot_min"),
    F_NUMBER(S, calendar_buffer_min, "calendar_buffer_min"),
    F_NUMBER(S, new_client_extra_min, "new_client_extra_min"),
    F_FLAG(S, request_mode, "booking_mode", .words = mode_words),
    F_FLAG(S, existing_clients_only, "booking_clients", .words = clients_words),
    F_NUMBER(S, booking_min_lead_hours, "booking_min_lead_hours"),
    F_NUMBER(S, booking_max_future_days, "booking_max_future_days"),
    F_TOGGLE(S, show_prices, "booking_show_prices"),
    F_TOGGLE(S, show_duration, "booking_show_duration"),
    F_TOGGLE(S, staff_choice, "booking_allow_staff_choice"),
    F_TOGGLE(S, staff_personal_agenda_enabled, "staff_personal_agenda_enabled"),
    F_TOGGLE(S, noshow_enabled, "noshow_enabled"),
    F_RAW(S, noshow_fee, "noshow_fee", .schema = "\"type\":\"number\""),
    F_TOGGLE(S, review_enabled, "review_enabled"),
    F_NUMBER(S, review_delay_minutes, "review_delay_minutes"),
    F_MADE("reminder_minutes", write_reminders,
           .schema = "\"type\":\"array\",\"items\":{\"type\":\"integer\"}"),
    F_TEXT(S, public_url, "public_url", .absent = ABSENT_EMPTY),
    F_TEXTS(S, allowed_origins, "allowed_origins", .absent = ABSENT_EMPTY),
    F_TEXT(S, stripe_secret_key, "stripe_secret_key", .absent = ABSENT_EMPTY),
    F_TEXT(S, stripe_webhook_secret, "stripe_webhook_secret", .absent = ABSENT_EMPTY),
    F_TEXT(S, smtp_host, "smtp_host", .absent = ABSENT_EMPTY),
    F_NUMBER(S, smtp_port, "smtp_port"),
    F_TEXT(S, smtp_user, "smtp_user", .absent = ABSENT_EMPTY),
    F_TEXT(S, smtp_pass, "smtp_pass", .absent = ABSENT_EMPTY),
    F_TEXT(S, smtp_from, "smtp_from", .absent = ABSENT_EMPTY),
    F_TOGGLE(S, smtp_secure, "smtp_secure"),
};
const struct shape appointments_settings_shape = {settings_fields, COUNT(settings_fields),
                                                  sizeof(S)};
#undef S

static void write_settings(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    shape_write(out, &appointments_settings_shape, result);
}

/* ---- endpoints ---- */

static const struct named_shape settings_shapes[] = {{"settings", &appointments_settings_shape},
                                                     {NULL, NULL}};
static const struct data settings_data = {.form = DATA_ONE, .shapes = settings_shapes};

APPOINTMENTS_RUN(run_show, show_settings)
APPOINTMENTS_RUN(run_change, change_settings)

#define SETTINGS                                                                                   \
    .dialect = &appointments_dialect, .callers = BY_STAFF, .wish_size = sizeof(struct settings),   \
    .result_size = sizeof(struct settings), .write = write_settings, .data = &settings_data,       \
    .status = 200

const struct endpoint appointments_settings_endpoints[] = {
    {"GET", "/api/settings", NULL, SETTINGS, .manner = ENDPOINT_ADMIN, .run = run_show,
     .summary = "How the business wants things; secrets are masked."},
    {"PUT", "/api/settings", NULL, SETTINGS, .manner = ENDPOINT_ADMIN | ENDPOINT_CHANGES,
     .in_body = &settings_changed, .run = run_change,
     .summary = "Changes what is sent and leaves the rest."},
};
const size_t appointments_settings_endpoint_count = COUNT(appointments_settings_endpoints);
