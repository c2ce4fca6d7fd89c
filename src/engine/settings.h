/* settings.h - how a business wants things: business.settings, with a default for what it does not
 * say. SPDX-License-Identifier: MIT */
#ifndef ENGINE_SETTINGS_H
#define ENGINE_SETTINGS_H

#include "engine/work.h"

struct settings {
    const char *time_zone; /* business.time_zone: the wall of all local times */
    const char *name;      /* business.name */
    const char *currency;  /* business.currency, lower case */
    bool staff_personal_agenda_enabled;
    bool request_mode; /* public bookings wait for a yes: booking_mode "request" */
    bool existing_clients_only;
    bool show_prices, show_duration, staff_choice; /* on the public page */
    int64_t first_day_of_week, calendar_slot_min, calendar_buffer_min, new_client_extra_min;
    int64_t booking_min_lead_hours, booking_max_future_days;
    bool noshow_enabled;
    int64_t noshow_fee_minor;
    bool review_enabled;
    int64_t review_delay_minutes;    /* after completion */
    struct numbers reminder_minutes; /* before the start, of bookings without a link */
    const char *public_url;          /* where mails lead; "" : none */
    struct texts allowed_origins;    /* of base_url; public_url's own is always among them */
};

struct fail settings_of(struct work *work, int64_t business_id,
                        struct settings *settings) MUST_BE_CHECKED;

#endif
