/* settings.h - how a business wants things: business.settings, with a default for what it does not
 * say. SPDX-License-Identifier: MIT */
#ifndef ENGINE_SETTINGS_H
#define ENGINE_SETTINGS_H

#include "engine/work.h"

/* In the order of the table in settings.c. A change raises the bit of what it sets. */
enum setting {
    SETTING_TIME_ZONE,
    SETTING_NAME,
    SETTING_CURRENCY,
    SETTING_STAFF_PERSONAL_AGENDA,
    SETTING_BOOKING_MODE,
    SETTING_BOOKING_CLIENTS,
    SETTING_SHOW_PRICES,
    SETTING_SHOW_DURATION,
    SETTING_STAFF_CHOICE,
    SETTING_FIRST_DAY_OF_WEEK,
    SETTING_CALENDAR_SLOT,
    SETTING_CALENDAR_BUFFER,
    SETTING_NEW_CLIENT_EXTRA,
    SETTING_MIN_LEAD_HOURS,
    SETTING_MAX_FUTURE_DAYS,
    SETTING_NOSHOW_ENABLED,
    SETTING_NOSHOW_FEE,
    SETTING_REVIEW_ENABLED,
    SETTING_REVIEW_DELAY,
    SETTING_REMINDER_MINUTES,
    SETTING_PUBLIC_URL,
    SETTING_ALLOWED_ORIGINS,
    SETTING_STRIPE_SECRET_KEY,
    SETTING_STRIPE_WEBHOOK_SECRET,
    SETTING_SMTP_HOST,
    SETTING_SMTP_PORT,
    SETTING_SMTP_USER,
    SETTING_SMTP_PASS,
    SETTING_SMTP_FROM,
    SETTING_SMTP_SECURE,
    SETTING__COUNT
};

struct settings {
    int64_t business_id;
    uint64_t given;        /* 1 << enum setting: what a change sets */
    const char *time_zone; /* business.time_zone: the wall of all local times */
    const char *name;      /* business.name */
    const char *currency;  /* business.currency, lower case */
    bool staff_personal_agenda_enabled;
    bool request_mode; /* public bookings wait for a yes: booking_mode "request" */
    bool existing_clients_only;
    bool show_prices, show_duration, staff_choice; /* on the public page */
    int64_t first_day_of_week;                     /* 0 Sunday to 6 Saturday */
    int64_t calendar_slot_min, calendar_buffer_min, new_client_extra_min;
    int64_t booking_min_lead_hours, booking_max_future_days;
    bool noshow_enabled;
    const char *noshow_fee;   /* in the currency, as a decimal number: "25.50" */
    int64_t noshow_fee_minor; /* the same in its smallest units, as Stripe counts them */
    bool review_enabled;
    int64_t review_delay_minutes;    /* after completion */
    struct numbers reminder_minutes; /* before the start, of bookings without a link */
    const char *public_url;          /* where mails lead; "" : none */
    struct texts allowed_origins;    /* of base_url; public_url's own is always among them */
    const char *stripe_secret_key, *stripe_webhook_secret; /* "": none */
    const char *smtp_host, *smtp_user, *smtp_pass, *smtp_from;
    int64_t smtp_port;
    bool smtp_secure; /* TLS from the first byte; else STARTTLS */
};

/* What a secret is shown as; sent back, it leaves the secret alone. */
#define SETTING_MASK "********"

/* The same rows for those who declare a business, where a key nobody knows is refused and
 * those in columns of the business are not among them, and for those who change it later. They fill
 * a struct settings. */
extern const struct params settings_declared, settings_changed;

/* NO_FAIL, or SETTING_WRONG with field and sentence for what rows can not say. */
struct fail settings_check(struct arena *arena, const struct settings *settings) MUST_BE_CHECKED;
/* As it is stored, without what has columns of its own: what is given over what `stored` has
 * (NULL: nothing). In the arena. */
struct fail settings_merged(struct arena *arena, const char *stored, const struct settings *given,
                            const char **json) MUST_BE_CHECKED;

/* Asks the database once in an attempt, and not at all where an event type brought them along. */
struct fail settings_of(struct work *work, int64_t business_id,
                        struct settings *settings) MUST_BE_CHECKED;
void settings_come_with(struct work *work, const struct event_type *type);

/* Whether mails may lead to an address: its origin is one of the allowed ones or public_url's. */
bool settings_allow_url(struct arena *arena, const struct settings *settings, const char *url);

/* Those of the caller's business. Secrets are masked. */
struct fail show_settings(struct work *work, const void *nothing,
                          struct settings *settings) MUST_BE_CHECKED;
/* Changes what is given and leaves the rest, also where others change the rest at the same time.
 * SETTING_WRONG. Inside a transaction. */
struct fail change_settings(struct work *work, const struct settings *wish,
                            struct settings *settings) MUST_BE_CHECKED;

#endif
