/* cal_event_types.c - Cal.com v2 event types of 2024-06-14. Source: contract cal-v2 i.3.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/json.h"
#include "dialect/cal.h"
#include "engine/manage_types.h"

/* ---- what is looked at by clients only ---- */

/* These settings change how booking pages and calendars look. They are kept as they were sent and
 * shown again; no rule reads them. */
struct colors {
    const char *light, *dark;
};
struct layouts {
    const char *usual;
    struct texts enabled;
};
struct outer_calendar {
    const char *integration, *id;
};
struct video {
    bool no_recording_for_organizer, no_recording_for_guests, records, transcribes;
    bool no_transcription_for_guests, no_transcription_for_organizer, mails_transcription;
};
enum look {
    LOOK_NAME,
    LOOK_REDIRECT,
    LOOK_LANGUAGE,
    LOOK_NOTES,
    LOOK_ZONE,
    LOOK_EMAIL,
    LOOK_DETAILS,
    LOOK_COLORS,
    LOOK_LAYOUTS,
    LOOK_CALENDAR,
    LOOK_VIDEO,
    LOOK__COUNT
};
struct looks {
    const char *name, *redirect, *language;
    bool notes_hidden, zone_locked, calendar_email, details_hidden;
    struct colors colors;
    struct layouts layouts;
    struct outer_calendar calendar;
    struct video video;
};

/* Settings of Cal.com that would change what can be booked and that slotd does not have: they can
 * be sent switched off, as clients do that send all of a form. */
#define NOT_HERE(EACH)                                                                             \
    EACH(0, "onlyShowFirstAvailableSlot")                                                          \
    EACH(1, "requiresBookerEmailVerification")                                                     \
    EACH(2, "hideOrganizerEmail")                                                                  \
    EACH(3, "allowReschedulingCancelledBookings")                                                  \
    EACH(4, "showOptimizedSlots")
#define NAME_NOT_HERE(i, name) [i] = name,
static const char *const not_here[] = {NOT_HERE(NAME_NOT_HERE)};

/* An event type as this dialect may send it. */
struct cal_type_wish {
    struct type_wish type;
    struct looks looks;
    bool not_here[sizeof not_here / sizeof *not_here];
    struct type_limits durations;
    int64_t offset;
};

/* ---- what may be sent ---- */

static const struct word window_words[] = {{"calendarDays", WINDOW_CALENDAR_DAYS},
                                           {"businessDays", WINDOW_BUSINESS_DAYS},
                                           {"range", WINDOW_RANGE},
                                           {NULL, 0}};
static const struct word confirmation_words[] = {
    {"always", CONFIRM_ALWAYS}, {"time", CONFIRM_LATE_BOOKINGS}, {NULL, 0}};
static const struct word unit_words[] = {{"minutes", 1}, {"hours", 60}, {"days", 1440},
                                         {"minute", 1},  {"hour", 60},  {"day", 1440},
                                         {NULL, 0}};
static const struct word recurrence_words[] = {{"weekly", EVERY_WEEK},
                                               {"monthly", EVERY_MONTH},
                                               {"yearly", EVERY_YEAR},
                                               {"daily", EVERY_DAY},
                                               {NULL, 0}};
static const struct word layout_words[] = {{"month", 0}, {"week", 0}, {"column", 0}, {NULL, 0}};
static const struct word integration_words[] = {
    {"cal-video", 0},
    {"google-meet", 0},
    {"zoom", 0},
    {"whereby-video", 0},
    {"whatsapp-video", 0},
    {"webex-video", 0},
    {"telegram-video", 0},
    {"tandem", 0},
    {"sylaps-video", 0},
    {"skype-video", 0},
    {"sirius-video", 0},
    {"signal-video", 0},
    {"shimmer-video", 0},
    {"salesroom-video", 0},
    {"roam-video", 0},
    {"riverside-video", 0},
    {"ping-video", 0},
    {"office365-video", 0},
    {"mirotalk-video", 0},
    {"jitsi", 0},
    {"jelly-video", 0},
    {"jelly-conferencing", 0},
    {"huddle", 0},
    {"facetime-video", 0},
    {"element-call-video", 0},
    {"eightxeight-video", 0},
    {"discord-video", 0},
    {"demodesk-video", 0},
    {"campfire-video", 0},
    {NULL, 0},
};
static const struct word interface_words[] = {
    {"", 0},   {"en", 0},    {"ar", 0},    {"az", 0}, {"bg", 0}, {"bn", 0},     {"ca", 0},
    {"cs", 0}, {"da", 0},    {"de", 0},    {"el", 0}, {"es", 0}, {"es-419", 0}, {"eu", 0},
    {"et", 0}, {"fi", 0},    {"fr", 0},    {"he", 0}, {"hu", 0}, {"it", 0},     {"ja", 0},
    {"km", 0}, {"ko", 0},    {"nl", 0},    {"no", 0}, {"pl", 0}, {"pt-BR", 0},  {"pt", 0},
    {"ro", 0}, {"ru", 0},    {"sk-SK", 0}, {"sr", 0}, {"sv", 0}, {"tr", 0},     {"uk", 0},
    {"vi", 0}, {"zh-CN", 0}, {"zh-TW", 0}, {NULL, 0},
};
static const struct word direction_words[] = {
    {"asc", DIRECTION_ASCENDING}, {"desc", DIRECTION_DESCENDING}, {NULL, 0}};

#define REQUIRED .manner = PARAM_REQUIRED
#define PART(S, rows_, given_)                                                                     \
    {                                                                                              \
        rows_, COUNT(rows_), sizeof(S), given_, false                                              \
    }

#define S struct type_place
static const struct param place_rows[] = {
    P_TEXT(S, type, "type", REQUIRED),
    P_TEXT(S, address, "address"),
    P_TEXT(S, link, "link", .most = 1000),
    P_PHONE(S, phone, "phone"),
    P_TEXT(S, integration, "integration", .words = integration_words),
    P_FLAG(S, open, "public"),
};
static const struct params place_params = PART(S, place_rows, PARAM_NO_GIVEN);
#undef S
#define S struct type_question
static const struct param question_rows[] = {
    P_TEXT(S, type, "type"),
    P_TEXT(S, slug, "slug"),
    P_TEXT(S, label, "label"),
    P_TEXT(S, placeholder, "placeholder"),
    P_FLAG(S, required, "required"),
    P_FLAG(S, hidden, "hidden"),
    P_FLAG(S, fixed_once_filled, "disableOnPrefill"),
    P_TEXTS(S, options, "options", .items = 100),
};
static const struct params question_params = PART(S, question_rows, PARAM_NO_GIVEN);
#undef S
#define S struct type_limits
static const struct param limits_rows[] = {
    P_NUMBER(S, day, "day", .bit = LIMIT_DAY, .least = 1, .most = PARAM_UNBOUNDED),
    P_NUMBER(S, week, "week", .bit = LIMIT_WEEK, .least = 1, .most = PARAM_UNBOUNDED),
    P_NUMBER(S, month, "month", .bit = LIMIT_MONTH, .least = 1, .most = PARAM_UNBOUNDED),
    P_NUMBER(S, year, "year", .bit = LIMIT_YEAR, .least = 1, .most = PARAM_UNBOUNDED),
    P_FLAG(S, disabled, "disabled"),
};
static const struct params limits_params = PART(S, limits_rows, offsetof(S, given));
#undef S
#define S struct window_wish
static const struct param window_rows[] = {
    P_WORD(S, kind, "type", window_words),
    P_JSON(S, value, "value", .manner = PARAM_ANY_JSON),
    P_FLAG(S, rolling, "rolling"),
    P_FLAG(S, disabled, "disabled"),
};
static const struct params window_params = PART(S, window_rows, PARAM_NO_GIVEN);
#undef S
#define S struct notice_wish
static const struct param notice_rows[] = {
    P_WORD(S, unit, "unit", unit_words, REQUIRED),
    P_NUMBER(S, count, "count", REQUIRED, .least = 1, .most = 100000),
};
static const struct params notice_params = PART(S, notice_rows, PARAM_NO_GIVEN);
#undef S
#define S struct confirmation_wish
static const struct param confirmation_rows[] = {
    P_WORD(S, kind, "type", confirmation_words),
    P_OBJECT(S, notice, "noticeThreshold", struct notice_wish, &notice_params),
    P_FLAG(S, blocks, "blockUnconfirmedBookingsInBooker"),
    P_FLAG(S, disabled, "disabled"),
};
static const struct params confirmation_params = PART(S, confirmation_rows, offsetof(S, given));
#undef S
#define S struct recurrence_wish
static const struct param recurrence_rows[] = {
    P_NUMBER(S, interval, "interval", .least = 1, .most = 1000),
    P_NUMBER(S, count, "occurrences", .least = 1, .most = 1000),
    P_WORD(S, frequency, "frequency", recurrence_words, .bit = RECURRENCE_FREQUENCY),
    P_FLAG(S, disabled, "disabled"),
};
static const struct params recurrence_params = PART(S, recurrence_rows, offsetof(S, given));
#undef S
#define S struct colors
static const struct param colors_rows[] = {
    P_TEXT(S, light, "lightThemeHex", REQUIRED, .least = 4, .most = 9),
    P_TEXT(S, dark, "darkThemeHex", REQUIRED, .least = 4, .most = 9),
};
static const struct params colors_params = PART(S, colors_rows, PARAM_NO_GIVEN);
#undef S
#define S struct layouts
static const struct param layouts_rows[] = {
    P_TEXT(S, usual, "defaultLayout", REQUIRED, .words = layout_words),
    P_TEXTS(S, enabled, "enabledLayouts", REQUIRED, .items = 3),
};
static const struct params layouts_params = PART(S, layouts_rows, PARAM_NO_GIVEN);
#undef S
#define S struct outer_calendar
static const struct param calendar_rows[] = {
    P_TEXT(S, integration, "integration", REQUIRED),
    P_TEXT(S, id, "externalId", REQUIRED),
};
static const struct params calendar_params = PART(S, calendar_rows, PARAM_NO_GIVEN);
#undef S
#define S struct video
static const struct param video_rows[] = {
    P_FLAG(S, no_recording_for_organizer, "disableRecordingForOrganizer"),
    P_FLAG(S, no_recording_for_guests, "disableRecordingForGuests"),
    P_FLAG(S, records, "enableAutomaticRecordingForOrganizer"),
    P_FLAG(S, transcribes, "enableAutomaticTranscription"),
    P_FLAG(S, no_transcription_for_guests, "disableTranscriptionForGuests"),
    P_FLAG(S, no_transcription_for_organizer, "disableTranscriptionForOrganizer"),
    P_FLAG(S, mails_transcription, "sendTranscriptionEmails"),
};
static const struct params video_params = PART(S, video_rows, PARAM_NO_GIVEN);
#undef S

#define S struct seats_wish
static const struct param seats_rows[] = {
    P_NUMBER(S, seats, "seatsPerTimeSlot", .least = 1, .most = 1000),
    P_FLAG(S, show_attendees, "showAttendeeInfo"),
    P_FLAG(S, show_count, "showAvailabilityCount"),
    P_FLAG(S, disabled, "disabled"),
};
static const struct params seats_params = PART(S, seats_rows, PARAM_NO_GIVEN);
#undef S
#define S struct booker_wish
static const struct param booker_rows[] = {
    P_NUMBER(S, most, "maximumActiveBookings", .least = 1, .most = 65535),
    P_FLAG(S, offers_move, "offerReschedule"),
    P_FLAG(S, disabled, "disabled"),
};
static const struct params booker_params = PART(S, booker_rows, PARAM_NO_GIVEN);
#undef S
#define S struct cancelling_wish
static const struct param cancelling_rows[] = {P_FLAG(S, disabled, "disabled")};
static const struct params cancelling_params = PART(S, cancelling_rows, PARAM_NO_GIVEN);
#undef S
#define S struct moving_wish
static const struct param moving_rows[] = {
    P_FLAG(S, disabled, "disabled"),
    P_NUMBER(S, notice_minutes, "minutesBefore", .least = 1, .most = 5256000),
};
static const struct params moving_params = PART(S, moving_rows, PARAM_NO_GIVEN);
#undef S

#define W                     struct cal_type_wish
#define T(m)                  type.m
#define LOOK(look)            .bit = UINT64_C(1) << (TYPE__BITS + (look))
#define ROW_NOT_HERE(i, name) P_FLAG(W, not_here[i], name),
#define TYPE_ROWS(manner_)                                                                         \
    NOT_HERE(ROW_NOT_HERE)                                                                         \
    P_NUMBER(W, T(length_minutes), "lengthInMinutes", .bit = TYPE_LENGTH, .least = 1,              \
             .most = 44640, .manner = (manner_)),                                                  \
        P_JSON(W, T(lengths), "lengthInMinutesOptions", .bit = TYPE_LENGTHS,                       \
               .manner = PARAM_ANY_JSON),                                                          \
        P_TEXT(W, T(title), "title", .bit = TYPE_TITLE, .least = 1, .most = 200,                   \
               .manner = PARAM_TRIMMED | (manner_)),                                               \
        P_TEXT(W, T(slug), "slug", .bit = TYPE_SLUG, .least = 1, .most = 100,                      \
               .manner = PARAM_TRIMMED | (manner_)),                                               \
        P_TEXT(W, T(description), "description", .bit = TYPE_DESCRIPTION, .most = 20000,           \
               .manner = PARAM_LINES),                                                             \
        P_OBJECTS(W, T(places), "locations", &place_params, .bit = TYPE_PLACES, .items = 50),      \
        P_OBJECTS(W, T(questions), "bookingFields", &question_params, .bit = TYPE_QUESTIONS,       \
                  .items = 100),                                                                   \
        P_FLAG(W, T(guests_disabled), "disableGuests", .bit = TYPE_GUESTS),                        \
        P_FLAG(W, T(moving_past_allowed), "allowReschedulingPastBookings",                         \
               .bit = TYPE_MOVING_PAST),                                                           \
        P_NUMBER(W, T(slot_interval_minutes), "slotInterval", .bit = TYPE_INTERVAL, .least = 0,    \
                 .most = 1440),                                                                    \
        P_NUMBER(W, T(minimum_notice_minutes), "minimumBookingNotice", .bit = TYPE_NOTICE,         \
                 .least = 0, .most = 5256000),                                                     \
        P_NUMBER(W, T(buffer_before_minutes), "beforeEventBuffer", .bit = TYPE_BEFORE, .least = 0, \
                 .most = 1440),                                                                    \
        P_NUMBER(W, T(buffer_after_minutes), "afterEventBuffer", .bit = TYPE_AFTER, .least = 0,    \
                 .most = 1440),                                                                    \
        P_NUMBER(W, T(schedule_id), "scheduleId", .bit = TYPE_SCHEDULE, .least = 0,                \
                 .most = PARAM_UNBOUNDED),                                                         \
        P_OBJECT(W, T(limits), "bookingLimitsCount", struct type_limits, &limits_params,           \
                 .bit = TYPE_LIMITS),                                                              \
        P_OBJECT(W, durations, "bookingLimitsDuration", struct type_limits, &limits_params),       \
        P_OBJECT(W, T(booker), "bookerActiveBookingsLimit", struct booker_wish, &booker_params,    \
                 .bit = TYPE_BOOKER),                                                              \
        P_OBJECT(W, T(window), "bookingWindow", struct window_wish, &window_params,                \
                 .bit = TYPE_WINDOW),                                                              \
        P_NUMBER(W, offset, "offsetStart", .least = 0, .most = 1440),                              \
        P_OBJECT(W, T(confirmation), "confirmationPolicy", struct confirmation_wish,               \
                 &confirmation_params, .bit = TYPE_CONFIRMATION),                                  \
        P_OBJECT(W, T(recurrence), "recurrence", struct recurrence_wish, &recurrence_params,       \
                 .bit = TYPE_RECURRENCE),                                                          \
        P_OBJECT(W, T(seats), "seats", struct seats_wish, &seats_params, .bit = TYPE_SEATS),       \
        P_FLAG(W, T(hidden), "hidden", .bit = TYPE_HIDDEN),                                        \
        P_FLAG(W, T(requires_authentication), "bookingRequiresAuthentication",                     \
               .bit = TYPE_AUTHENTICATION),                                                        \
        P_OBJECT(W, T(cancelling), "disableCancelling", struct cancelling_wish,                    \
                 &cancelling_params, .bit = TYPE_CANCELLING),                                      \
        P_OBJECT(W, T(moving), "disableRescheduling", struct moving_wish, &moving_params,          \
                 .bit = TYPE_MOVING),                                                              \
        P_TEXT(W, looks.name, "customName", LOOK(LOOK_NAME)),                                      \
        P_TEXT(W, looks.redirect, "successRedirectUrl", LOOK(LOOK_REDIRECT), .most = 1000),        \
        P_TEXT(W, looks.language, "interfaceLanguage", LOOK(LOOK_LANGUAGE),                        \
               .words = interface_words),                                                          \
        P_FLAG(W, looks.notes_hidden, "hideCalendarNotes", LOOK(LOOK_NOTES)),                      \
        P_FLAG(W, looks.zone_locked, "lockTimeZoneToggleOnBookingPage", LOOK(LOOK_ZONE)),          \
        P_FLAG(W, looks.calendar_email, "useDestinationCalendarEmail", LOOK(LOOK_EMAIL)),          \
        P_FLAG(W, looks.details_hidden, "hideCalendarEventDetails", LOOK(LOOK_DETAILS)),           \
        P_OBJECT(W, looks.colors, "color", struct colors, &colors_params, LOOK(LOOK_COLORS)),      \
        P_OBJECT(W, looks.layouts, "bookerLayouts", struct layouts, &layouts_params,               \
                 LOOK(LOOK_LAYOUTS)),                                                              \
        P_OBJECT(W, looks.calendar, "destinationCalendar", struct outer_calendar,                  \
                 &calendar_params, LOOK(LOOK_CALENDAR)),                                           \
        P_OBJECT(W, looks.video, "calVideoSettings", struct video, &video_params,                  \
                 LOOK(LOOK_VIDEO))

static const struct param create_rows[] = {TYPE_ROWS(PARAM_REQUIRED)};
static const struct params create_body = PART(W, create_rows, offsetof(W, type.given));
static const struct param change_rows[] = {TYPE_ROWS(0U)};
static const struct params change_body = PART(W, change_rows, offsetof(W, type.given));
static const struct param change_path_rows[] = {
    P_NUMBER(W, T(id), "eventTypeId", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params change_path = PART(W, change_path_rows, PARAM_NO_GIVEN);
#undef T
#undef W

#define I struct type_id_wish
static const struct param id_rows[] = {
    P_NUMBER(I, id, "eventTypeId", .least = 1, .most = PARAM_UNBOUNDED)};
static const struct params id_path = PART(I, id_rows, PARAM_NO_GIVEN);
#undef I

#define Q struct types_query
static const struct param list_rows[] = {
    P_TEXT(Q, username, "username", .manner = PARAM_TRIMMED | PARAM_EMPTY_IS_UNSENT),
    P_TEXT(Q, slug, "eventSlug"),
    P_TEXTS(Q, usernames, "usernames", .items = 20),
    P_TEXT(Q, organization_slug, "orgSlug"),
    P_NUMBER(Q, organization_id, "orgId", .bit = TYPES_ORGANIZATION, .least = 1,
             .most = PARAM_UNBOUNDED),
    P_WORD(Q, direction, "sortCreatedAt", direction_words,
           .says = "SortCreatedAt must be either \"asc\" or \"desc\"."),
};
static const struct params list_query = PART(Q, list_rows, offsetof(Q, given));
#undef Q

/* ---- what is shown ---- */

#define L struct looks
static const struct field colors_fields[] = {
    F_TEXT(struct colors, light, "lightThemeHex"),
    F_TEXT(struct colors, dark, "darkThemeHex"),
};
static const struct shape colors_shape = {colors_fields, COUNT(colors_fields),
                                          sizeof(struct colors)};
static const struct field layouts_fields[] = {
    F_TEXT(struct layouts, usual, "defaultLayout"),
    F_TEXTS(struct layouts, enabled, "enabledLayouts", .absent = ABSENT_EMPTY),
};
static const struct shape layouts_shape = {layouts_fields, COUNT(layouts_fields),
                                           sizeof(struct layouts)};
static const struct field calendar_fields[] = {
    F_TEXT(struct outer_calendar, integration, "integration"),
    F_TEXT(struct outer_calendar, id, "externalId"),
};
static const struct shape calendar_shape = {calendar_fields, COUNT(calendar_fields),
                                            sizeof(struct outer_calendar)};
#define V struct video
static const struct field video_fields[] = {
    F_FLAG(V, no_recording_for_organizer, "disableRecordingForOrganizer"),
    F_FLAG(V, no_recording_for_guests, "disableRecordingForGuests"),
    F_FLAG(V, records, "enableAutomaticRecordingForOrganizer"),
    F_FLAG(V, transcribes, "enableAutomaticTranscription"),
    F_FLAG(V, no_transcription_for_guests, "disableTranscriptionForGuests"),
    F_FLAG(V, no_transcription_for_organizer, "disableTranscriptionForOrganizer"),
    F_FLAG(V, mails_transcription, "sendTranscriptionEmails"),
};
static const struct shape video_shape = {video_fields, COUNT(video_fields), sizeof(V)};
#undef V
static const struct field looks_fields[LOOK__COUNT] = {
    [LOOK_NAME] = F_TEXT(L, name, "customName"),
    [LOOK_REDIRECT] = F_TEXT(L, redirect, "successRedirectUrl", .absent = ABSENT_NULL),
    [LOOK_LANGUAGE] = F_TEXT(L, language, "interfaceLanguage"),
    [LOOK_NOTES] = F_FLAG(L, notes_hidden, "hideCalendarNotes"),
    [LOOK_ZONE] = F_FLAG(L, zone_locked, "lockTimeZoneToggleOnBookingPage"),
    [LOOK_EMAIL] = F_FLAG(L, calendar_email, "useDestinationCalendarEmail"),
    [LOOK_DETAILS] = F_FLAG(L, details_hidden, "hideCalendarEventDetails"),
    [LOOK_COLORS] = F_OBJECT(L, colors, "color", struct colors, &colors_shape),
    [LOOK_LAYOUTS] = F_OBJECT(L, layouts, "bookerLayouts", struct layouts, &layouts_shape),
    [LOOK_CALENDAR] =
        F_OBJECT(L, calendar, "destinationCalendar", struct outer_calendar, &calendar_shape),
    [LOOK_VIDEO] = F_OBJECT(L, video, "calVideoSettings", struct video, &video_shape),
};
#undef L
static const struct shape looks_shape = {looks_fields, LOOK__COUNT, sizeof(struct looks)};

/* The looks that were sent, as JSON to be kept; NULL: none. */
static const char *looks_sent(struct work *work, const struct cal_type_wish *wish)
{
    struct text out;

    text_init(&out, 1 << 16);
    for (unsigned look = 0; look < LOOK__COUNT; look++) {
        const struct shape one = {&looks_fields[look], 1, sizeof(struct looks)};

        if (wish->type.given & UINT64_C(1) << (TYPE__BITS + look)) {
            text_char(&out, out.length == 0 ? '{' : ',');
            (void)shape_write_fields(&out, &one, &wish->looks, true);
        }
    }
    if (out.length > 0)
        text_char(&out, '}');
    const char *looks = out.length == 0 ? NULL : arena_bytes(work->arena, out.bytes, out.length);
    text_free(&out);
    return looks;
}

/* What every answer has, whether it was ever sent or not. */
static const struct {
    const char *name, *value;
} usual_looks[] = {
    {"lockTimeZoneToggleOnBookingPage", "false"},
    {"successRedirectUrl", "null"},
};

static void write_looks(struct text *out, struct arena *arena, const char *looks)
{
    bool written[COUNT(usual_looks)] = {false};
    struct json_walk walk;
    struct json_item item;

    if (json_walk_start(&walk, arena, looks, strlen(looks)))
        while (json_walk_next(&walk, &item)) {
            text_char(out, ',');
            text_json(out, item.key);
            text_char(out, ':');
            text_add(out, item.raw, item.raw_length);
            for (size_t i = 0; i < COUNT(usual_looks); i++)
                written[i] = written[i] || strcmp(item.key, usual_looks[i].name) == 0;
        }
    for (size_t i = 0; i < COUNT(usual_looks); i++)
        if (!written[i])
            text_format(out, ",\"%s\":%s", usual_looks[i].name, usual_looks[i].value);
}

#define P struct type_place
static bool is_open_or_not(const void *thing)
{
    const P *place = thing;

    return place->address != NULL || place->link != NULL || place->phone != NULL;
}

static void write_open(struct text *out, const void *thing)
{
    text_put(out, ((const P *)thing)->open ? "true" : "false");
}

static const struct field place_fields[] = {
    F_TEXT(P, type, "type"),
    F_TEXT(P, address, "address"),
    F_TEXT(P, link, "link"),
    F_TEXT(P, phone, "phone"),
    F_TEXT(P, integration, "integration"),
    F_MADE("public", write_open, .shown = is_open_or_not),
};
static const struct shape place_shape = {place_fields, COUNT(place_fields), sizeof(P)};
#undef P

#define A struct type_question
static bool is_fixed(const void *thing)
{
    return ((const A *)thing)->fixed_once_filled;
}

static void write_true(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "true");
}

static const struct field question_fields[] = {
    F_FLAG(A, standard, "isDefault"),
    F_TEXT(A, type, "type"),
    F_TEXT(A, slug, "slug"),
    F_TEXT(A, label, "label"),
    F_FLAG(A, required, "required"),
    F_TEXT(A, placeholder, "placeholder"),
    F_TEXTS(A, options, "options"),
    F_FLAG(A, hidden, "hidden"),
    F_MADE("disableOnPrefill", write_true, .shown = is_fixed),
};
static const struct shape question_shape = {question_fields, COUNT(question_fields), sizeof(A)};
#undef A

#define T struct shown_type
static const T *type_in(const void *thing)
{
    return thing;
}

static bool has_lengths(const void *thing)
{
    return type_in(thing)->lengths.count > 0;
}

static void write_lengths(struct text *out, const void *thing)
{
    const struct numbers *lengths = &type_in(thing)->lengths;

    for (size_t i = 0; i < lengths->count; i++) {
        text_char(out, i == 0 ? '[' : ',');
        text_number(out, lengths->all[i]);
    }
    text_char(out, ']');
}

static const struct field recurrence_fields[] = {
    F_NUMBER(T, type.recurrence_interval, "interval"),
    F_NUMBER(T, type.recurrence_count, "occurrences"),
    F_WORD(T, type.recurrence_frequency, "frequency", recurrence_words),
};
static const struct shape recurrence_shape = {recurrence_fields, COUNT(recurrence_fields),
                                              sizeof(T)};

static void write_recurrence(struct text *out, const void *thing)
{
    if (type_in(thing)->type.recurrence_count == 0)
        text_put(out, "null");
    else
        shape_write(out, &recurrence_shape, thing);
}

static void write_schedule_id(struct text *out, const void *thing)
{
    int64_t id = type_in(thing)->type.schedule_id;

    if (id == 0)
        text_put(out, "null");
    else
        text_number(out, id);
}

#define DISABLED "{\"disabled\":true}"

static const struct field limits_fields[] = {
    F_SOME(struct type_limits, day, "day"),
    F_SOME(struct type_limits, week, "week"),
    F_SOME(struct type_limits, month, "month"),
    F_SOME(struct type_limits, year, "year"),
};
static const struct shape limits_shape = {limits_fields, COUNT(limits_fields),
                                          sizeof(struct type_limits)};

static void write_limits(struct text *out, const void *thing)
{
    if (type_in(thing)->limits.disabled)
        text_put(out, DISABLED);
    else
        shape_write(out, &limits_shape, &type_in(thing)->limits);
}

static bool has_booker_limit(const void *thing)
{
    return type_in(thing)->type.booker_limit > 0;
}

static const struct field booker_fields[] = {
    F_NUMBER(T, type.booker_limit, "maximumActiveBookings"),
    F_FLAG(T, type.booker_limit_offers_move, "offerReschedule"),
};
static const struct shape booker_shape = {booker_fields, COUNT(booker_fields), sizeof(T)};

static void write_booker_limit(struct text *out, const void *thing)
{
    shape_write(out, &booker_shape, thing);
}

static bool has_window(const void *thing)
{
    const struct managed_type *type = &type_in(thing)->type;

    return type->booking_window_days > 0 || (type->has_window_start && type->has_window_end);
}

/* The document has a list here, of one window. */
static void write_window(struct text *out, const void *thing)
{
    const struct managed_type *type = &type_in(thing)->type;
    char first[WHEN_ROOM], last[WHEN_ROOM];

    if (type->booking_window_days > 0) {
        text_format(out, "[{\"type\":\"%s\",\"value\":%lld,\"rolling\":false}]",
                    type->window_business_days ? "businessDays" : "calendarDays",
                    (long long)type->booking_window_days);
        return;
    }
    day_write(first, type->booking_window_start);
    day_write(last, type->booking_window_end);
    text_format(out, "[{\"type\":\"range\",\"value\":[\"%s\",\"%s\"]}]", first, last);
}

/* A booking that waits for an answer always holds its slot. */
static void write_confirmation(struct text *out, const void *thing)
{
    const struct managed_type *type = &type_in(thing)->type;

    if (!type->requires_confirmation) {
        text_put(out, DISABLED);
        return;
    }
    text_format(out, "{\"type\":\"%s\",\"blockUnconfirmedBookingsInBooker\":true",
                type->confirmation_notice_minutes > 0 ? "time" : "always");
    if (type->confirmation_notice_minutes > 0)
        text_format(out, ",\"noticeThreshold\":{\"unit\":\"minutes\",\"count\":%lld}",
                    (long long)type->confirmation_notice_minutes);
    text_char(out, '}');
}

static bool has_seats(const void *thing)
{
    return type_in(thing)->type.seats > 0;
}

static const struct field seats_fields[] = {
    F_NUMBER(T, type.seats, "seatsPerTimeSlot"),
    F_FLAG(T, type.seats_show_attendees, "showAttendeeInfo"),
    F_FLAG(T, type.seats_show_count, "showAvailabilityCount"),
};
static const struct shape seats_shape = {seats_fields, COUNT(seats_fields), sizeof(T)};

static void write_seats(struct text *out, const void *thing)
{
    shape_write(out, &seats_shape, thing);
}

static const struct field cancelling_fields[] = {F_FLAG(T, type.cancelling_disabled, "disabled")};
static const struct shape cancelling_shape = {cancelling_fields, 1, sizeof(T)};

static void write_cancelling(struct text *out, const void *thing)
{
    shape_write(out, &cancelling_shape, thing);
}

static const struct field moving_fields[] = {
    F_FLAG(T, type.rescheduling_disabled, "disabled"),
    F_SOME(T, type.moving_notice_minutes, "minutesBefore"),
};
static const struct shape moving_shape = {moving_fields, COUNT(moving_fields), sizeof(T)};

static void write_moving(struct text *out, const void *thing)
{
    shape_write(out, &moving_shape, thing);
}

static void write_false(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "false");
}

static void write_null(struct text *out, const void *thing)
{
    (void)thing;
    text_put(out, "null");
}

static const struct field common_fields[] = {
    F_NUMBER(T, type.id, "id"),
    F_NUMBER(T, type.length_minutes, "lengthInMinutes"),
    F_MADE("lengthInMinutesOptions", write_lengths, .shown = has_lengths),
    F_TEXT(T, type.title, "title"),
    F_TEXT(T, type.slug, "slug"),
    F_TEXT(T, type.description, "description", .absent = ABSENT_EMPTY),
    F_LIST(T, places, "locations", &place_shape),
    F_LIST(T, questions, "bookingFields", &question_shape),
    F_FLAG(T, type.guests_disabled, "disableGuests"),
    F_FLAG(T, type.moving_past_allowed, "allowReschedulingPastBookings"),
    F_SOME(T, type.slot_interval_minutes, "slotInterval"),
    F_NUMBER(T, type.minimum_notice_minutes, "minimumBookingNotice"),
    F_NUMBER(T, type.buffer_before_minutes, "beforeEventBuffer"),
    F_NUMBER(T, type.buffer_after_minutes, "afterEventBuffer"),
    F_MADE("recurrence", write_recurrence),
    F_RAW(T, type.metadata, "metadata"),
    F_NUMBER(T, type.price_minor, "price"),
    F_TEXT(T, type.currency, "currency"),
    F_MADE("forwardParamsSuccessRedirect", write_null),
    F_MADE("isInstantEvent", write_false),
    F_MADE("scheduleId", write_schedule_id),
    F_MADE("bookingLimitsCount", write_limits),
    F_MADE("bookerActiveBookingsLimit", write_booker_limit, .shown = has_booker_limit),
    F_MADE("bookingWindow", write_window, .shown = has_window),
    F_MADE("confirmationPolicy", write_confirmation),
    F_MADE("seats", write_seats, .shown = has_seats),
    F_FLAG(T, type.hidden, "hidden"),
    F_FLAG(T, type.requires_authentication, "bookingRequiresAuthentication"),
    F_MADE("disableCancelling", write_cancelling),
    F_MADE("disableRescheduling", write_moving),
};
static const struct shape common_shape = {common_fields, COUNT(common_fields), sizeof(T)};

static const struct field own_fields[] = {
    F_ALSO(&common_shape),
    F_NUMBER(T, type.owner_id, "ownerId"),
    F_TEXTS(T, users, "users", .absent = ABSENT_EMPTY),
    F_TEXT(T, url, "bookingUrl"),
};
static const struct shape own_shape = {own_fields, COUNT(own_fields), sizeof(T)};

static void write_kind(struct text *out, const void *thing)
{
    const struct managed_type *type = &type_in(thing)->type;

    text_json(out, type->managed                   ? "managed"
                   : ASSIGNS_ONE(type->assignment) ? "roundRobin"
                                                   : "collective");
}

static const struct field team_fields[] = {
    F_NUMBER(T, type.team_id, "id"),
    F_TEXT(T, type.team_slug, "slug"),
    F_TEXT(T, type.team_name, "name"),
};
static const struct shape team_shape = {team_fields, COUNT(team_fields), sizeof(T)};

/* The document wants the looks of a team, too; teams here have none. */
static void write_team(struct text *out, const void *thing)
{
    text_char(out, '{');
    (void)shape_write_fields(out, &team_shape, thing, true);
    text_put(out, ",\"bannerUrl\":\"\",\"logoUrl\":\"\",\"weekStart\":\"Sunday\","
                  "\"brandColor\":\"\",\"darkBrandColor\":\"\",\"theme\":\"\"}");
}

static const struct field of_team_fields[] = {
    F_ALSO(&common_shape),
    F_NUMBER(T, type.team_id, "teamId"),
    F_TEXTS(T, users, "hosts", .absent = ABSENT_EMPTY),
    F_MADE("schedulingType", write_kind),
    F_MADE("team", write_team),
};
static const struct shape of_team_shape = {of_team_fields, COUNT(of_team_fields), sizeof(T)};

static void write_one(struct text *out, const struct exchange *exchange, const T *type)
{
    text_char(out, '{');
    (void)shape_write_fields(out, type->type.team_id != 0 ? &of_team_shape : &own_shape, type,
                             true);
    write_looks(out, exchange->arena, type->type.looks);
    text_char(out, '}');
}

static void write_types(struct text *out, const struct exchange *exchange, const void *result)
{
    const struct list *types = result;
    const T *all = types->items;

    text_put(out, "{\"status\":\"success\",\"data\":[");
    for (size_t i = 0; i < types->count; i++) {
        if (i > 0)
            text_char(out, ',');
        write_one(out, exchange, &all[i]);
    }
    text_put(out, "]}");
}

static void write_type(struct text *out, const struct exchange *exchange, const void *result)
{
    text_put(out, "{\"status\":\"success\",\"data\":");
    write_one(out, exchange, result);
    text_char(out, '}');
}

static const struct field deleted_fields[] = {
    F_NUMBER(T, type.id, "id"),
    F_NUMBER(T, type.length_minutes, "lengthInMinutes"),
    F_TEXT(T, type.title, "title"),
    F_TEXT(T, type.slug, "slug"),
};
static const struct shape deleted_shape = {deleted_fields, COUNT(deleted_fields), sizeof(T)};
#undef T

static void write_deleted(struct text *out, const struct exchange *exchange, const void *result)
{
    (void)exchange;
    text_put(out, "{\"status\":\"success\",\"data\":");
    shape_write(out, &deleted_shape, result);
    text_char(out, '}');
}

/* ---- endpoints ---- */

/* As write_one writes them: looks are kept as JSON and stand beside the fields. */
static const struct field own_described[] = {
    F_ALSO(&own_shape),
    F_PERHAPS(&looks_shape),
};
static const struct shape own_described_shape = {own_described, COUNT(own_described), 0};
static const struct field of_team_described[] = {
    F_ALSO(&of_team_shape),
    F_PERHAPS(&looks_shape),
};
static const struct shape of_team_described_shape = {of_team_described, COUNT(of_team_described),
                                                     0};
static const struct named_shape own_shapes[] = {{"event type", &own_described_shape}, {NULL, NULL}};
static const struct named_shape type_shapes[] = {{"event type", &own_described_shape},
                                                 {"event type of a team", &of_team_described_shape},
                                                 {NULL, NULL}};
static const struct named_shape deleted_shapes[] = {{"deleted event type", &deleted_shape},
                                                    {NULL, NULL}};
static const struct data types_data = {.form = DATA_LIST, .shapes = own_shapes};
static const struct data own_data = {.form = DATA_ONE, .shapes = own_shapes};
static const struct data type_data = {.form = DATA_ONE, .shapes = type_shapes};
static const struct data deleted_data = {.form = DATA_ONE, .shapes = deleted_shapes};

static struct fail plain_wish(struct work *work, const struct cal_type_wish *wish,
                              struct type_wish *plain)
{
    for (size_t i = 0; i < COUNT(not_here); i++)
        if (wish->not_here[i])
            return setting_wrong(work, "%s is not supported", not_here[i]);
    if (wish->offset != 0)
        return setting_wrong(work, "offsetStart is not supported");
    if (wish->durations.given != 0 && !wish->durations.disabled)
        return setting_wrong(work, "bookingLimitsDuration is not supported");
    *plain = wish->type;
    plain->looks = looks_sent(work, wish);
    return NO_FAIL;
}

static struct fail run_create(struct work *work, const void *wish, void *result)
{
    struct type_wish plain;

    TRY(plain_wish(work, wish, &plain));
    return create_type(work, &plain, result);
}

static struct fail run_change(struct work *work, const void *wish, void *result)
{
    struct type_wish plain;

    TRY(plain_wish(work, wish, &plain));
    return change_type(work, &plain, result);
}

CAL_RUN(run_list, list_types)
CAL_RUN(run_show, show_type)
CAL_RUN(run_delete, delete_type)

#define TYPES     .dialect = &cal_dialect
#define OF(wish_) .wish_size = sizeof(wish_), .result_size = sizeof(struct shown_type)
#define READS     TYPES, .scope = "EVENT_TYPE_READ", .status = 200
#define WRITES    TYPES, .scope = "EVENT_TYPE_WRITE", .callers = BY_CAL, .manner = ENDPOINT_CHANGES

const struct endpoint cal_event_type_endpoints[] = {
    {"GET", "/v2/event-types", CAL_2024_06_14, READS, .callers = BY_CAL | BY_NOBODY,
     .in_query = &list_query, .wish_size = sizeof(struct types_query),
     .result_size = sizeof(struct list), .run = run_list, .write = write_types, .data = &types_data,
     .summary = "Event types of a user; hidden ones only for their owner."},
    {"POST", "/v2/event-types", CAL_2024_06_14, WRITES, .in_body = &create_body,
     OF(struct cal_type_wish), .run = run_create, .write = write_type, .data = &own_data,
     .status = 201, .summary = "Something that can be booked with the caller."},
    {"GET", "/v2/event-types/:eventTypeId", CAL_2024_06_14, READS, .callers = BY_CAL,
     .in_path = &id_path, OF(struct type_id_wish), .run = run_show, .write = write_type,
     .data = &type_data, .summary = "One event type."},
    {"PATCH", "/v2/event-types/:eventTypeId", CAL_2024_06_14, WRITES, .in_path = &change_path,
     .in_body = &change_body, OF(struct cal_type_wish), .run = run_change, .write = write_type,
     .data = &own_data, .status = 200,
     .summary = "Changes an event type; bookings stay as they are."},
    {"DELETE", "/v2/event-types/:eventTypeId", CAL_2024_06_14, WRITES, .in_path = &id_path,
     OF(struct type_id_wish), .run = run_delete, .write = write_deleted, .data = &deleted_data,
     .status = 200, .summary = "Deletes an event type; its bookings stay."},
};
const size_t cal_event_type_endpoint_count = COUNT(cal_event_type_endpoints);
