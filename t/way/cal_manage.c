/* cal_manage.c - event types, schedules, me, and the lists of teams and organizations of Cal.com
 * v2. SPDX-License-Identifier: MIT
 *
 * Bodies are written with ' for ". What is made here gets names of this run, so that the program
 * can run again on the same stack. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "base/when.h"
#include "cases.h"
#include "http.h"

#define TYPES     "2024-06-14"
#define SCHEDULES "2024-06-11"
#define SLOTS     "2024-09-04"

#define ADA "cal_manage_ada" /* admin of the business */
#define BEA "cal_manage_bea" /* leads the team */
#define CID "cal_manage_cid" /* its member */
#define DOT "cal_manage_dot" /* of no team */
#define NEW "cal_manage_new" /* without hours */
#define EVE "cal_manage_eve" /* of another business */

static long long run_number;
static int made;

/* ---- asking ---- */

static const char *quotes(const char *text)
{
    char *copy = (char *)say("%s", text);

    for (char *at = copy; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    return copy;
}

static struct answer *ask(const char *method, const char *target, const char *key,
                          const char *version, const char *body)
{
    return ASK(.method = method, .target = target, .credential = key, .version = version,
               .body = body == NULL ? NULL : quotes(body),
               .headers = {body == NULL ? NULL : "Content-Type: application/json"});
}

static const char *new_slug(void)
{
    return say("s%lld-%d", run_number, ++made);
}

static struct answer *create(const char *key, const char *more)
{
    return ask("POST", "/v2/event-types", key, TYPES,
               say("{'lengthInMinutes':30,'title':'Made','slug':'%s'%s}", new_slug(), more));
}

static const char *type_path(int64_t id)
{
    return say("/v2/event-types/%lld", (long long)id);
}

static int64_t created(const char *key, const char *more)
{
    struct answer *answer = create(key, more);

    EXPECT_STATUS(answer, 201);
    return number_at(answer->json, "data.id");
}

static struct answer *show(int64_t id, const char *key)
{
    return http_get(type_path(id), key, TYPES);
}

static struct answer *change(int64_t id, const char *key, const char *body)
{
    return ask("PATCH", type_path(id), key, TYPES, body);
}

static void expect_json(const struct answer *answer, const char *path, const char *wanted)
{
    struct json_object *seen = json_at(answer->json, path);
    struct json_object *right = wanted == NULL ? NULL : json_tokener_parse(quotes(wanted));

    EXPECT(json_object_equal(seen, right), "%s is %s, not %s", path,
           seen == NULL ? "absent" : json_object_to_json_string(seen),
           wanted == NULL ? "absent" : wanted);
    json_object_put(right);
}

static void expect_message(const struct answer *answer, const char *part)
{
    EXPECT(strstr(answer->body, part) != NULL, "no '%s' in %.500s", part, answer->body);
}

/* ---- event types that are refused ---- */

static const struct refused_type {
    const char *name, *more, *part;
} refused_types[] = {
    {"a length of no minutes is refused", ",'lengthInMinutes':0", NULL},
    {"a length that is a text is refused", ",'lengthInMinutes':'30'", NULL},
    {"a length of more than 31 days is refused", ",'lengthInMinutes':44641", NULL},
    {"a length of half a minute is refused", ",'lengthInMinutes':0.5", NULL},
    {"an empty title is refused", ",'title':''", NULL},
    {"a slug of signs only is refused", ",'slug':'!?'", "slug"},
    {"lengths without the usual one are refused", ",'lengthInMinutesOptions':[15,60]",
     "must include"},
    {"lengths that are no list are refused", ",'lengthInMinutesOptions':30", "list"},
    {"lengths of no minutes are refused", ",'lengthInMinutesOptions':[0,30]", "1 to"},
    {"lengths that are words are refused", ",'lengthInMinutesOptions':['thirty']", "1 to"},
    {"lengths that are objects are refused", ",'lengthInMinutesOptions':[{},30]", "1 to"},
    {"a negative buffer is refused", ",'beforeEventBuffer':-1", "beforeEventBuffer"},
    {"a buffer of more than a day is refused", ",'afterEventBuffer':1441", "afterEventBuffer"},
    {"a negative notice is refused", ",'minimumBookingNotice':-5", "minimumBookingNotice"},
    {"a slot interval of more than a day is refused", ",'slotInterval':1441", "slotInterval"},
    {"a recurrence without interval is refused",
     ",'recurrence':{'occurrences':2,'frequency':'weekly'}", "interval"},
    {"a recurrence without occurrences is refused",
     ",'recurrence':{'interval':1,'frequency':'weekly'}", "occurrences"},
    {"a recurrence without frequency is refused", ",'recurrence':{'interval':1,'occurrences':2}",
     "frequency"},
    {"a recurrence every hour is refused",
     ",'recurrence':{'interval':1,'occurrences':2,'frequency':'hourly'}", "frequency"},
    {"a recurrence that never happens is refused",
     ",'recurrence':{'interval':1,'occurrences':0,'frequency':'weekly'}", "occurrences"},
    {"a recurring event type with seats is refused",
     ",'recurrence':{'interval':1,'occurrences':2,'frequency':'weekly'},'seats':{"
     "'seatsPerTimeSlot':2,'showAttendeeInfo':true,'showAvailabilityCount':true}",
     "can not have seats"},
    {"seats with confirmation are refused",
     ",'seats':{'seatsPerTimeSlot':2},'confirmationPolicy':{'type':'always'}", "confirmation"},
    {"seats at several places are refused",
     ",'seats':{'seatsPerTimeSlot':2},'locations':[{'type':'attendeePhone'},{'type':'"
     "attendeeAddress'}]",
     "one location"},
    {"seats without a number are refused", ",'seats':{'showAttendeeInfo':true}", "seats"},
    {"no seats at all are refused", ",'seats':{'seatsPerTimeSlot':0}", "seatsPerTimeSlot"},
    {"a week with fewer bookings than a day is refused", ",'bookingLimitsCount':{'day':3,'week':2}",
     "lower limit"},
    {"a limit of no bookings is refused", ",'bookingLimitsCount':{'day':0}", "day"},
    {"a limit of active bookings without number is refused",
     ",'bookerActiveBookingsLimit':{'offerReschedule':true}", "number"},
    {"a window of no days is refused", ",'bookingWindow':{'type':'calendarDays','value':0}",
     "days"},
    {"a window of a word is refused", ",'bookingWindow':{'type':'calendarDays','value':'ten'}",
     "days"},
    {"a window without value is refused", ",'bookingWindow':{'type':'calendarDays'}", "value"},
    {"a window of another type is refused", ",'bookingWindow':{'type':'moonPhases','value':3}",
     "type"},
    {"a range of one date is refused", ",'bookingWindow':{'type':'range','value':['2031-01-01']}",
     "last date"},
    {"a range with a date that does not exist is refused",
     ",'bookingWindow':{'type':'range','value':['2031-02-30','2031-03-01']}", "last date"},
    {"a range that ends before it begins is refused",
     ",'bookingWindow':{'type':'range','value':['2031-03-02','2031-03-01']}", "before it ends"},
    {"a confirmation by time needs its threshold", ",'confirmationPolicy':{'type':'time'}",
     "threshold"},
    {"a confirmation of another type is refused", ",'confirmationPolicy':{'type':'never'}", "type"},
    {"a threshold in weeks is refused",
     ",'confirmationPolicy':{'type':'time','noticeThreshold':{'unit':'weeks','count':1}}", "unit"},
    {"a location of an unknown type is refused", ",'locations':[{'type':'moon'}]", "moon"},
    {"a location without type is refused", ",'locations':[{'link':'https://x.example'}]", "type"},
    {"a link without its link is refused", ",'locations':[{'type':'link'}]", "needs its link"},
    {"a link that is no URL is refused", ",'locations':[{'type':'link','link':'x.example'}]",
     "URL"},
    {"an address without its address is refused", ",'locations':[{'type':'address'}]",
     "needs its address"},
    {"a telephone that is none is refused", ",'locations':[{'type':'phone','phone':'12'}]",
     "phone"},
    {"an unknown integration is refused",
     ",'locations':[{'type':'integration','integration':'carrier-pigeon'}]", "integration"},
    {"locations that are no list are refused", ",'locations':{'type':'link'}", "locations"},
    {"a booking field of an unknown type is refused",
     ",'bookingFields':[{'type':'dance','slug':'a','label':'A','required':false}]", "dance"},
    {"a booking field without type is refused", ",'bookingFields':[{'slug':'other','label':'A'}]",
     "type"},
    {"a booking field without slug is refused",
     ",'bookingFields':[{'type':'text','label':'A','required':false}]", "slug"},
    {"a booking field without label is refused",
     ",'bookingFields':[{'type':'text','slug':'a','required':false}]", "label"},
    {"a choice without options is refused",
     ",'bookingFields':[{'type':'select','slug':'a','label':'A','required':false}]", "options"},
    {"two booking fields of one slug are refused",
     ",'bookingFields':[{'type':'text','slug':'a','label':'A'},{'type':'text','slug':'a','label':'"
     "B'}]",
     "two booking fields"},
    {"a slot a day is not supported", ",'onlyShowFirstAvailableSlot':true", "not supported"},
    {"a verified address is not supported", ",'requiresBookerEmailVerification':true",
     "not supported"},
    {"a hidden organizer is not supported", ",'hideOrganizerEmail':true", "not supported"},
    {"limits by duration are not supported", ",'bookingLimitsDuration':{'day':60}",
     "not supported"},
    {"an offset is not supported", ",'offsetStart':5", "not supported"},
    {"half a color is refused", ",'color':{'lightThemeHex':'#fff'}", "darkThemeHex"},
    {"an unknown layout is refused",
     ",'bookerLayouts':{'defaultLayout':'year','enabledLayouts':['month']}", "defaultLayout"},
    {"an unknown language is refused", ",'interfaceLanguage':'tlh'", "interfaceLanguage"},
    {"hidden as a word is refused", ",'hidden':'yes'", "hidden"},
};

static const char *replaced(const char *more)
{
    const char *wanted[] = {"'lengthInMinutes':", "'title':", "'slug':"};
    const char *usual[] = {"'lengthInMinutes':30", "'title':'Made'", NULL};
    const char *body = "";

    for (int i = 0; i < 3; i++) {
        if (strncmp(more + 1, wanted[i], strlen(wanted[i])) == 0)
            continue;
        body = say("%s%s%s", body, *body == '\0' ? "" : ",",
                   usual[i] != NULL ? usual[i] : say("'slug':'%s'", new_slug()));
    }
    return say("{%s%s}", body, more);
}

static void run_refused_type(const void *row)
{
    const struct refused_type *one = row;
    int64_t before = sql_number("SELECT COUNT(*) FROM event_type");
    struct answer *answer = ask("POST", "/v2/event-types", BEA, TYPES, replaced(one->more));

    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "status", "error");
    EXPECT_TEXT(answer, "error.code", "BadRequestException");
    if (one->part != NULL)
        expect_message(answer, one->part);
    EXPECT(sql_number("SELECT COUNT(*) FROM event_type") == before, "it was made all the same");
}

static void nothing_sent(const void *row)
{
    struct answer *answer = ask("POST", "/v2/event-types", BEA, TYPES, "{}");

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.message", "Bad Request Exception");
    EXPECT(count_at(answer->json, "error.details.errors") == 3, "not three errors: %s",
           answer->body);
    EXPECT_TEXT(answer, "error.details.errors.0.property", "lengthInMinutes");
    EXPECT_TEXT(answer, "error.details.errors.0.constraints.isInt",
                "lengthInMinutes must be an integer number");
}

static void nested_error(const void *row)
{
    struct answer *answer = create(BEA, ",'recurrence':{'interval':0}");

    (void)row;
    EXPECT_STATUS(answer, 400);
    EXPECT_TEXT(answer, "error.details.errors.0.property", "recurrence");
    EXPECT_TEXT(answer, "error.details.errors.0.children.0.property", "interval");
    EXPECT_TEXT(answer, "error.details.errors.0.children.0.constraints.min",
                "interval must not be less than 1");
}

/* ---- settings that come back ---- */

static const struct setting {
    const char *name, *more, *path, *wanted;
} settings[] = {
    {"a description comes back", ",'description':'Two\\nlines'", "data.description",
     "'Two\\nlines'"},
    {"without description there is an empty one", "", "data.description", "''"},
    {"lengths come back as numbers", ",'lengthInMinutesOptions':[15,'30',60]",
     "data.lengthInMinutesOptions", "[15,30,60]"},
    {"without further lengths there are none", "", "data.lengthInMinutesOptions", NULL},
    {"a slot interval comes back", ",'slotInterval':10", "data.slotInterval", "10"},
    {"a notice comes back", ",'minimumBookingNotice':120", "data.minimumBookingNotice", "120"},
    {"a buffer before comes back", ",'beforeEventBuffer':5", "data.beforeEventBuffer", "5"},
    {"a buffer after comes back", ",'afterEventBuffer':15", "data.afterEventBuffer", "15"},
    {"without recurrence there is null", "", "data.recurrence", NULL},
    {"a recurrence comes back",
     ",'recurrence':{'interval':2,'occurrences':5,'frequency':'monthly'}", "data.recurrence",
     "{'interval':2,'occurrences':5,'frequency':'monthly'}"},
    {"a recurrence that is off is none", ",'recurrence':{'disabled':true}", "data.recurrence",
     NULL},
    {"seats come back",
     ",'seats':{'seatsPerTimeSlot':4,'showAttendeeInfo':true,'showAvailabilityCount':false}",
     "data.seats", "{'seatsPerTimeSlot':4,'showAttendeeInfo':true,'showAvailabilityCount':false}"},
    {"seats that are off are absent", ",'seats':{'disabled':true}", "data.seats", NULL},
    {"no confirmation is said to be off", "", "data.confirmationPolicy", "{'disabled':true}"},
    {"a confirmation comes back",
     ",'confirmationPolicy':{'type':'always','blockUnconfirmedBookings"
     "InBooker':true}",
     "data.confirmationPolicy", "{'type':'always','blockUnconfirmedBookingsInBooker':true}"},
    {"a confirmation by time comes back in minutes",
     ",'confirmationPolicy':{'type':'time','noticeThreshold':{'unit':'hours','count':3},"
     "'blockUnconfirmedBookingsInBooker':true}",
     "data.confirmationPolicy.noticeThreshold", "{'unit':'minutes','count':180}"},
    {"a window of days comes back", ",'bookingWindow':{'type':'calendarDays','value':30}",
     "data.bookingWindow", "[{'type':'calendarDays','value':30,'rolling':false}]"},
    {"a window of business days comes back", ",'bookingWindow':{'type':'businessDays','value':5}",
     "data.bookingWindow", "[{'type':'businessDays','value':5,'rolling':false}]"},
    {"a range of dates comes back",
     ",'bookingWindow':{'type':'range','value':['2031-05-01','2031-05-31']}", "data.bookingWindow",
     "[{'type':'range','value':['2031-05-01','2031-05-31']}]"},
    {"a range of times keeps its dates",
     ",'bookingWindow':{'type':'range','value':['2031-05-01T10:00:00Z','2031-05-31T10:00:00Z']}",
     "data.bookingWindow.0.value", "['2031-05-01','2031-05-31']"},
    {"a window that is off is absent", ",'bookingWindow':{'disabled':true}", "data.bookingWindow",
     NULL},
    {"limits come back", ",'bookingLimitsCount':{'day':1,'week':2,'month':3,'year':4}",
     "data.bookingLimitsCount", "{'day':1,'week':2,'month':3,'year':4}"},
    {"one limit comes back alone", ",'bookingLimitsCount':{'week':2}", "data.bookingLimitsCount",
     "{'week':2}"},
    {"no limits are said to be off", "", "data.bookingLimitsCount", "{'disabled':true}"},
    {"a limit of active bookings comes back",
     ",'bookerActiveBookingsLimit':{'maximumActiveBookings':2,'offerReschedule':true}",
     "data.bookerActiveBookingsLimit", "{'maximumActiveBookings':2,'offerReschedule':true}"},
    {"an address comes back",
     ",'locations':[{'type':'address','address':'Via Roma 1','public':true}]", "data.locations",
     "[{'type':'address','address':'Via Roma 1','public':true}]"},
    {"a link comes back",
     ",'locations':[{'type':'link','link':'https://x.example/a','public':false}]", "data.locations",
     "[{'type':'link','link':'https://x.example/a','public':false}]"},
    {"a telephone comes back",
     ",'locations':[{'type':'phone','phone':'+390612345678','public':true}]", "data.locations",
     "[{'type':'phone','phone':'+390612345678','public':true}]"},
    {"an integration comes back", ",'locations':[{'type':'integration','integration':'zoom'}]",
     "data.locations", "[{'type':'integration','integration':'zoom'}]"},
    {"a place that who books names comes back", ",'locations':[{'type':'attendeePhone'}]",
     "data.locations", "[{'type':'attendeePhone'}]"},
    {"a place keeps only what its type has",
     ",'locations':[{'type':'link','link':'https://x.example','phone':'+390612345678'}]",
     "data.locations", "[{'type':'link','link':'https://x.example','public':false}]"},
    {"a booking field comes back whole",
     ",'bookingFields':[{'type':'text','slug':'company','label':'Company','required':true,"
     "'placeholder':'Inc.','hidden':false}]",
     "data.bookingFields",
     "[{'isDefault':false,'type':'text','slug':'company','label':'Company','required':true,"
     "'placeholder':'Inc.','hidden':false}]"},
    {"a choice comes back with its options",
     ",'bookingFields':[{'type':'radio','slug':'r','label':'R','required':false,'options':['a','b'"
     "],'hidden':true}]",
     "data.bookingFields.0.options", "['a','b']"},
    {"a standard field is told apart",
     ",'bookingFields':[{'slug':'notes','required':true,'label':'Why?'}]", "data.bookingFields.0",
     "{'isDefault':true,'type':'textarea','slug':'notes','label':'Why?','required':true,'hidden':"
     "false}"},
    {"a prefilled field stays fixed",
     ",'bookingFields':[{'type':'text','slug':'a','label':'A','required':false,'disableOnPrefill':"
     "true}]",
     "data.bookingFields.0.disableOnPrefill", "true"},
    {"guests can be disabled", ",'disableGuests':true", "data.disableGuests", "true"},
    {"what is over can be allowed to move", ",'allowReschedulingPastBookings':true",
     "data.allowReschedulingPastBookings", "true"},
    {"what is over does not move unless it is allowed", "", "data.allowReschedulingPastBookings",
     "false"},
    {"hidden comes back", ",'hidden':true", "data.hidden", "true"},
    {"authentication comes back", ",'bookingRequiresAuthentication':true",
     "data.bookingRequiresAuthentication", "true"},
    {"cancelling can be disabled", ",'disableCancelling':{'disabled':true}",
     "data.disableCancelling", "{'disabled':true}"},
    {"rescheduling can be disabled for some time before",
     ",'disableRescheduling':{'disabled':false,'minutesBefore':60}", "data.disableRescheduling",
     "{'disabled':false,'minutesBefore':60}"},
    {"a color comes back", ",'color':{'lightThemeHex':'#292929','darkThemeHex':'#fafafa'}",
     "data.color", "{'lightThemeHex':'#292929','darkThemeHex':'#fafafa'}"},
    {"layouts come back",
     ",'bookerLayouts':{'defaultLayout':'week','enabledLayouts':['week','column']}",
     "data.bookerLayouts", "{'defaultLayout':'week','enabledLayouts':['week','column']}"},
    {"a custom name comes back", ",'customName':'{Event type title}'", "data.customName",
     "'{Event type title}'"},
    {"a redirect comes back", ",'successRedirectUrl':'https://x.example/thanks'",
     "data.successRedirectUrl", "'https://x.example/thanks'"},
    {"without redirect there is null", "", "data.successRedirectUrl", NULL},
    {"a locked zone comes back", ",'lockTimeZoneToggleOnBookingPage':true",
     "data.lockTimeZoneToggleOnBookingPage", "true"},
    {"without a word the zone is not locked", "", "data.lockTimeZoneToggleOnBookingPage", "false"},
    {"what is not supported may be sent switched off",
     ",'onlyShowFirstAvailableSlot':false,'offsetStart':0,'bookingLimitsDuration':{'disabled':"
     "true}",
     "data.title", "'Made'"},
    {"a field nobody knows is passed over", ",'favouriteDish':'soup'", "data.favouriteDish", NULL},
    {"null counts as not sent", ",'slotInterval':null,'recurrence':null", "data.slotInterval",
     NULL},
    {"who hosts is named", "", "data.users", "['manage-bea']"},
    {"the owner is named", "", "data.ownerId", "702"},
    {"the currency is that of the business", "", "data.currency", "'chf'"},
};

static void run_setting(const void *row)
{
    const struct setting *one = row;
    struct answer *answer = create(BEA, one->more);

    EXPECT_STATUS(answer, 201);
    expect_json(answer, one->path, one->wanted);
    answer = show(number_at(answer->json, "data.id"), BEA);
    EXPECT_STATUS(answer, 200);
    expect_json(answer, one->path, one->wanted);
}

/* ---- changes ---- */

static const struct changed {
    const char *name, *more, *change, *path, *wanted;
} changes[] = {
    {"a title can be changed", "", "{'title':'Other'}", "data.title", "'Other'"},
    {"what is not sent stays", ",'beforeEventBuffer':5", "{'title':'Other'}",
     "data.beforeEventBuffer", "5"},
    {"a buffer can be taken away", ",'beforeEventBuffer':5", "{'beforeEventBuffer':0}",
     "data.beforeEventBuffer", "0"},
    {"a slot interval can be taken away", ",'slotInterval':5", "{'slotInterval':0}",
     "data.slotInterval", NULL},
    {"a recurrence can be switched off",
     ",'recurrence':{'interval':1,'occurrences':2,'frequency':'weekly'}",
     "{'recurrence':{'disabled':true}}", "data.recurrence", NULL},
    {"seats can be switched off", ",'seats':{'seatsPerTimeSlot':4}", "{'seats':{'disabled':true}}",
     "data.seats", NULL},
    {"seats can take the place of a recurrence",
     ",'recurrence':{'interval':1,'occurrences':2,'frequency':'weekly'}",
     "{'recurrence':{'disabled':true},'seats':{'seatsPerTimeSlot':2}}",
     "data.seats.seatsPerTimeSlot", "2"},
    {"a confirmation can be switched off", ",'confirmationPolicy':{'type':'always'}",
     "{'confirmationPolicy':{'disabled':true}}", "data.confirmationPolicy", "{'disabled':true}"},
    {"a window of days can become a range", ",'bookingWindow':{'type':'calendarDays','value':30}",
     "{'bookingWindow':{'type':'range','value':['2031-05-01','2031-05-31']}}", "data.bookingWindow",
     "[{'type':'range','value':['2031-05-01','2031-05-31']}]"},
    {"a range can become a window of days",
     ",'bookingWindow':{'type':'range','value':['2031-05-01','2031-05-31']}",
     "{'bookingWindow':{'type':'calendarDays','value':7}}", "data.bookingWindow.0.value", "7"},
    {"limits are replaced whole", ",'bookingLimitsCount':{'day':1,'week':2}",
     "{'bookingLimitsCount':{'month':9}}", "data.bookingLimitsCount", "{'month':9}"},
    {"limits can be switched off", ",'bookingLimitsCount':{'day':1}",
     "{'bookingLimitsCount':{'disabled':true}}", "data.bookingLimitsCount", "{'disabled':true}"},
    {"places are replaced whole", ",'locations':[{'type':'attendeePhone'}]", "{'locations':[]}",
     "data.locations", "[]"},
    {"booking fields are replaced whole",
     ",'bookingFields':[{'type':'text','slug':'a','label':'A'}]", "{'bookingFields':[]}",
     "data.bookingFields", "[]"},
    {"one look changes and the others stay", ",'customName':'X','hideCalendarNotes':true",
     "{'customName':'Y'}", "data.hideCalendarNotes", "true"},
    {"a look can be changed", ",'customName':'X'", "{'customName':'Y'}", "data.customName", "'Y'"},
    {"an empty change changes nothing", ",'description':'same'", "{}", "data.description",
     "'same'"},
};

static void run_change(const void *row)
{
    const struct changed *one = row;
    int64_t id = created(BEA, one->more);
    struct answer *answer = change(id, BEA, one->change);

    EXPECT_STATUS(answer, 200);
    expect_json(answer, one->path, one->wanted);
    expect_json(show(id, BEA), one->path, one->wanted);
}

static const struct unchanged {
    const char *name, *more, *change, *path, *kept;
} unchanged[] = {
    {"seats can not be put on a recurring event type",
     ",'recurrence':{'interval':1,'occurrences':2,'frequency':'weekly'}",
     "{'seats':{'seatsPerTimeSlot':2}}", "data.seats", NULL},
    {"a recurrence can not be put on one with seats", ",'seats':{'seatsPerTimeSlot':2}",
     "{'recurrence':{'interval':1,'occurrences':2,'frequency':'weekly'}}", "data.recurrence", NULL},
    {"a length outside the lengths is refused", ",'lengthInMinutesOptions':[30,60]",
     "{'lengthInMinutes':45}", "data.lengthInMinutes", "30"},
    {"of two changes one wrong undoes both", ",'description':'old'",
     "{'description':'new','bookingLimitsCount':{'day':2,'week':1}}", "data.description", "'old'"},
    {"an empty title is refused in a change", "", "{'title':''}", "data.title", "'Made'"},
};

static void run_unchanged(const void *row)
{
    const struct unchanged *one = row;
    int64_t id = created(BEA, one->more);

    EXPECT_STATUS(change(id, BEA, one->change), 400);
    expect_json(show(id, BEA), one->path, one->kept);
}

/* ---- slugs, owners ---- */

static void slug_is_tidied(const void *row)
{
    struct answer *answer =
        ask("POST", "/v2/event-types", BEA, TYPES,
            say("{'lengthInMinutes':30,'title':'T','slug':'  My Slug!%lld '}", run_number));

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT_TEXT(answer, "data.slug", say("my-slug-%lld", run_number));
    EXPECT_TEXT(answer, "data.bookingUrl",
                say("https://manage.example/manage-bea/my-slug-%lld", run_number));
}

static const char *with_slug(const char *slug)
{
    return say("{'lengthInMinutes':30,'title':'T','slug':'%s'}", slug);
}

static void slug_twice(const void *row)
{
    const char *slug = new_slug();
    struct answer *answer;

    (void)row;
    EXPECT_STATUS(ask("POST", "/v2/event-types", BEA, TYPES, with_slug(slug)), 201);
    answer = ask("POST", "/v2/event-types", BEA, TYPES, with_slug(slug));
    EXPECT_STATUS(answer, 409);
    EXPECT_TEXT(answer, "error.code", "CONFLICT");
    expect_message(answer, "already exists");
    EXPECT_STATUS(ask("POST", "/v2/event-types", CID, TYPES, with_slug(slug)), 201);
    EXPECT_STATUS(change(created(BEA, ""), BEA, say("{'slug':'%s'}", slug)), 409);
}

static void own_slug_again(const void *row)
{
    int64_t id = created(BEA, "");
    const char *slug = text_at(show(id, BEA)->json, "data.slug");

    (void)row;
    EXPECT_STATUS(change(id, BEA, say("{'slug':'%s'}", slug)), 200);
}

static void slug_of_a_deleted_one(const void *row)
{
    const char *slug = new_slug();
    struct answer *answer = ask("POST", "/v2/event-types", BEA, TYPES, with_slug(slug));
    int64_t id = number_at(answer->json, "data.id");

    (void)row;
    EXPECT_STATUS(ask("DELETE", type_path(id), BEA, TYPES, NULL), 200);
    answer = ask("POST", "/v2/event-types", BEA, TYPES, with_slug(slug));
    EXPECT_STATUS(answer, 201);
    EXPECT_TEXT(answer, "data.slug", slug);
    EXPECT(number_at(answer->json, "data.id") != id, "the old one came back");
}

static void deleted_softly(const void *row)
{
    int64_t id = created(BEA, "");
    struct answer *answer = ask("DELETE", type_path(id), BEA, TYPES, NULL);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT_NUMBER(answer, "data.id", id);
    EXPECT_NUMBER(answer, "data.lengthInMinutes", 30);
    EXPECT(members_at(answer->json, "data") == 4, "more than four members: %s", answer->body);
    EXPECT_STATUS(show(id, BEA), 404);
    EXPECT_STATUS(change(id, BEA, "{'title':'X'}"), 404);
    EXPECT_STATUS(ask("DELETE", type_path(id), BEA, TYPES, NULL), 404);
    EXPECT(sql_number("SELECT COUNT(*) FROM event_type WHERE id = %lld AND deleted_us > 0",
                      (long long)id) == 1,
           "the row is gone");
}

static const struct seen {
    const char *name, *key;
    int id;
    long status;
} seen_types[] = {
    {"the owner sees an event type", BEA, 7001, 200},
    {"the owner sees a hidden one", BEA, 7002, 200},
    {"an admin of the business sees it", ADA, 7002, 200},
    {"a colleague does not see it", CID, 7001, 404},
    {"a host sees that of a team", CID, 7004, 200},
    {"a leader sees that of a team", BEA, 7004, 200},
    {"a member who does not host does not see it", CID, 7005, 404},
    {"who does not belong does not see it", DOT, 7004, 404},
    {"another business does not see it", EVE, 7001, 404},
    {"a deleted one is seen by nobody", BEA, 7006, 404},
    {"one that never was is not there", BEA, 999999, 404},
    {"nobody sees one without a key", NULL, 7001, 401},
};

static void run_seen(const void *row)
{
    const struct seen *one = row;
    struct answer *answer = show(one->id, one->key);

    EXPECT_STATUS(answer, one->status);
    if (one->status == 404)
        EXPECT_TEXT(answer, "error.message", say("Event type with id %d not found.", one->id));
    if (one->status == 200)
        EXPECT_NUMBER(answer, "data.id", one->id);
}

static const struct foreign {
    const char *name, *key;
    int id;
} foreign[] = {
    {"a colleague can not change it", CID, 7001},
    {"an admin can not change it", ADA, 7001},
    {"a leader can not change that of a team here", BEA, 7004},
    {"another business can not change it", EVE, 7001},
};

static void run_foreign(const void *row)
{
    const struct foreign *one = row;

    EXPECT_STATUS(change(one->id, one->key, "{'title':'Mine'}"), 404);
    EXPECT_STATUS(ask("DELETE", type_path(one->id), one->key, TYPES, NULL), 404);
    EXPECT(sql_number("SELECT COUNT(*) FROM event_type WHERE id = %d AND title = 'Mine'",
                      one->id) == 0,
           "it was changed");
}

static void shape_of_a_teams(const void *row)
{
    struct answer *answer = show(7004, BEA);

    (void)row;
    EXPECT_NUMBER(answer, "data.teamId", 71);
    EXPECT_TEXT(answer, "data.schedulingType", "collective");
    EXPECT_TEXT(answer, "data.team.slug", "manage-team");
    expect_json(answer, "data.hosts", "['manage-bea','manage-cid']");
    EXPECT(!json_has(answer->json, "data.ownerId"), "a team's event type has an owner");
}

static void odd_rows_are_shown(const void *row)
{
    (void)row;
    /* rows that the interface would not take and only `slotd apply` can have made: no contract */
    http_notes(false);
    struct answer *answer = show(7007, DOT);
    http_notes(true);
    EXPECT_STATUS(answer, 200);
    expect_json(answer, "data.bookingFields",
                "[{'isDefault':false,'type':'select','slug':'colour','label':'','required':false,"
                "'placeholder':'','options':['red'],'hidden':false}]");
    expect_json(answer, "data.locations", "[{'type':'somewhere'}]");
}

static const struct denied {
    const char *name, *method, *path, *version, *key;
    long status;
} denied[] = {
    {"nobody makes an event type", "POST", "/v2/event-types", TYPES, NULL, 401},
    {"a key nobody has makes none", "POST", "/v2/event-types", TYPES, "cal_nobody", 401},
    {"a wrong key is refused in the open list, too", "GET", "/v2/event-types", TYPES, "cal_nobody",
     401},
    {"a token for bookings makes no event type", "POST", "/v2/event-types", TYPES,
     "manage-bea-bookings", 403},
    {"a token that reads event types makes none", "POST", "/v2/event-types", TYPES,
     "manage-bea-types", 403},
    {"a token for bookings reads no event types", "GET", "/v2/event-types/7001", TYPES,
     "manage-bea-bookings", 403},
    {"a token for event types reads them", "GET", "/v2/event-types/7001", TYPES, "manage-bea-types",
     200},
    {"an id that is no number is refused", "GET", "/v2/event-types/abc", TYPES, BEA, 400},
    {"nobody lists schedules", "GET", "/v2/schedules", SCHEDULES, NULL, 401},
    {"a token for bookings lists no schedules", "GET", "/v2/schedules", SCHEDULES,
     "manage-bea-bookings", 403},
    {"nobody is me", "GET", "/v2/me", NULL, NULL, 401},
    {"a token for bookings is not me", "GET", "/v2/me", NULL, "manage-bea-bookings", 403},
    {"event types are not put", "PUT", "/v2/event-types/7001", TYPES, BEA, 405},
    {"an older version finds the same event type", "GET", "/v2/event-types/7001", "2024-04-15", BEA,
     200},
    {"no version finds the same event type", "GET", "/v2/event-types/7001", NULL, BEA, 200},
};

static void run_denied(const void *row)
{
    const struct denied *one = row;

    EXPECT_STATUS(ask(one->method, one->path, one->key, one->version,
                      strcmp(one->method, "POST") == 0 ? "{'lengthInMinutes':1}" : NULL),
                  one->status);
}

/* ---- lists of event types ---- */

static const struct listed {
    const char *name, *key, *query;
    const char *has, *has_not; /* ids, in quotes of blanks */
    int count;                 /* -1: any */
} listed[] = {
    {"nobody without a name gets an empty list", NULL, "", NULL, NULL, 0},
    {"a slug alone names nobody", NULL, "?eventSlug=talk", NULL, NULL, 0},
    {"a username shows their event types", NULL, "?username=manage-bea", "7001", "7002", -1},
    {"a colleague does not see hidden ones", CID, "?username=manage-bea", "7001", "7002", -1},
    {"an admin does not see hidden ones of others", ADA, "?username=manage-bea", "7001", "7002",
     -1},
    {"the owner sees hidden ones by their name", BEA, "?username=manage-bea", "7002", "7006", -1},
    {"the owner sees all of their own", BEA, "", "7002", "7003", -1},
    {"a slug picks one", NULL, "?username=manage-bea&eventSlug=talk", "7001", NULL, 1},
    {"a slug of a hidden one picks none", NULL, "?username=manage-bea&eventSlug=hidden", NULL, NULL,
     0},
    {"one's own slug needs no name", BEA, "?eventSlug=hidden", "7002", NULL, 1},
    {"an unknown slug picks none", NULL, "?username=manage-bea&eventSlug=nix", NULL, NULL, 0},
    {"an unknown name has none", NULL, "?username=manage-nobody", NULL, NULL, 0},
    {"a name in two businesses means neither", NULL, "?username=manage-two", NULL, NULL, 0},
    {"an organization tells which of two is meant", NULL,
     "?username=manage-two&orgSlug=manage-other", "7902", NULL, 1},
    {"a key tells which of two is meant", BEA, "?username=manage-two", "7008", NULL, 1},
    {"a key does not reach into another organization", BEA,
     "?username=manage-two&orgSlug=manage-other", NULL, NULL, 0},
    {"an unknown organization has none", NULL, "?username=manage-bea&orgSlug=nix", NULL, NULL, 0},
    {"the names of one business do not reach another", EVE, "?username=manage-bea", NULL, NULL, 0},
    {"several names make one event type", NULL, "?usernames=manage-bea,manage-cid", NULL, NULL, 1},
    {"several names of which one is unknown make none", NULL, "?usernames=manage-bea,manage-nix",
     NULL, NULL, 0},
    {"one of several names is that user's", NULL, "?usernames=manage-dot", "7007", NULL, -1},
};

static bool has_id(const struct answer *answer, const char *id)
{
    size_t count = count_at(answer->json, "data");

    for (size_t i = 0; count != SIZE_MAX && i < count; i++)
        if (number_at(answer->json, say("data.%zu.id", i)) == strtoll(id, NULL, 10))
            return true;
    return false;
}

static void run_listed(const void *row)
{
    const struct listed *one = row;
    bool odd = one->has != NULL && strcmp(one->has, "7007") == 0;

    http_notes(!odd);
    struct answer *answer = http_get(say("/v2/event-types%s", one->query), one->key, TYPES);
    http_notes(true);
    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "status", "success");
    if (one->count >= 0)
        EXPECT(count_at(answer->json, "data") == (size_t)one->count, "not %d: %.300s", one->count,
               answer->body);
    if (one->has != NULL)
        EXPECT(has_id(answer, one->has), "%s is missing", one->has);
    if (one->has_not != NULL)
        EXPECT(!has_id(answer, one->has_not), "%s is there", one->has_not);
}

static void organization_by_id(const void *row)
{
    int64_t other = sql_number("SELECT id FROM business WHERE slug = 'manage-other'");
    struct answer *answer = http_get(
        say("/v2/event-types?username=manage-two&orgId=%lld", (long long)other), NULL, TYPES);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(has_id(answer, "7902") && !has_id(answer, "7008"), "another one: %.300s", answer->body);
}

static void sorted(const void *row)
{
    int64_t first = created(BEA, ""), second = created(BEA, "");
    struct answer *up = http_get("/v2/event-types?sortCreatedAt=asc", BEA, TYPES);
    struct answer *down = http_get("/v2/event-types?sortCreatedAt=desc", BEA, TYPES);
    size_t count = count_at(up->json, "data");

    (void)row;
    EXPECT_NUMBER(down, "data.0.id", second);
    EXPECT_NUMBER(down, "data.1.id", first);
    EXPECT_NUMBER(up, say("data.%zu.id", count - 1), second);
    EXPECT_STATUS(http_get("/v2/event-types?sortCreatedAt=up", BEA, TYPES), 400);
}

static void several_people(const void *row)
{
    struct answer *answer =
        http_get("/v2/event-types?usernames=manage-bea,manage-cid", NULL, TYPES);

    (void)row;
    EXPECT_NUMBER(answer, "data.0.id", 0);
    EXPECT_TEXT(answer, "data.0.slug", "dynamic");
    EXPECT_NUMBER(answer, "data.0.lengthInMinutes", 30);
    expect_json(answer, "data.0.users", "['manage-bea','manage-cid']");
}

/* ---- what is managed holds when it is booked ---- */

static struct answer *book(int64_t id, const char *start, const char *more)
{
    return ask("POST", "/v2/bookings", NULL, CAL_PAGES,
               say("{'start':'%s','eventTypeId':%lld,'attendee':{'name':'G','email':'g@example."
                   "com','timeZone':'UTC'}%s}",
                   start, (long long)id, more));
}

/* A start at ten on some weekday, days from now, on the minute. */
static const char *soon(int days)
{
    int64_t day = instant_now().us / US_A_DAY + days;

    return instant_text(day * US_A_DAY + 10 * US_AN_HOUR);
}

static int days_to_weekday(int from, int weekday)
{
    struct day today = {(int32_t)(instant_now().us / US_A_DAY)};
    int days = from;

    while (weekday_of_day(day_plus(today, days)) != weekday)
        days++;
    return days;
}

/* On another day in every run, and at another hour in every case. */
static const char *some_start(int64_t from_us, int64_t days)
{
    static int hour;

    return instant_text(from_us / US_A_DAY * US_A_DAY + run_number % days * US_A_DAY +
                        hour++ * US_AN_HOUR);
}

static const char *far_start(void)
{
    return some_start(INT64_C(2272060800) * US_A_SECOND, 20000); /* 2042 */
}

static const char *near_start(void)
{
    return some_start(instant_now().us + 3 * US_A_DAY, 350);
}

static void booked_as_it_was_made(const void *row)
{
    int64_t id = created(CID, ",'requiresConfirmation':true,'confirmationPolicy':{'type':'always'},"
                              "'bookingFields':[{'type':'text','slug':'company','label':'Company',"
                              "'required':true}]");
    const char *start = far_start();
    struct answer *answer = book(id, start, "");

    (void)row;
    EXPECT_STATUS(answer, 400);
    expect_message(answer, "company");
    answer = book(id, start, ",'bookingFieldsResponses':{'company':'Inc.'}");
    EXPECT_STATUS(answer, 201);
    EXPECT_TEXT(answer, "data.status", "pending");
}

static void confirmation_by_time(const void *row)
{
    int64_t id = created(CID, ",'confirmationPolicy':{'type':'time','noticeThreshold':{'unit':'days"
                              "','count':500}}");
    struct answer *late = book(id, near_start(), "");
    struct answer *early = book(id, far_start(), "");

    (void)row;
    EXPECT_STATUS(late, 201);
    EXPECT_TEXT(late, "data.status", "pending");
    EXPECT_STATUS(early, 201);
    EXPECT_TEXT(early, "data.status", "accepted");
}

static void business_days_count(const void *row)
{
    int64_t id = created(CID, ",'bookingWindow':{'type':'businessDays','value':5}");
    struct answer *slots = http_get(
        say("/v2/slots?eventTypeId=%lld&start=%.10s&end=%.10s", (long long)id, soon(0), soon(20)),
        NULL, SLOTS);
    struct day today = {(int32_t)(instant_now().us / US_A_DAY)};
    struct day last = today;
    char text[WHEN_ROOM];

    (void)row;
    for (int left = 5; left > 0; left -= weekday_of_day(last) < 5)
        last = day_plus(last, 1);
    EXPECT_STATUS(slots, 200);
    day_write(text, last);
    EXPECT(json_has(slots->json, say("data.%s", text)), "no slots on %s", text);
    day_write(text, day_plus(last, 1));
    EXPECT(!json_has(slots->json, say("data.%s", text)), "slots on %s", text);
}

static void guests_are_refused(const void *row)
{
    int64_t id = created(CID, ",'disableGuests':true");
    const char *start = far_start();
    struct answer *answer = book(id, start, ",'guests':['h@example.com']");

    (void)row;
    EXPECT_STATUS(answer, 400);
    expect_message(answer, "guests");
    EXPECT_STATUS(book(id, start, ""), 201);
}

static void no_move_inside_the_notice(const void *row)
{
    int64_t id = created(CID, ",'disableRescheduling':{'minutesBefore':1000000}");
    struct answer *answer = book(id, near_start(), "");
    const char *uid = text_at(answer->json, "data.uid");

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT_STATUS(ask("POST", say("/v2/bookings/%s/reschedule", uid), NULL, CAL_PAGES,
                      say("{'start':'%s'}", far_start())),
                  403);
}

static void bookings_outlive_changes(const void *row)
{
    int64_t id = created(CID, ",'afterEventBuffer':30");
    const char *start = far_start();
    struct answer *answer = book(id, start, "");
    const char *uid = text_at(answer->json, "data.uid");

    (void)row;
    if (!EXPECT_STATUS(answer, 201))
        return;
    EXPECT_STATUS(change(id, CID, "{'afterEventBuffer':0,'lengthInMinutes':60}"), 200);
    answer = http_get(say("/v2/bookings/%s", uid), NULL, CAL_PAGES);
    EXPECT_TEXT(answer, "data.status", "accepted");
    EXPECT_NUMBER(answer, "data.duration", 30);
    EXPECT(sql_number("SELECT (claim_end_us - end_us) DIV 60000000 FROM booking WHERE uid = %s",
                      quoted(uid)) == 30,
           "the claim lost its buffer");
    EXPECT_STATUS(ask("POST", say("/v2/bookings/%s/cancel", uid), NULL, CAL_PAGES, "{}"), 200);
    EXPECT_STATUS(book(id, start, ""), 201);
}

static void deleting_keeps_bookings(const void *row)
{
    int64_t id = created(CID, "");
    const char *start = far_start();
    struct answer *answer = book(id, start, "");
    const char *uid = text_at(answer->json, "data.uid");

    (void)row;
    EXPECT_STATUS(ask("DELETE", type_path(id), CID, TYPES, NULL), 200);
    answer = http_get(say("/v2/bookings/%s", uid), NULL, CAL_PAGES);
    EXPECT_STATUS(answer, 200);
    EXPECT_NUMBER(answer, "data.eventType.id", id);
    EXPECT_STATUS(book(id, far_start(), ""), 404);
    EXPECT_STATUS(ask("POST", say("/v2/bookings/%s/cancel", uid), NULL, CAL_PAGES, "{}"), 200);
}

/* ---- schedules ---- */

static struct answer *create_schedule(const char *key, const char *more)
{
    return ask("POST", "/v2/schedules", key, SCHEDULES,
               say("{'name':'%s','timeZone':'Europe/Rome','isDefault':false%s}", new_slug(), more));
}

static const char *schedule_path(int64_t id)
{
    return say("/v2/schedules/%lld", (long long)id);
}

static int64_t created_schedule(const char *key, const char *more)
{
    struct answer *answer = create_schedule(key, more);

    EXPECT_STATUS(answer, 201);
    return number_at(answer->json, "data.id");
}

static const struct schedule_case {
    const char *name, *more, *path, *wanted;
} schedules[] = {
    {"without availability a schedule is Monday to Friday, 9 to 17", "", "data.availability",
     "[{'days':['Monday','Tuesday','Wednesday','Thursday','Friday'],'startTime':'09:00','endTime':'"
     "17:00'}]"},
    {"an empty availability is never open", ",'availability':[]", "data.availability", "[]"},
    {"availability comes back",
     ",'availability':[{'days':['Saturday','Monday'],'startTime':'22:00','endTime':'23:59'},{'days'"
     ":['Sunday'],'startTime':'00:00','endTime':'06:30'}]",
     "data.availability",
     "[{'days':['Monday','Saturday'],'startTime':'22:00','endTime':'23:59'},{'days':['Sunday'],"
     "'startTime':'00:00','endTime':'06:30'}]"},
    {"an override comes back",
     ",'overrides':[{'date':'2032-02-29','startTime':'10:00','endTime':'11:30'}]", "data.overrides",
     "[{'date':'2032-02-29','startTime':'10:00','endTime':'11:30'}]"},
    {"two overrides of one date come back",
     ",'overrides':[{'date':'2032-03-01','startTime':'10:00','endTime':'11:00'},{'date':'2032-03-01"
     "','startTime':'14:00','endTime':'15:00'}]",
     "data.overrides.1.startTime", "'14:00'"},
    {"a date from midnight to midnight is closed",
     ",'overrides':[{'date':'2032-03-01','startTime':'00:00','endTime':'00:00'}]", "data.overrides",
     "[{'date':'2032-03-01','startTime':'00:00','endTime':'00:00'}]"},
    {"without overrides there are none", "", "data.overrides", "[]"},
    {"the owner of a schedule is named", "", "data.ownerId", "702"},
    {"a schedule is not the default unless it says so", "", "data.isDefault", "false"},
    {"a field nobody knows is passed over in a schedule", ",'color':'red'", "data.color", NULL},
};

static void run_schedule(const void *row)
{
    const struct schedule_case *one = row;
    struct answer *answer = create_schedule(BEA, one->more);

    EXPECT_STATUS(answer, 201);
    expect_json(answer, one->path, one->wanted);
    int64_t id = number_at(answer->json, "data.id");
    expect_json(http_get(schedule_path(id), BEA, SCHEDULES), one->path, one->wanted);
    EXPECT_STATUS(ask("DELETE", schedule_path(id), BEA, SCHEDULES, NULL), 200);
}

static const struct refused_schedule {
    const char *name, *body, *part;
} refused_schedules[] = {
    {"a schedule without anything is refused", "{}", "timeZone"},
    {"a schedule without a word about the default is refused", "{'name':'a','timeZone':'UTC'}",
     "isDefault"},
    {"a schedule without name is refused", "{'name':'','timeZone':'UTC','isDefault':false}",
     "name"},
    {"a schedule in no zone is refused", "{'name':'a','timeZone':'Mars/Olympus','isDefault':false}",
     "IANA"},
    {"a day in another language is refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'availability':[{'days':['Montag'],"
     "'startTime':'09:00','endTime':'10:00'}]}",
     "days"},
    {"no days at all are refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'availability':[{'days':[],'startTime':'09:00'"
     ",'endTime':'10:00'}]}",
     "days"},
    {"hours with one digit are refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'availability':[{'days':['Monday'],"
     "'startTime':'9:00','endTime':'10:00'}]}",
     "HH:MM"},
    {"the 25th hour is refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'availability':[{'days':['Monday'],"
     "'startTime':'09:00','endTime':'25:00'}]}",
     "HH:MM"},
    {"hours that end before they begin are refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'availability':[{'days':['Monday'],"
     "'startTime':'10:00','endTime':'09:00'}]}",
     "starts before"},
    {"hours that are no hours are refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'availability':[{'days':['Monday'],"
     "'startTime':'10:00','endTime':'10:00'}]}",
     "starts before"},
    {"an override of a date that does not exist is refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'overrides':[{'date':'2031-02-29','startTime':"
     "'09:00','endTime':'10:00'}]}",
     "date"},
    {"an override that ends before it begins is refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'overrides':[{'date':'2031-02-28','startTime':"
     "'11:00','endTime':'10:00'}]}",
     "starts before"},
    {"an availability that is no list is refused",
     "{'name':'a','timeZone':'UTC','isDefault':false,'availability':'always'}", "availability"},
};

static void run_refused_schedule(const void *row)
{
    const struct refused_schedule *one = row;
    int64_t before = sql_number("SELECT COUNT(*) FROM schedule");
    struct answer *answer = ask("POST", "/v2/schedules", BEA, SCHEDULES, one->body);

    EXPECT_STATUS(answer, 400);
    expect_message(answer, one->part);
    EXPECT(sql_number("SELECT COUNT(*) FROM schedule") == before, "it was made all the same");
}

static void zone_in_its_case(const void *row)
{
    struct answer *answer =
        ask("POST", "/v2/schedules", BEA, SCHEDULES,
            say("{'name':'%s','timeZone':'america/NEW_york','isDefault':false}", new_slug()));

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT_TEXT(answer, "data.timeZone", "America/New_York");
}

static void name_twice(const void *row)
{
    const char *body = say("{'name':'%s','timeZone':'UTC','isDefault':false}", new_slug());
    struct answer *answer;

    (void)row;
    EXPECT_STATUS(ask("POST", "/v2/schedules", BEA, SCHEDULES, body), 201);
    answer = ask("POST", "/v2/schedules", BEA, SCHEDULES, body);
    EXPECT_STATUS(answer, 409);
    EXPECT_TEXT(answer, "error.code", "CONFLICT");
    EXPECT_STATUS(ask("POST", "/v2/schedules", CID, SCHEDULES, body), 201);
}

static void schedule_changes(const void *row)
{
    int64_t id = created_schedule(
        BEA, ",'overrides':[{'date':'2032-03-01','startTime':'10:00','endTime':'11:00'}]");
    struct answer *answer =
        ask("PATCH", schedule_path(id), BEA, SCHEDULES,
            "{'availability':[{'days':['Sunday'],'startTime':'10:00','endTime':'11:00'}]}");

    (void)row;
    EXPECT_STATUS(answer, 200);
    expect_json(answer, "data.availability",
                "[{'days':['Sunday'],'startTime':'10:00','endTime':'11:00'}]");
    EXPECT(count_at(answer->json, "data.overrides") == 1, "the override is gone");
    EXPECT_TEXT(answer, "data.timeZone", "Europe/Rome");
    answer = ask("PATCH", schedule_path(id), BEA, SCHEDULES, "{'overrides':[],'timeZone':'UTC'}");
    EXPECT_STATUS(answer, 200);
    expect_json(answer, "data.overrides", "[]");
    EXPECT_TEXT(answer, "data.timeZone", "UTC");
    EXPECT(count_at(answer->json, "data.availability") == 1, "the availability changed");
    EXPECT_STATUS(ask("PATCH", schedule_path(id), BEA, SCHEDULES, "{'timeZone':'X'}"), 400);
}

static void default_moves(const void *row)
{
    int64_t first = number_at(http_get("/v2/schedules/default", BEA, SCHEDULES)->json, "data.id");
    int64_t id = created_schedule(BEA, "");
    struct answer *answer = ask("PATCH", schedule_path(id), BEA, SCHEDULES, "{'isDefault':true}");

    (void)row;
    EXPECT_STATUS(answer, 200);
    expect_json(answer, "data.isDefault", "true");
    EXPECT_NUMBER(http_get("/v2/schedules/default", BEA, SCHEDULES), "data.id", id);
    expect_json(http_get(schedule_path(first), BEA, SCHEDULES), "data.isDefault", "false");
    EXPECT_NUMBER(http_get("/v2/me", BEA, NULL), "data.defaultScheduleId", id);
    EXPECT_STATUS(ask("PATCH", schedule_path(first), BEA, SCHEDULES, "{'isDefault':true}"), 200);
    EXPECT_STATUS(ask("DELETE", schedule_path(id), BEA, SCHEDULES, NULL), 200);
}

static void deleted_default_falls_back(const void *row)
{
    int64_t first = number_at(http_get("/v2/schedules/default", CID, SCHEDULES)->json, "data.id");
    struct answer *answer = ask("POST", "/v2/schedules", CID, SCHEDULES,
                                say("{'name':'%s','timeZone':'UTC','isDefault':true}", new_slug()));

    (void)row;
    EXPECT_STATUS(answer, 201);
    EXPECT_STATUS(
        ask("DELETE", schedule_path(number_at(answer->json, "data.id")), CID, SCHEDULES, NULL),
        200);
    EXPECT_NUMBER(http_get("/v2/schedules/default", CID, SCHEDULES), "data.id", first);
}

static void schedule_in_use(const void *row)
{
    int64_t schedule = created_schedule(
        CID, ",'availability':[{'days':['Sunday'],'startTime':'10:00','endTime':'11:00'}]");
    int64_t id = created(CID, say(",'scheduleId':%lld", (long long)schedule));
    const char *query = say("/v2/slots?eventTypeId=%lld&start=%.10s&end=%.10s", (long long)id,
                            soon(days_to_weekday(30, 0)), soon(days_to_weekday(30, 0)));

    (void)row;
    EXPECT_NUMBER(show(id, CID), "data.scheduleId", schedule);
    EXPECT(members_at(http_get(query, NULL, SLOTS)->json, "data") == 0, "open on a Monday");
    EXPECT_STATUS(ask("DELETE", schedule_path(schedule), CID, SCHEDULES, NULL), 200);
    EXPECT_STATUS(http_get(schedule_path(schedule), CID, SCHEDULES), 404);
    expect_json(show(id, CID), "data.scheduleId", NULL);
    EXPECT(members_at(http_get(query, NULL, SLOTS)->json, "data") == 1, "closed on a Monday");
}

static void last_schedule_stays(const void *row)
{
    int64_t id = number_at(http_get("/v2/schedules/default", ADA, SCHEDULES)->json, "data.id");

    (void)row;
    EXPECT_STATUS(ask("DELETE", schedule_path(id), ADA, SCHEDULES, NULL), 400);
    EXPECT_STATUS(http_get(schedule_path(id), ADA, SCHEDULES), 200);
}

static void first_schedule_is_default(const void *row)
{
    struct answer *answer;

    (void)row;
    if (count_at(http_get("/v2/schedules", NEW, SCHEDULES)->json, "data") == 0) {
        answer = http_get("/v2/schedules/default", NEW, SCHEDULES);
        EXPECT_STATUS(answer, 404);
        answer = create_schedule(NEW, "");
        EXPECT_STATUS(answer, 201);
    }
    answer = http_get("/v2/schedules/default", NEW, SCHEDULES);
    EXPECT_STATUS(answer, 200);
    expect_json(answer, "data.isDefault", "true");
}

static const struct foreign_schedule {
    const char *name, *key;
} foreign_schedules[] = {
    {"a colleague's schedule is not there", CID},
    {"not even for an admin is it", ADA},
    {"another business has no such schedule", EVE},
};

static void run_foreign_schedule(const void *row)
{
    const struct foreign_schedule *one = row;
    int64_t id = number_at(http_get("/v2/schedules/default", BEA, SCHEDULES)->json, "data.id");
    struct answer *answer = http_get(schedule_path(id), one->key, SCHEDULES);

    EXPECT_STATUS(answer, 404);
    EXPECT_TEXT(answer, "error.message", say("Schedule with id %lld not found.", (long long)id));
    EXPECT_STATUS(ask("PATCH", schedule_path(id), one->key, SCHEDULES, "{'name':'Mine'}"), 404);
    EXPECT_STATUS(ask("DELETE", schedule_path(id), one->key, SCHEDULES, NULL), 404);
    answer = create(one->key, say(",'scheduleId':%lld", (long long)id));
    EXPECT_STATUS(answer, 404);
    EXPECT_STATUS(
        ask("PATCH", "/v2/me", one->key, NULL, say("{'defaultScheduleId':%lld}", (long long)id)),
        404);
}

static void list_of_schedules(const void *row)
{
    struct answer *answer = http_get("/v2/schedules", ADA, SCHEDULES);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(count_at(answer->json, "data") == 1, "not one: %s", answer->body);
    EXPECT_TEXT(answer, "data.0.timeZone", "Europe/Berlin");
}

static void overrides_open_and_close(const void *row)
{
    int64_t schedule = created_schedule(
        CID, ",'availability':[{'days':['Monday'],'startTime':'10:00','endTime':'11:00'}],"
             "'overrides':[{'date':'2037-03-02','startTime':'00:00','endTime':'00:00'},{'date':'"
             "2037-03-03','startTime':'14:00','endTime':'15:00'}]");
    int64_t id = created(CID, say(",'scheduleId':%lld", (long long)schedule));
    struct answer *answer =
        http_get(say("/v2/slots?eventTypeId=%lld&start=2037-03-02&end=2037-03-09", (long long)id),
                 NULL, SLOTS);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT(members_at(answer->json, "data") == 2, "not two days: %s", answer->body);
    EXPECT_TEXT(answer, "data.2037-03-03.0.start", "2037-03-03T13:00:00.000Z");
    EXPECT_TEXT(answer, "data.2037-03-09.0.start", "2037-03-09T09:00:00.000Z");
}

/* ---- me ---- */

static void me_is_shown(const void *row)
{
    struct answer *answer = http_get("/v2/me", ADA, NULL);

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT_NUMBER(answer, "data.id", 701);
    EXPECT_TEXT(answer, "data.username", "manage-ada");
    EXPECT_TEXT(answer, "data.email", "ada@manage.example");
    EXPECT_TEXT(answer, "data.timeZone", "Europe/Berlin");
    expect_json(answer, "data.organization.isPlatform", "false");
    EXPECT_NUMBER(answer, "data.organizationId",
                  sql_number("SELECT id FROM business WHERE slug = 'manage'"));
}

static const struct profile_change {
    const char *name, *body, *path, *wanted;
} profile_changes[] = {
    {"a zone is stored in its proper case", "{'timeZone':'europe/ROME'}", "data.timeZone",
     "'Europe/Rome'"},
    {"a name can be changed", "{'name':'Dot Com'}", "data.name", "'Dot Com'"},
    {"the clock can have 24 hours", "{'timeFormat':24}", "data.timeFormat", "24"},
    {"the clock can have 12 hours", "{'timeFormat':12}", "data.timeFormat", "12"},
    {"the week can begin on Monday", "{'weekStart':'Monday'}", "data.weekStart", "'Monday'"},
    {"a language can be chosen", "{'locale':'pt-BR'}", "data.locale", "'pt-BR'"},
    {"a biography can be written", "{'bio':'Born.\\nStill here.'}", "data.bio",
     "'Born.\\nStill here.'"},
    {"a picture can be named", "{'avatarUrl':'https://x.example/a.png'}", "data.avatarUrl",
     "'https://x.example/a.png'"},
    {"an address that nobody proved stays as it was", "{'email':'bea@manage.example'}",
     "data.email", "'dot@manage.example'"},
};

static void run_profile_change(const void *row)
{
    const struct profile_change *one = row;
    struct answer *answer = ask("PATCH", "/v2/me", DOT, NULL, one->body);

    EXPECT_STATUS(answer, 200);
    expect_json(answer, one->path, one->wanted);
    expect_json(http_get("/v2/me", DOT, NULL), one->path, one->wanted);
}

static const struct profile_refused {
    const char *name, *body, *part;
} profile_refused[] = {
    {"a zone that is none is refused", "{'timeZone':'Middle/Earth'}", "IANA"},
    {"an empty zone is refused", "{'timeZone':''}", "IANA"},
    {"a clock of 13 hours is refused", "{'timeFormat':13}", "12 or 24"},
    {"a week from Someday on is refused", "{'weekStart':'Someday'}", "weekStart"},
    {"a language nobody speaks is refused", "{'locale':'tlh'}", "locale"},
    {"an empty name is refused", "{'name':' '}", "name"},
    {"an address that is none is refused", "{'email':'dot'}", "email"},
    {"metadata with a long key is refused",
     "{'metadata':{'12345678901234567890123456789012345678901':'v'}}", "Metadata"},
    {"a default schedule that is a text is refused", "{'defaultScheduleId':'1'}",
     "defaultScheduleId"},
};

static void run_profile_refused(const void *row)
{
    const struct profile_refused *one = row;
    struct answer *answer = ask("PATCH", "/v2/me", DOT, NULL, one->body);

    EXPECT_STATUS(answer, 400);
    expect_message(answer, one->part);
}

static void metadata_is_kept(const void *row)
{
    (void)row;
    EXPECT_STATUS(ask("PATCH", "/v2/me", DOT, NULL, say("{'metadata':{'run':'%lld'}}", run_number)),
                  200);
    EXPECT(sql_number("SELECT JSON_VALUE(metadata, '$.run') FROM user WHERE username ="
                      " 'manage-dot'") == run_number,
           "the metadata is not there");
}

static void platform_vouches(const void *row)
{
    struct answer *answer =
        ask("PATCH", "/v2/me", "manage-dot-managed", NULL, "{'email':'dot2@manage.example'}");

    (void)row;
    EXPECT_STATUS(answer, 200);
    EXPECT_TEXT(answer, "data.email", "dot2@manage.example");
    answer = ask("PATCH", "/v2/me", "manage-dot-managed", NULL, "{'email':'bea@manage.example'}");
    EXPECT_STATUS(answer, 409);
    EXPECT_STATUS(
        ask("PATCH", "/v2/me", "manage-dot-managed", NULL, "{'email':'dot@manage.example'}"), 200);
}

/* ---- lists of bookings ---- */

static const struct booking_list {
    const char *name, *key, *path; /* {org} stands for the organization's id */
    long status;
    const char *uids; /* that must be there, with blanks between; NULL: not looked at */
    const char *not_uid;
} booking_lists[] = {
    {"a leader lists the team's bookings", BEA, "/v2/teams/71/bookings", 200,
     "managePanel11111111111", "manageBea1111111111111"},
    {"an admin lists them, too", ADA, "/v2/teams/71/bookings", 200, "managePanel11111111111", NULL},
    {"a member does not", CID, "/v2/teams/71/bookings", 403, NULL, NULL},
    {"for who does not belong there is no team", DOT, "/v2/teams/71/bookings", 404, NULL, NULL},
    {"for another business there is no team", EVE, "/v2/teams/71/bookings", 404, NULL, NULL},
    {"a team that never was has none", BEA, "/v2/teams/99999/bookings", 404, NULL, NULL},
    {"a team of another business has none", ADA, "/v2/teams/79/bookings", 404, NULL, NULL},
    {"nobody lists a team's bookings", NULL, "/v2/teams/71/bookings", 401, NULL, NULL},
    {"a team that is a word is refused", BEA, "/v2/teams/all/bookings", 400, NULL, NULL},
    {"a team without bookings has an empty list", ADA, "/v2/teams/72/bookings", 200, "", NULL},
    {"filters hold in a team's list", BEA, "/v2/teams/71/bookings?attendeeName=Nobody", 200, "",
     "managePanel11111111111"},
    {"a page of no bookings is refused", BEA, "/v2/teams/71/bookings?take=0", 400, NULL, NULL},
    {"an admin lists the organization's bookings", ADA, "/v2/organizations/{org}/bookings?take=250",
     200,
     "manageBea1111111111111 manageCid1111111111111 managePanel11111111111 "
     "manageDot1111111111111 manageGone111111111111",
     "manageFar1111111111111"},
    {"who is no admin does not", BEA, "/v2/organizations/{org}/bookings", 403, NULL, NULL},
    {"an admin of another one does not", EVE, "/v2/organizations/{org}/bookings", 404, NULL, NULL},
    {"an organization that never was has none", ADA, "/v2/organizations/99999/bookings", 404, NULL,
     NULL},
    {"nobody lists an organization's bookings", NULL, "/v2/organizations/{org}/bookings", 401, NULL,
     NULL},
    {"a user's id shows what they host and attend", ADA,
     "/v2/organizations/{org}/bookings?userIds=704", 200,
     "manageDot1111111111111 manageCid1111111111111", "manageBea1111111111111"},
    {"several ids show what any of them does", ADA,
     "/v2/organizations/{org}/bookings?userIds=702,704&take=250", 200,
     "manageDot1111111111111 manageCid1111111111111 manageBea1111111111111", NULL},
    {"the same id twice is one", ADA, "/v2/organizations/{org}/bookings?userIds=704,704", 200,
     "manageDot1111111111111", NULL},
    {"ids of nobody are refused", ADA, "/v2/organizations/{org}/bookings?userIds=99999", 400, NULL,
     NULL},
    {"an id of somebody else among others is refused", ADA,
     "/v2/organizations/{org}/bookings?userIds=704,99999", 403, NULL, NULL},
    {"an id that is a word is refused", ADA, "/v2/organizations/{org}/bookings?userIds=dot", 400,
     NULL, NULL},
    {"an unknown event type is refused", ADA, "/v2/organizations/{org}/bookings?eventTypeIds=99999",
     400, NULL, NULL},
    {"an admin lists a team of the organization", ADA, "/v2/organizations/{org}/teams/71/bookings",
     200, "managePanel11111111111", "manageCid1111111111111"},
    {"an unknown team of the organization is not there", ADA,
     "/v2/organizations/{org}/teams/99999/bookings", 404, NULL, NULL},
    {"a leader alone does not list by organization", BEA,
     "/v2/organizations/{org}/teams/71/bookings", 403, NULL, NULL},
    {"an admin sees what a user sees", ADA, "/v2/organizations/{org}/users/704/bookings", 200,
     "manageDot1111111111111 manageCid1111111111111", "manageBea1111111111111"},
    {"what a leader sees holds their team", ADA,
     "/v2/organizations/{org}/users/702/bookings?take=250", 200,
     "manageBea1111111111111 manageCid1111111111111 managePanel11111111111",
     "manageDot1111111111111"},
    {"an unknown user is not there", ADA, "/v2/organizations/{org}/users/99999/bookings", 404, NULL,
     NULL},
    {"who is no admin does not see what others see", BEA,
     "/v2/organizations/{org}/users/704/bookings", 403, NULL, NULL},
};

static const char *in_organization(const char *path)
{
    const char *place = strstr(path, "{org}");

    return place == NULL
               ? path
               : say("%.*s%lld%s", (int)(place - path), path,
                     (long long)sql_number("SELECT id FROM business WHERE slug = 'manage'"),
                     place + 5);
}

static bool has_uid(const struct answer *answer, const char *uid, size_t length)
{
    size_t count = count_at(answer->json, "data");

    for (size_t i = 0; count != SIZE_MAX && i < count; i++) {
        const char *seen = text_at(answer->json, say("data.%zu.uid", i));

        if (seen != NULL && strncmp(seen, uid, length) == 0 && seen[length] == '\0')
            return true;
    }
    return false;
}

static void run_booking_list(const void *row)
{
    const struct booking_list *one = row;
    struct answer *answer = http_get(in_organization(one->path), one->key, CAL_PAGES);

    EXPECT_STATUS(answer, one->status);
    for (const char *uid = one->uids; uid != NULL && *uid != '\0';) {
        size_t length = strcspn(uid, " ");

        EXPECT(has_uid(answer, uid, length), "%.*s is missing", (int)length, uid);
        uid += length + strspn(uid + length, " ");
    }
    if (one->uids != NULL && *one->uids == '\0')
        EXPECT_NUMBER(answer, "pagination.totalItems", 0);
    if (one->not_uid != NULL)
        EXPECT(!has_uid(answer, one->not_uid, strlen(one->not_uid)), "%s is there", one->not_uid);
}

static void users_in_words(const void *row)
{
    struct answer *answer =
        http_get(in_organization("/v2/organizations/{org}/bookings?userIds=99999"), ADA, CAL_PAGES);

    (void)row;
    EXPECT_TEXT(answer, "error.code", "TRPCError");
    EXPECT_TEXT(answer, "error.message", "The requested users do not exist.");
    answer = http_get(in_organization("/v2/organizations/{org}/bookings?userIds=701,99999"), ADA,
                      CAL_PAGES);
    EXPECT_TEXT(answer, "error.message",
                "You do not have permissions to fetch bookings for specified userIds");
}

static void organization_total(const void *row)
{
    int64_t all = sql_number("SELECT COUNT(*) FROM booking b JOIN business o ON o.id ="
                             " b.business_id WHERE o.slug = 'manage'");
    struct answer *answer =
        http_get(in_organization("/v2/organizations/{org}/bookings?take=1"), ADA, CAL_PAGES);

    (void)row;
    EXPECT_NUMBER(answer, "pagination.totalItems", all);
    EXPECT_NUMBER(answer, "pagination.returnedItems", 1);
}

static void organization_walk(const void *row)
{
    int64_t all = sql_number("SELECT COUNT(*) FROM booking b JOIN business o ON o.id ="
                             " b.business_id WHERE o.slug = 'manage'");
    const char *path = in_organization("/v2/organizations/{org}/bookings?limit=2");
    const char *cursor = NULL;
    int64_t seen = 0;

    (void)row;
    for (int page = 0; page < 500; page++) {
        struct answer *answer = http_get(
            cursor == NULL ? path : say("%s&cursor=%s", path, encoded(cursor)), ADA, CAL_WALK);

        if (!EXPECT_STATUS(answer, 200))
            return;
        seen += (int64_t)count_at(answer->json, "data");
        cursor = text_at(answer->json, "pagination.nextCursor");
        if (cursor == NULL)
            break;
    }
    EXPECT(seen == all, "%lld walked, not %lld", (long long)seen, (long long)all);
}

static void cursor_of_another_scope(const void *row)
{
    struct answer *answer =
        http_get(in_organization("/v2/organizations/{org}/bookings?limit=1"), ADA, CAL_WALK);
    const char *cursor = text_at(answer->json, "pagination.nextCursor");

    (void)row;
    EXPECT(cursor != NULL, "no cursor: %s", answer->body);
    if (cursor == NULL)
        return;
    EXPECT_STATUS(http_get(say("/v2/bookings?limit=1&cursor=%s", encoded(cursor)), ADA, CAL_WALK),
                  400);
    EXPECT_STATUS(
        http_get(in_organization(say("/v2/organizations/{org}/bookings?userIds=702&cursor=%s",
                                     encoded(cursor))),
                 ADA, CAL_WALK),
        400);
}

/* ---- all of them ---- */

static int setup(void)
{
    run_number = instant_now().us / 1000000 % 10000000;
    return http_open("manage.json");
}

int main(int argc, char **argv)
{
    CASES(refused_types, run_refused_type, name);
    case_add(nothing_sent, NULL, "an event type of nothing lacks three things");
    case_add(nested_error, NULL, "an error inside an object is told inside it");
    CASES(settings, run_setting, name);
    CASES(changes, run_change, name);
    CASES(unchanged, run_unchanged, name);
    case_add(slug_is_tidied, NULL, "a slug is made fit for a URL");
    case_add(slug_twice, NULL, "a slug is one owner's only once");
    case_add(own_slug_again, NULL, "one's own slug can be sent again");
    case_add(slug_of_a_deleted_one, NULL, "the slug of a deleted event type is free");
    case_add(deleted_softly, NULL, "a deleted event type is gone and its row stays");
    CASES(seen_types, run_seen, name);
    CASES(foreign, run_foreign, name);
    case_add(shape_of_a_teams, NULL, "a team's event type has its own shape");
    case_add(odd_rows_are_shown, NULL, "odd rows are shown as far as they make sense");
    CASES(denied, run_denied, name);
    CASES(listed, run_listed, name);
    case_add(organization_by_id, NULL, "an organization can be named by its id");
    case_add(sorted, NULL, "event types can be sorted");
    case_add(several_people, NULL, "several people offer half an hour together");
    case_add(booked_as_it_was_made, NULL, "questions and confirmation hold when it is booked");
    case_add(confirmation_by_time, NULL, "only late bookings wait when confirmation is by time");
    case_add(business_days_count, NULL, "a window of business days skips weekends");
    case_add(guests_are_refused, NULL, "disabled guests are refused");
    case_add(no_move_inside_the_notice, NULL, "a booking too near is not moved");
    case_add(bookings_outlive_changes, NULL, "bookings keep their time and buffers");
    case_add(deleting_keeps_bookings, NULL, "bookings outlive their event type");
    CASES(schedules, run_schedule, name);
    CASES(refused_schedules, run_refused_schedule, name);
    case_add(zone_in_its_case, NULL, "a schedule's zone is stored in its proper case");
    case_add(name_twice, NULL, "a schedule's name is one owner's only once");
    case_add(schedule_changes, NULL, "a schedule changes only where it is told to");
    case_add(default_moves, NULL, "the default moves to the schedule that says so");
    case_add(deleted_default_falls_back, NULL, "a deleted default falls back to the oldest");
    case_add(schedule_in_use, NULL, "event types of a deleted schedule go by the default");
    case_add(last_schedule_stays, NULL, "the last schedule stays");
    case_add(first_schedule_is_default, NULL, "the first schedule is the default");
    CASES(foreign_schedules, run_foreign_schedule, name);
    case_add(list_of_schedules, NULL, "schedules are listed");
    case_add(overrides_open_and_close, NULL, "overrides open and close days");
    case_add(me_is_shown, NULL, "me is shown");
    CASES(profile_changes, run_profile_change, name);
    CASES(profile_refused, run_profile_refused, name);
    case_add(metadata_is_kept, NULL, "metadata of a profile is kept");
    case_add(platform_vouches, NULL, "a platform vouches for its users' addresses");
    CASES(booking_lists, run_booking_list, name);
    case_add(users_in_words, NULL, "users who are not there are told in the business's words");
    case_add(organization_total, NULL, "an organization's list holds all of its bookings");
    case_add(organization_walk, NULL, "an organization's walk passes each booking once");
    case_add(cursor_of_another_scope, NULL, "a cursor of one scope is none of another");
    return cases_main("cal_manage", setup, http_close, argc, argv);
}
