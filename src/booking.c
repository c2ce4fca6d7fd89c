/* booking.c - the words of the nouns, as the store and `slotd apply` spell them.
 * SPDX-License-Identifier: MIT */
#include "booking.h"

const struct word token_kind_words[] = {
    {"cal_key", TOKEN_CAL_KEY},
    {"cal_managed", TOKEN_CAL_MANAGED},
    {"cal_oauth", TOKEN_CAL_OAUTH},
    {"links_key", TOKEN_LINKS_KEY},
    {"staff_session", TOKEN_STAFF_SESSION},
    {"staff_refresh", TOKEN_STAFF_REFRESH},
    {"client_session", TOKEN_CLIENT_SESSION},
    {"client_link", TOKEN_CLIENT_LINK},
    {"vcita_client", TOKEN_VCITA_CLIENT},
    {"vcita_staff", TOKEN_VCITA_STAFF},
    {"vcita_app", TOKEN_VCITA_APP},
    {"vcita_directory", TOKEN_VCITA_DIRECTORY},
    {NULL, 0},
};

const struct word source_words[] = {
    {"apply", SOURCE_APPLY},
    {"cal", SOURCE_CAL},
    {"vcita", SOURCE_VCITA},
    {"links", SOURCE_LINKS},
    {"appointments", SOURCE_APPOINTMENTS},
    {NULL, 0},
};

const struct word booking_status_words[] = {
    {"pending", BOOKING_PENDING},
    {"accepted", BOOKING_ACCEPTED},
    {"awaiting_host", BOOKING_AWAITING_HOST},
    {"cancelled", BOOKING_CANCELLED},
    {"rejected", BOOKING_REJECTED},
    {"completed", BOOKING_COMPLETED},
    {"no_show", BOOKING_NO_SHOW},
    {NULL, 0},
};

const struct word rsvp_words[] = {
    {"confirmed", RSVP_CONFIRMED},
    {"pending", RSVP_PENDING},
    {"cancelled", RSVP_CANCELLED},
    {NULL, 0},
};

const struct word attendee_kind_words[] = {
    {"attendee", ATTENDEE_BOOKER},
    {"guest", ATTENDEE_GUEST},
    {"host", ATTENDEE_HOST},
    {NULL, 0},
};

const struct word token_purpose_words[] = {
    {"answer", PURPOSE_ANSWER},
    {"feedback", PURPOSE_FEEDBACK},
    {"pay", PURPOSE_PAY},
    {NULL, 0},
};

const struct word reference_type_words[] = {
    {"google_calendar", REFERENCE_GOOGLE_CALENDAR},
    {"office365_calendar", REFERENCE_OFFICE365_CALENDAR},
    {"daily_video", REFERENCE_DAILY_VIDEO},
    {"google_video", REFERENCE_GOOGLE_VIDEO},
    {"office365_video", REFERENCE_OFFICE365_VIDEO},
    {"zoom_video", REFERENCE_ZOOM_VIDEO},
    {NULL, 0},
};

const struct word assignment_words[] = {
    {"personal", ASSIGN_PERSONAL},
    {"collective", ASSIGN_COLLECTIVE},
    {"round_robin", ASSIGN_ROUND_ROBIN},
    {"least_busy", ASSIGN_LEAST_BUSY},
    {"priority", ASSIGN_PRIORITY},
    {"weighted", ASSIGN_WEIGHTED},
    {"fixed", ASSIGN_FIXED},
    {NULL, 0},
};

const struct word frequency_words[] = {
    {"daily", EVERY_DAY},
    {"weekly", EVERY_WEEK},
    {"monthly", EVERY_MONTH},
    {"yearly", EVERY_YEAR},
    {NULL, 0},
};
