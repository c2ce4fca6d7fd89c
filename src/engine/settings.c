/* settings.c - how a business wants things. Source: contract appointments 4.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/money.h"
#include "base/origin.h"
#include "engine/settings.h"
#include "store/businesses.h"

/* ---- the settings ---- */

enum { COLUMNS = 3 }; /* of the first settings: columns of the business */
enum { REMINDERS_MOST = 10, REMINDER_MOST = 60 * 24 * 60, ORIGINS_MOST = 20, SECRET_MOST = 500 };

static const struct word mode_words[] = {{"direct", 0}, {"request", 1}, {NULL, 0}};
static const struct word clients_words[] = {{"all", 0}, {"existing", 1}, {NULL, 0}};

/* One table reads what is declared, what is changed and what is stored. */
#define S          struct settings
#define BIT(name)  .bit = UINT64_C(1) << SETTING_##name
#define SPAN(l, m) .least = (l), .most = (m)
static const struct param setting_rows[] = {
    P_ZONE(S, time_zone, "timezone", BIT(TIME_ZONE)),
    P_TEXT(S, name, "salon_name", BIT(NAME), SPAN(1, 200), .manner = PARAM_TRIMMED),
    P_TEXT(S, currency, "currency", BIT(CURRENCY), SPAN(3, 3), .manner = PARAM_LOWER_CASE),
    P_TOGGLE(S, staff_personal_agenda_enabled, "staff_personal_agenda_enabled",
             BIT(STAFF_PERSONAL_AGENDA)),
    P_FLAG(S, request_mode, "booking_mode", BIT(BOOKING_MODE), .words = mode_words),
    P_FLAG(S, existing_clients_only, "booking_clients", BIT(BOOKING_CLIENTS),
           .words = clients_words),
    P_TOGGLE(S, show_prices, "booking_show_prices", BIT(SHOW_PRICES)),
    P_TOGGLE(S, show_duration, "booking_show_duration", BIT(SHOW_DURATION)),
    P_TOGGLE(S, staff_choice, "booking_allow_staff_choice", BIT(STAFF_CHOICE)),
    P_NUMBER(S, first_day_of_week, "first_day_of_week", BIT(FIRST_DAY_OF_WEEK), SPAN(0, 6)),
    P_NUMBER(S, calendar_slot_min, "calendar_slot_min", BIT(CALENDAR_SLOT), SPAN(5, 240)),
    P_NUMBER(S, calendar_buffer_min, "calendar_buffer_min", BIT(CALENDAR_BUFFER), SPAN(0, 240)),
    P_NUMBER(S, new_client_extra_min, "new_client_extra_min", BIT(NEW_CLIENT_EXTRA), SPAN(0, 240)),
    P_NUMBER(S, booking_min_lead_hours, "booking_min_lead_hours", BIT(MIN_LEAD_HOURS),
             SPAN(0, 8760)),
    P_NUMBER(S, booking_max_future_days, "booking_max_future_days", BIT(MAX_FUTURE_DAYS),
             SPAN(1, 1830)),
    P_TOGGLE(S, noshow_enabled, "noshow_enabled", BIT(NOSHOW_ENABLED)),
    P_AMOUNT(S, noshow_fee, "noshow_fee", BIT(NOSHOW_FEE)),
    P_TOGGLE(S, review_enabled, "review_enabled", BIT(REVIEW_ENABLED)),
    P_NUMBER(S, review_delay_minutes, "review_delay_minutes", BIT(REVIEW_DELAY), SPAN(0, 43200)),
    P_NUMBERS(S, reminder_minutes, "reminder_minutes", BIT(REMINDER_MINUTES),
              .items = REMINDERS_MOST),
    P_TEXT(S, public_url, "public_url", BIT(PUBLIC_URL), SPAN(0, 500)),
    P_TEXTS(S, allowed_origins, "allowed_origins", BIT(ALLOWED_ORIGINS), SPAN(1, 300),
            .items = ORIGINS_MOST),
    P_TEXT(S, stripe_secret_key, "stripe_secret_key", BIT(STRIPE_SECRET_KEY), SPAN(0, SECRET_MOST)),
    P_TEXT(S, stripe_webhook_secret, "stripe_webhook_secret", BIT(STRIPE_WEBHOOK_SECRET),
           SPAN(0, SECRET_MOST)),
    P_TEXT(S, smtp_host, "smtp_host", BIT(SMTP_HOST), SPAN(0, 253)),
    P_NUMBER(S, smtp_port, "smtp_port", BIT(SMTP_PORT), SPAN(1, 65535)),
    P_TEXT(S, smtp_user, "smtp_user", BIT(SMTP_USER), SPAN(0, 320)),
    P_TEXT(S, smtp_pass, "smtp_pass", BIT(SMTP_PASS), SPAN(0, SECRET_MOST)),
    P_TEXT(S, smtp_from, "smtp_from", BIT(SMTP_FROM), SPAN(0, 320)),
    P_TOGGLE(S, smtp_secure, "smtp_secure", BIT(SMTP_SECURE)),
};
_Static_assert(COUNT(setting_rows) == SETTING__COUNT && SETTING__COUNT <= 64,
               "every setting has its row and its bit");
const struct params settings_changed = {setting_rows, COUNT(setting_rows), sizeof(S),
                                        offsetof(S, given), false};
/* Those in columns are declared as the business's own. */
const struct params settings_declared = {setting_rows + COLUMNS, COUNT(setting_rows) - COLUMNS,
                                         sizeof(S), offsetof(S, given), true};
#undef S

#define BIT_OF(name) (UINT64_C(1) << SETTING_##name)
/* What has columns of its own in the business. */
#define IN_COLUMNS (BIT_OF(TIME_ZONE) | BIT_OF(NAME) | BIT_OF(CURRENCY))
#define SECRETS    (BIT_OF(STRIPE_SECRET_KEY) | BIT_OF(STRIPE_WEBHOOK_SECRET) | BIT_OF(SMTP_PASS))

static const char defaults[] =
    "{\"staff_personal_agenda_enabled\":0,\"booking_mode\":\"direct\",\"booking_clients\":\"all\","
    "\"booking_show_prices\":1,\"booking_show_duration\":1,\"booking_allow_staff_choice\":1,"
    "\"first_day_of_week\":1,\"calendar_slot_min\":15,\"calendar_buffer_min\":0,"
    "\"new_client_extra_min\":0,\"booking_min_lead_hours\":2,\"booking_max_future_days\":90,"
    "\"noshow_enabled\":0,\"noshow_fee\":\"0\",\"review_enabled\":1,\"review_delay_minutes\":60,"
    "\"reminder_minutes\":[1440,60],\"public_url\":\"\",\"allowed_origins\":[],"
    "\"stripe_secret_key\":\"\",\"stripe_webhook_secret\":\"\",\"smtp_host\":\"\","
    "\"smtp_port\":587,\"smtp_user\":\"\",\"smtp_pass\":\"\",\"smtp_from\":\"\","
    "\"smtp_secure\":0}";

/* ---- reading ---- */

static struct fail not_ours(struct fail fail)
{
    return FAILED(fail)
               ? (struct fail){.code = OURSELVES, .trouble = "settings that can not be read"}
               : NO_FAIL;
}

static struct fail read_stored(struct arena *arena, const char *json, struct settings *settings)
{
    struct json_fault fault;
    struct json_object *object = json_read(arena, json, strlen(json), &json_request_limits, &fault);

    return not_ours(params_from_json(arena, &settings_changed, object, settings));
}

static struct fail settle(struct arena *arena, const struct business *business,
                          struct settings *settings)
{
    *settings = (struct settings){0};
    TRY(read_stored(arena, defaults, settings));
    TRY(read_stored(arena, business->settings, settings));
    settings->given = 0;
    settings->business_id = business->id;
    settings->time_zone = business->time_zone;
    settings->name = business->name;
    settings->currency = business->currency;
    settings->noshow_fee_minor = money_minor(settings->noshow_fee, settings->currency);
    return NO_FAIL;
}

void settings_come_with(struct work *work, const struct event_type *type)
{
    struct business *business = TAKE(work->arena, struct business);

    *business = (struct business){.id = type->business_id,
                                  .name = type->business_name,
                                  .time_zone = type->business_zone,
                                  .currency = type->business_currency,
                                  .settings = type->business_settings};
    work->business = business;
}

static struct fail find_business(struct work *work, int64_t id, struct business *business)
{
    bool found;

    if (work->business != NULL && work->business->id == id) {
        *business = *work->business;
        return NO_FAIL;
    }
    TRY(business_by_id(work->store, id, business, &found));
    return found ? NO_FAIL : (struct fail){.code = OURSELVES, .trouble = "no such business"};
}

struct fail settings_of(struct work *work, int64_t business_id, struct settings *settings)
{
    struct business business = {0};
    struct settings *kept;

    if (work->settings == NULL || work->settings->business_id != business_id) {
        kept = TAKE(work->arena, struct settings);
        TRY(find_business(work, business_id, &business));
        TRY(settle(work->arena, &business, kept));
        work->settings = kept;
    }
    *settings = *work->settings;
    return NO_FAIL;
}

/* ---- what rows can not say ---- */

static struct fail wrong(const char *field, const char *sentence)
{
    return (struct fail){.code = SETTING_WRONG, .field = field, .detail = sentence};
}

static struct fail check_currency(const char *currency)
{
    for (const char *at = currency; at != NULL && *at != '\0'; at++)
        if (*at < 'a' || *at > 'z')
            return wrong("currency", "currency must be the three letters of ISO 4217");
    return NO_FAIL;
}

static struct fail check_reminders(const struct numbers *reminders)
{
    for (size_t i = 0; i < reminders->count; i++)
        if (reminders->all[i] < 1 || reminders->all[i] > REMINDER_MOST)
            return wrong("reminder_minutes", "reminder_minutes must lie between 1 and 86400");
    return NO_FAIL;
}

static struct fail check_origins(struct arena *arena, const struct texts *origins)
{
    for (size_t i = 0; i < origins->count; i++) {
        const char *origin = origin_of_url(arena, origins->all[i]);

        if (origin == NULL || strlen(origin) > strlen(origins->all[i]) ||
            origins->all[i][strcspn(origins->all[i], "?#")] != '\0' ||
            strchr(strstr(origins->all[i], "//") + 2, '/') != NULL)
            return wrong("allowed_origins",
                         "allowed_origins must be origins such as https://example.org");
    }
    return NO_FAIL;
}

struct fail settings_check(struct arena *arena, const struct settings *settings)
{
    uint64_t given = settings->given;
    bool has_url = (given & BIT_OF(PUBLIC_URL)) && *settings->public_url != '\0';
    bool has_sender = (given & BIT_OF(SMTP_FROM)) && *settings->smtp_from != '\0';

    if (has_url && origin_of_url(arena, settings->public_url) == NULL)
        return wrong("public_url", "public_url must be an absolute URL of https or http");
    if (has_sender && !mail_is_plain(settings->smtp_from, strlen(settings->smtp_from)))
        return wrong("smtp_from", "smtp_from must be a mail address");
    if (given & BIT_OF(CURRENCY))
        TRY(check_currency(settings->currency));
    if (given & BIT_OF(REMINDER_MINUTES))
        TRY(check_reminders(&settings->reminder_minutes));
    if (given & BIT_OF(ALLOWED_ORIGINS))
        TRY(check_origins(arena, &settings->allowed_origins));
    return NO_FAIL;
}

bool settings_allow_url(struct arena *arena, const struct settings *settings, const char *url)
{
    const char *origin = origin_of_url(arena, url);
    const char *own = origin_of_url(arena, settings->public_url);

    if (origin == NULL)
        return false;
    if (own != NULL && strcmp(origin, own) == 0)
        return true;
    for (size_t i = 0; i < settings->allowed_origins.count; i++) {
        const char *allowed = origin_of_url(arena, settings->allowed_origins.all[i]);

        if (allowed != NULL && strcmp(origin, allowed) == 0)
            return true;
    }
    return false;
}

/* ---- writing ---- */

static void write_value(struct text *out, const struct param *row, const void *place)
{
    const struct numbers *numbers = place;
    const struct texts *texts = place;

    switch (row->kind) {
    case PARAM_FLAG:
        if (row->words != NULL)
            text_json(out, word_of(row->words, *(const bool *)place));
        else
            text_put(out, *(const bool *)place ? "true" : "false");
        break;
    case PARAM_NUMBER:
        text_number(out, *(const int64_t *)place);
        break;
    case PARAM_NUMBERS:
        for (size_t i = 0; i < numbers->count; i++)
            text_format(out, "%s%lld", i == 0 ? "[" : ",", (long long)numbers->all[i]);
        text_put(out, numbers->count == 0 ? "[]" : "]");
        break;
    case PARAM_TEXTS:
        for (size_t i = 0; i < texts->count; i++) {
            text_char(out, i == 0 ? '[' : ',');
            text_json(out, texts->all[i]);
        }
        text_put(out, texts->count == 0 ? "[]" : "]");
        break;
    default:
        text_json(out, *(const char *const *)place);
    }
}

static const char *written(struct arena *arena, const struct settings *settings)
{
    struct text out;

    text_init(&out, 1 << 16);
    text_char(&out, '{');
    for (size_t i = 0; i < COUNT(setting_rows); i++) {
        const struct param *row = &setting_rows[i];

        if (!(settings->given & ~IN_COLUMNS & row->bit))
            continue;
        if (out.length > 1)
            text_char(&out, ',');
        text_json(&out, row->name);
        text_char(&out, ':');
        write_value(&out, row, (const char *)settings + row->offset);
    }
    text_char(&out, '}');
    const char *json = arena_bytes(arena, out.bytes, out.length);
    text_free(&out);
    return json;
}

static size_t size_of(const struct param *row)
{
    static const size_t sizes[] = {[PARAM_FLAG] = sizeof(bool),
                                   [PARAM_NUMBER] = sizeof(int64_t),
                                   [PARAM_NUMBERS] = sizeof(struct numbers),
                                   [PARAM_TEXTS] = sizeof(struct texts)};

    return row->kind < COUNT(sizes) && sizes[row->kind] != 0 ? sizes[row->kind]
                                                             : sizeof(const char *);
}

static bool is_mask(const struct param *row, const struct settings *given)
{
    const char *const *text = (const void *)((const char *)given + row->offset);

    return (row->bit & SECRETS) && strcmp(*text, SETTING_MASK) == 0;
}

static void overlay(struct settings *settings, const struct settings *given)
{
    for (size_t i = 0; i < COUNT(setting_rows); i++) {
        const struct param *row = &setting_rows[i];

        if (!(given->given & row->bit) || is_mask(row, given))
            continue;
        memcpy((char *)settings + row->offset, (const char *)given + row->offset, size_of(row));
        settings->given |= row->bit;
    }
}

struct fail settings_merged(struct arena *arena, const char *stored, const struct settings *given,
                            const char **json)
{
    struct settings settings = {0};

    if (stored != NULL)
        TRY(read_stored(arena, stored, &settings));
    overlay(&settings, given);
    *json = written(arena, &settings);
    return NO_FAIL;
}

/* ---- showing and changing ---- */

static void mask(struct settings *settings)
{
    for (size_t i = 0; i < COUNT(setting_rows); i++) {
        const char **text = (void *)((char *)settings + setting_rows[i].offset);

        if ((setting_rows[i].bit & SECRETS) && **text != '\0')
            *text = SETTING_MASK;
    }
}

struct fail show_settings(struct work *work, const void *nothing, struct settings *settings)
{
    (void)nothing;
    TRY(settings_of(work, work->caller->business_id, settings));
    mask(settings);
    return NO_FAIL;
}

static const char *given_or(const struct settings *wish, uint64_t bit, const char *text,
                            const char *otherwise)
{
    return wish->given & bit ? text : otherwise;
}

struct fail change_settings(struct work *work, const struct settings *wish,
                            struct settings *settings)
{
    struct business business = {0};
    bool found;

    TRY(settings_check(work->arena, wish));
    TRY(business_lock(work->store, work->caller->business_id, &business, &found));
    if (!found)
        return (struct fail){.code = OURSELVES, .trouble = "no such business"};
    TRY(settings_merged(work->arena, business.settings, wish, &business.settings));
    business.name = given_or(wish, BIT_OF(NAME), wish->name, business.name);
    business.time_zone = given_or(wish, BIT_OF(TIME_ZONE), wish->time_zone, business.time_zone);
    business.currency = given_or(wish, BIT_OF(CURRENCY), wish->currency, business.currency);
    TRY(business_set(work->store, &business));
    work->business = NULL;
    work->settings = NULL;
    TRY(settle(work->arena, &business, settings));
    mask(settings);
    return NO_FAIL;
}
