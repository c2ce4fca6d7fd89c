/* manage_types.c - event types as their owners manage them. SPDX-License-Identifier: MIT */
#include <string.h>

#include <json-c/json.h>

#include "base/text.h"
#include "base/uid.h"
#include "engine/manage_types.h"
#include "engine/who.h"
#include "store/manage_people.h"
#include "store/manage_schedules.h"

enum { DYNAMIC_LEAST = 2, DYNAMIC_MINUTES = 30, WINDOW_MOST = 3660 };

/* ---- what is shown ---- */

static bool is_unreserved(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || strchr("-._~", letter) != NULL;
}

static void put_part(struct text *out, const char *part)
{
    text_char(out, '/');
    for (; *part != '\0'; part++) {
        if (is_unreserved(*part) || *part == '+')
            text_char(out, *part);
        else
            text_format(out, "%%%02X", (unsigned)(unsigned char)*part);
    }
}

static const char *page_of(struct work *work, const struct managed_type *type)
{
    const char *host = type->business_domain != NULL ? type->business_domain
                       : work->host_name != NULL     ? work->host_name
                                                     : work->ics_domain;
    struct text out;

    text_init(&out, 1 << 16);
    text_format(&out, "https://%s", host);
    if (type->team_slug != NULL)
        put_part(&out, "team");
    put_part(&out, type->team_slug != NULL ? type->team_slug : type->owner_username);
    put_part(&out, type->slug);
    const char *page = arena_bytes(work->arena, out.bytes, out.length);
    text_free(&out);
    return page;
}

static struct texts one_text(struct work *work, const char *text)
{
    struct texts texts = {TAKE(work->arena, const char *), 1};

    texts.all[0] = text;
    return texts;
}

static struct shown_type shown(struct work *work, const struct managed_type *type)
{
    return (struct shown_type){
        .type = *type,
        .lengths = lengths_read(work, type->length_options),
        .places = places_read(work, type->locations),
        .questions = questions_read(work, type->fields),
        .limits = type_limits_read(work, type->limits),
        .users = type->owner_username != NULL ? one_text(work, type->owner_username)
                                              : texts_read(work, type->hosts),
        .url = page_of(work, type),
    };
}

static struct list all_shown(struct work *work, const struct list *types)
{
    const struct managed_type *type = types->items;
    struct shown_type *all = TAKE_MANY(work->arena, types->count + 1, struct shown_type);

    for (size_t i = 0; i < types->count; i++)
        all[i] = shown(work, &type[i]);
    return (struct list){all, types->count};
}

/* ---- lists ---- */

/* *business_id is 0 when nobody is known and no organization named. */
static struct fail business_of_query(struct work *work, const struct types_query *query,
                                     int64_t *business_id, bool *known)
{
    TRY(business_meant(work, query->organization_slug, business_id, known));
    if (!(query->given & TYPES_ORGANIZATION) || !*known)
        return NO_FAIL;
    *known = *business_id == 0 || *business_id == query->organization_id;
    *business_id = query->organization_id;
    return NO_FAIL;
}

static struct fail list_of_user(struct work *work, const struct types_query *query,
                                int64_t business_id, const char *username, struct list *types)
{
    const struct caller *caller = work->caller;
    struct named_user user;
    bool found;

    TRY(user_by_username(work->store, business_id, work->host_name, username, &user, &found));
    if (!found)
        return NO_FAIL;
    bool own = caller->business_id == user.business_id && caller->user_id == user.id;
    return managed_types_of_user(work->store, user.business_id, user.id, query->slug, own,
                                 query->direction == DIRECTION_DESCENDING, types);
}

/* What several people offer together is not stored: half an hour of all of them. */
static struct managed_type dynamic_type(const struct named_user *first, const char *names)
{
    return (struct managed_type){.business_id = first->business_id,
                                 .business_domain = first->business_domain,
                                 .currency = first->currency,
                                 .slug = "dynamic",
                                 .title = "Dynamic",
                                 .description = "",
                                 .owner_username = names,
                                 .length_minutes = DYNAMIC_MINUTES,
                                 .length_options = "[]",
                                 .recurrence_frequency = -1,
                                 .locations = "[]",
                                 .fields = "[]",
                                 .limits = "{}",
                                 .metadata = "{}",
                                 .looks = "{}"};
}

static struct fail list_dynamic(struct work *work, const struct types_query *query,
                                int64_t business_id, struct list *types)
{
    struct shown_type *one = TAKE(work->arena, struct shown_type);
    const char *names = NULL;
    struct named_user user = {0};
    bool found;

    for (size_t i = 0; i < query->usernames.count; i++) {
        TRY(user_by_username(work->store, business_id, work->host_name, query->usernames.all[i],
                             &user, &found));
        if (!found)
            return NO_FAIL;
        business_id = user.business_id;
        names = names == NULL ? user.username
                              : arena_format(work->arena, "%s+%s", names, user.username);
    }
    one->type = dynamic_type(&user, names);
    *one = shown(work, &one->type);
    one->users = query->usernames;
    *types = (struct list){one, 1};
    return NO_FAIL;
}

struct fail list_types(struct work *work, const struct types_query *query, struct list *types)
{
    const struct caller *caller = work->caller;
    int64_t business_id;
    bool known;

    *types = (struct list){0};
    TRY(business_of_query(work, query, &business_id, &known));
    if (!known)
        return NO_FAIL;
    if (query->username == NULL && query->usernames.count >= DYNAMIC_LEAST)
        return list_dynamic(work, query, business_id, types);
    const char *username = query->username != NULL      ? query->username
                           : query->usernames.count > 0 ? query->usernames.all[0]
                                                        : NULL;
    if (username != NULL)
        TRY(list_of_user(work, query, business_id, username, types));
    else if (caller->user_id != 0)
        TRY(managed_types_of_user(work->store, caller->business_id, caller->user_id, query->slug,
                                  true, query->direction == DIRECTION_DESCENDING, types));
    *types = all_shown(work, types);
    return NO_FAIL;
}

/* ---- one ---- */

static struct fail no_type(struct work *work, int64_t id)
{
    return (struct fail){.code = NO_EVENT_TYPE,
                         .detail = arena_format(work->arena, "with id %lld", (long long)id)};
}

struct fail show_type(struct work *work, const struct type_id_wish *wish, struct shown_type *type)
{
    const struct caller *caller = work->caller;
    struct managed_type found_type;
    bool found, may;

    TRY(managed_type_by_id(work->store, caller->business_id, wish->id, &found_type, &found));
    if (!found)
        return no_type(work, wish->id);
    may = found_type.owner_id == caller->user_id;
    if (!may)
        TRY(managed_type_shown_to(work->store, &found_type, caller->user_id, &may));
    if (!may)
        return no_type(work, wish->id);
    *type = shown(work, &found_type);
    return NO_FAIL;
}

/* For a change: only its owner's, and held until the end of the transaction. */
static struct fail own_type(struct work *work, int64_t id, struct managed_type *type)
{
    const struct caller *caller = work->caller;
    bool found;

    TRY(schedules_lock(work->store, caller->business_id, caller->user_id));
    TRY(managed_type_by_id(work->store, caller->business_id, id, type, &found));
    return found && type->owner_id != 0 && type->owner_id == caller->user_id ? NO_FAIL
                                                                             : no_type(work, id);
}

/* ---- settings ---- */

/* One try at an event type: what it was, or what new ones begin with, and what is asked for. */
struct managing {
    struct work *work;
    const struct type_wish *wish;
    struct managed_type *type;
};

/* Lower case with hyphens between, as it will stand in a URL; other letters than those of ASCII
 * stay. */
static struct fail settle_slug(const struct managing *managing)
{
    const char *asked = managing->wish->slug;
    char *slug = arena_take(managing->work->arena, strlen(asked) + 1);
    size_t length = 0;

    for (; *asked != '\0'; asked++) {
        char letter = *asked;

        if (letter >= 'A' && letter <= 'Z')
            slug[length++] = (char)(letter - 'A' + 'a');
        else if ((unsigned char)letter >= 0x80 || is_unreserved(letter))
            slug[length++] = letter;
        else if (length > 0 && slug[length - 1] != '-')
            slug[length++] = '-';
    }
    while (length > 0 && slug[length - 1] == '-')
        length--;
    if (length == 0)
        return setting_wrong(managing->work, "the slug needs a letter or a digit");
    slug[length] = '\0';
    managing->type->slug = slug;
    return NO_FAIL;
}

static struct fail settle_lengths(const struct managing *managing)
{
    const struct type_wish *wish = managing->wish;
    struct managed_type *type = managing->type;
    struct numbers lengths = lengths_read(managing->work, type->length_options);

    if (wish->given & TYPE_LENGTHS)
        return lengths_write(managing->work, wish->lengths, type->length_minutes,
                             &type->length_options);
    for (size_t i = 0; i < lengths.count; i++)
        if (lengths.all[i] == type->length_minutes)
            return NO_FAIL;
    return lengths.count == 0 ? NO_FAIL
                              : setting_wrong(managing->work,
                                              "the lengths to choose from must include the length "
                                              "of %lld minutes",
                                              (long long)type->length_minutes);
}

static struct fail settle_schedule(const struct managing *managing)
{
    struct work *work = managing->work;
    int64_t id = managing->wish->schedule_id;
    struct list schedules;

    managing->type->schedule_id = id;
    if (id == 0)
        return NO_FAIL;
    TRY(schedules_of_user(work->store, managing->type->business_id, managing->type->owner_id,
                          &schedules));
    const struct schedule *all = schedules.items;
    for (size_t i = 0; i < schedules.count; i++)
        if (all[i].id == id)
            return NO_FAIL;
    return (struct fail){.code = NO_SCHEDULE,
                         .detail = arena_format(work->arena, "with id %lld", (long long)id)};
}

static struct fail settle_range(const struct managing *managing)
{
    struct json_object *value = managing->wish->window.value;
    struct managed_type *type = managing->type;
    const char *dates[2] = {"", ""};

    for (size_t i = 0; i < 2 && json_object_is_type(value, json_type_array) &&
                       json_object_array_length(value) == 2;
         i++)
        dates[i] = json_object_get_string(json_object_array_get_idx(value, i));
    /* of a time the day counts */
    if (dates[0] == NULL || dates[1] == NULL ||
        !day_read(dates[0], strcspn(dates[0], "T"), &type->booking_window_start) ||
        !day_read(dates[1], strcspn(dates[1], "T"), &type->booking_window_end))
        return setting_wrong(managing->work, "a range of dates has a first and a last date");
    if (type->booking_window_start.number > type->booking_window_end.number)
        return setting_wrong(managing->work, "a range of dates begins before it ends");
    type->has_window_start = type->has_window_end = true;
    return NO_FAIL;
}

static struct fail settle_window(const struct managing *managing)
{
    const struct window_wish *wish = &managing->wish->window;
    struct managed_type *type = managing->type;

    type->booking_window_days = 0;
    type->window_business_days = wish->kind == WINDOW_BUSINESS_DAYS;
    type->has_window_start = type->has_window_end = false;
    if (wish->disabled) {
        type->window_business_days = false;
        return NO_FAIL;
    }
    if (wish->value == NULL)
        return setting_wrong(managing->work, "a booking window needs its type and value");
    if (wish->kind == WINDOW_RANGE)
        return settle_range(managing);
    if (!json_object_is_type(wish->value, json_type_int) ||
        json_object_get_int64(wish->value) < 1 || json_object_get_int64(wish->value) > WINDOW_MOST)
        return setting_wrong(managing->work, "a booking window is 1 to %d days", WINDOW_MOST);
    type->booking_window_days = json_object_get_int64(wish->value);
    return NO_FAIL;
}

static struct fail settle_confirmation(const struct managing *managing)
{
    const struct confirmation_wish *wish = &managing->wish->confirmation;
    struct managed_type *type = managing->type;

    type->requires_confirmation = !wish->disabled;
    type->confirmation_notice_minutes = 0;
    if (wish->disabled || wish->kind == CONFIRM_ALWAYS)
        return NO_FAIL;
    if (wish->notice.count == 0)
        return setting_wrong(managing->work, "a confirmation by time needs its notice threshold");
    type->confirmation_notice_minutes = wish->notice.count * wish->notice.unit;
    return NO_FAIL;
}

static struct fail settle_recurrence(const struct managing *managing)
{
    const struct recurrence_wish *wish = &managing->wish->recurrence;
    struct managed_type *type = managing->type;

    type->recurrence_count = type->recurrence_interval = 0;
    type->recurrence_frequency = -1;
    if (wish->disabled)
        return NO_FAIL;
    if (wish->interval == 0 || wish->count == 0 || !(wish->given & RECURRENCE_FREQUENCY))
        return setting_wrong(managing->work,
                             "a recurrence needs interval, occurrences and frequency");
    type->recurrence_count = wish->count;
    type->recurrence_interval = wish->interval;
    type->recurrence_frequency = wish->frequency;
    return NO_FAIL;
}

static struct fail settle_seats(const struct managing *managing)
{
    const struct seats_wish *wish = &managing->wish->seats;

    managing->type->seats = wish->disabled ? 0 : wish->seats;
    managing->type->seats_show_attendees = !wish->disabled && wish->show_attendees;
    managing->type->seats_show_count = !wish->disabled && wish->show_count;
    if (!wish->disabled && wish->seats == 0)
        return setting_wrong(managing->work, "seats need a number of seats for each time slot");
    return NO_FAIL;
}

static struct fail settle_booker(const struct managing *managing)
{
    const struct booker_wish *wish = &managing->wish->booker;

    managing->type->booker_limit = wish->disabled ? 0 : wish->most;
    managing->type->booker_limit_offers_move = !wish->disabled && wish->offers_move;
    if (!wish->disabled && wish->most == 0)
        return setting_wrong(managing->work, "a limit of active bookings needs its number");
    return NO_FAIL;
}

static struct fail settle_cancelling(const struct managing *managing)
{
    managing->type->cancelling_disabled = managing->wish->cancelling.disabled;
    return NO_FAIL;
}

static struct fail settle_moving(const struct managing *managing)
{
    managing->type->rescheduling_disabled = managing->wish->moving.disabled;
    managing->type->moving_notice_minutes = managing->wish->moving.notice_minutes;
    return NO_FAIL;
}

static struct fail settle_questions(const struct managing *managing)
{
    return questions_write(managing->work, &managing->wish->questions, &managing->type->fields);
}

static struct fail settle_places(const struct managing *managing)
{
    return places_write(managing->work, &managing->wish->places, &managing->type->locations);
}

static struct fail settle_limits(const struct managing *managing)
{
    return type_limits_write(managing->work, &managing->wish->limits, &managing->type->limits);
}

static void take_plain(const struct managing *managing)
{
    const struct type_wish *wish = managing->wish;
    struct managed_type *type = managing->type;

#define PLAIN(bit, m)                                                                              \
    if (wish->given & (bit))                                                                       \
    type->m = wish->m
    PLAIN(TYPE_LENGTH, length_minutes);
    PLAIN(TYPE_TITLE, title);
    PLAIN(TYPE_DESCRIPTION, description);
    PLAIN(TYPE_GUESTS, guests_disabled);
    PLAIN(TYPE_MOVING_PAST, moving_past_allowed);
    PLAIN(TYPE_INTERVAL, slot_interval_minutes);
    PLAIN(TYPE_NOTICE, minimum_notice_minutes);
    PLAIN(TYPE_BEFORE, buffer_before_minutes);
    PLAIN(TYPE_AFTER, buffer_after_minutes);
    PLAIN(TYPE_HIDDEN, hidden);
    PLAIN(TYPE_AUTHENTICATION, requires_authentication);
    PLAIN(TYPE_PRICE, price_minor);
#undef PLAIN
    if (wish->looks != NULL)
        type->looks = members_over(managing->work, type->looks, wish->looks);
}

/* In this order; 0: always. */
static const struct {
    uint64_t bit;
    struct fail (*settle)(const struct managing *managing);
} settings[] = {
    {TYPE_SLUG, settle_slug},
    {0, settle_lengths},
    {TYPE_SCHEDULE, settle_schedule},
    {TYPE_LIMITS, settle_limits},
    {TYPE_BOOKER, settle_booker},
    {TYPE_WINDOW, settle_window},
    {TYPE_CONFIRMATION, settle_confirmation},
    {TYPE_RECURRENCE, settle_recurrence},
    {TYPE_SEATS, settle_seats},
    {TYPE_CANCELLING, settle_cancelling},
    {TYPE_MOVING, settle_moving},
    {TYPE_QUESTIONS, settle_questions},
    {TYPE_PLACES, settle_places},
};

/* Rules about several settings, over the whole as it will be. */
static struct fail check_whole(const struct managing *managing)
{
    const struct managed_type *type = managing->type;

    if (type->seats == 0)
        return NO_FAIL;
    if (type->recurrence_count > 0)
        return setting_wrong(managing->work, "a recurring event type can not have seats");
    if (type->requires_confirmation)
        return setting_wrong(managing->work, "seats and confirmation exclude each other");
    if (places_read(managing->work, type->locations).count > 1)
        return setting_wrong(managing->work, "an event type with seats has one location");
    return NO_FAIL;
}

static struct fail settle(const struct managing *managing)
{
    take_plain(managing);
    for (size_t i = 0; i < COUNT(settings); i++)
        if (settings[i].bit == 0 || managing->wish->given & settings[i].bit)
            TRY(settings[i].settle(managing));
    return check_whole(managing);
}

static struct fail show_own(struct work *work, int64_t id, struct shown_type *type)
{
    struct managed_type stored;

    TRY(own_type(work, id, &stored));
    *type = shown(work, &stored);
    return NO_FAIL;
}

/* What every new one begins with. */
static struct managed_type fresh_type(const struct work *work)
{
    return (struct managed_type){.business_id = work->caller->business_id,
                                 .description = "",
                                 .length_options = "[]",
                                 .recurrence_frequency = -1,
                                 .locations = "[]",
                                 .fields = "[]",
                                 .limits = "{}",
                                 .looks = "{}"};
}

struct fail create_type(struct work *work, const struct type_wish *wish, struct shown_type *type)
{
    const struct caller *caller = work->caller;
    struct managed_type fresh = fresh_type(work);
    struct managing managing = {work, wish, &fresh};

    fresh.owner_id = caller->user_id;
    if (caller->user_id == 0)
        return FAIL(WRONG_TOKEN);
    TRY(schedules_lock(work->store, caller->business_id, caller->user_id));
    TRY(settle(&managing));
    TRY(managed_type_insert(work->store, &fresh, work->now));
    return show_own(work, fresh.id, type);
}

struct fail change_type(struct work *work, const struct type_wish *wish, struct shown_type *type)
{
    struct managed_type stored;
    struct managing managing = {work, wish, &stored};

    TRY(own_type(work, wish->id, &stored));
    TRY(settle(&managing));
    TRY(managed_type_set(work->store, &stored));
    return show_own(work, wish->id, type);
}

struct fail delete_type(struct work *work, const struct type_id_wish *wish, struct shown_type *type)
{
    TRY(show_own(work, wish->id, type));
    return managed_type_delete(work->store, &type->type, work->now);
}

/* ---- for the whole business ---- */

struct fail create_type_of_business(struct work *work, const struct type_wish *wish,
                                    const struct managed_type *fresh, int64_t *id)
{
    struct managed_type type = fresh_type(work);
    struct managing managing = {work, wish, &type};
    char uid[17];

    type.owner_id = fresh->owner_id;
    type.team_id = fresh->team_id;
    type.assignment = fresh->assignment;
    TRY(settle(&managing));
    struct fail fail = managed_type_insert(work->store, &type, work->now);
    if (fail.code == NAME_TAKEN) {
        uid_short(uid);
        type.slug = arena_format(work->arena, "%s-%.6s", type.slug, uid);
        fail = managed_type_insert(work->store, &type, work->now);
    }
    *id = type.id;
    return fail;
}

struct fail change_type_of_business(struct work *work, const struct type_wish *wish)
{
    struct managed_type stored;
    struct managing managing = {work, wish, &stored};
    bool found;

    TRY(managed_type_by_id(work->store, work->caller->business_id, wish->id, &stored, &found));
    if (!found)
        return no_type(work, wish->id);
    TRY(settle(&managing));
    return managed_type_set(work->store, &stored);
}
