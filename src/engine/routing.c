/* routing.c - what a booking link asks, and what follows from the answers.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <json-c/json.h>

#include "base/json.h"
#include "base/text.h"
#include "engine/routing.h"

enum { TEXT_MOST = 500, LINES_MOST = 5000, ANSWERS_MOST = 200, STORED_MOST = 1 << 20 };
static const struct json_limits stored_limits = {STORED_MOST, 16, 50000};

/* ---- how they are written ---- */

static const struct word type_words[] = {
    {"text", QUESTION_TEXT},
    {"textarea", QUESTION_TEXTAREA},
    {"select", QUESTION_SELECT},
    {"multiselect", QUESTION_MULTISELECT},
    {"number", QUESTION_NUMBER},
    {"checkbox", QUESTION_CHECKBOX},
    {"email", QUESTION_EMAIL},
    {"phone", QUESTION_PHONE},
    {NULL, 0},
};
static const struct word match_words[] = {{"all", MATCH_ALL}, {"any", MATCH_ANY}, {NULL, 0}};
static const struct word op_words[] = {
    {"equals", OP_EQUALS},
    {"not_equals", OP_NOT_EQUALS},
    {"contains", OP_CONTAINS},
    {"in", OP_IN},
    {"not_in", OP_NOT_IN},
    {"gt", OP_GT},
    {"lt", OP_LT},
    {"is_empty", OP_IS_EMPTY},
    {"not_empty", OP_NOT_EMPTY},
    {NULL, 0},
};
static const struct word action_words[] = {
    {"accept", ACTION_ACCEPT},
    {"reject", ACTION_REJECT},
    {"assign", ACTION_ASSIGN},
    {"redirect_link", ACTION_REDIRECT},
    {NULL, 0},
};

#define TABLE(S, rows)                                                                             \
    {                                                                                              \
        rows, COUNT(rows), sizeof(S), offsetof(S, given), .refuse_unknown = true                   \
    }

#define Q struct question
static const struct param question_rows[] = {
    P_TEXT(Q, id, "id", .manner = PARAM_REQUIRED, .least = 1, .most = 64),
    P_TEXT(Q, label, "label", .least = 1, .most = 500),
    P_WORD(Q, type, "type", type_words, .manner = PARAM_REQUIRED),
    P_TEXTS(Q, options, "options", .least = 1, .most = 200),
    P_FLAG(Q, required, "required"),
};
const struct params question_params = TABLE(Q, question_rows);
#undef Q

#define C struct routing_condition
static const struct param condition_rows[] = {
    P_TEXT(C, question, "question_id", .manner = PARAM_REQUIRED, .least = 1, .most = 64),
    P_WORD(C, op, "op", op_words, .manner = PARAM_REQUIRED),
    P_JSON(C, value, "value", .manner = PARAM_ANY_JSON),
};
static const struct params condition_params = TABLE(C, condition_rows);
#undef C

#define R struct routing_rule
static const struct param rule_rows[] = {
    P_WORD(R, match, "match", match_words),
    P_OBJECTS(R, conditions, "conditions", &condition_params, .items = 50),
    P_WORD(R, action, "action", action_words, .manner = PARAM_REQUIRED),
    P_TEXT(R, message, "message", .least = 1, .most = 500),
    P_TEXTS(R, staff, "staff", .least = 1, .most = 100),
    P_TEXT(R, link, "link", .least = 1, .most = 100),
};
const struct params routing_rule_params = TABLE(R, rule_rows);
#undef R

struct whole {
    uint64_t given;
    struct routing routing;
};
static const struct param whole_rows[] = {
    P_OBJECTS(struct whole, routing.questions, "questions", &question_params),
    P_OBJECTS(struct whole, routing.rules, "rules", &routing_rule_params),
};
static const struct params whole_params = TABLE(struct whole, whole_rows);

struct fail routing_read(struct work *work, const char *questions, const char *rules,
                         struct routing *routing)
{
    const char *json =
        arena_format(work->arena, "{\"questions\":%s,\"rules\":%s}", questions, rules);
    struct json_fault fault;
    struct whole whole = {0};

    struct json_object *object = json_read(work->arena, json, strlen(json), &stored_limits, &fault);
    if (object == NULL || FAILED(params_from_json(work->arena, &whole_params, object, &whole)))
        return (struct fail){.code = OURSELVES, .trouble = "a link's questions can not be read"};
    *routing = whole.routing;
    return NO_FAIL;
}

bool question_has_options(int type)
{
    return type == QUESTION_SELECT || type == QUESTION_MULTISELECT;
}

bool condition_is_whole(const struct routing_condition *condition)
{
    bool list = condition->op == OP_IN || condition->op == OP_NOT_IN;

    if (condition->op == OP_IS_EMPTY || condition->op == OP_NOT_EMPTY)
        return condition->value == NULL;
    return condition->value != NULL &&
           json_object_is_type(condition->value, json_type_array) >= list;
}

/* ---- answers ---- */

static struct fail wrong(const struct question *question, const char *expected)
{
    return (struct fail){.code = ANSWER_WRONG, .field = question->id, .detail = expected};
}

static bool is_text(struct json_object *value, size_t most, bool lines)
{
    if (!json_object_is_type(value, json_type_string))
        return false;
    const char *text = json_object_get_string(value);
    size_t length = (size_t)json_object_get_string_len(value), characters = 0;
    for (size_t i = 0; i < length; i++)
        characters += ((unsigned char)text[i] & 0xc0) != 0x80;
    return characters <= most && text_is_plain(text, length, lines);
}

static bool is_option(const struct question *question, struct json_object *value)
{
    if (!is_text(value, TEXT_MOST, false))
        return false;
    for (size_t i = 0; i < question->options.count; i++)
        if (strcmp(question->options.all[i], json_object_get_string(value)) == 0)
            return true;
    return false;
}

static const char *options_listed(struct work *work, const struct question *question)
{
    const char *all = "";

    for (size_t i = 0; i < question->options.count; i++)
        all =
            arena_format(work->arena, "%s%s%s", all, i == 0 ? "" : ", ", question->options.all[i]);
    return all;
}

static bool are_options(const struct question *question, struct json_object *values)
{
    size_t count = json_object_array_length(values);

    for (size_t i = 0; i < count; i++) {
        struct json_object *one = json_object_array_get_idx(values, i);

        if (!is_option(question, one))
            return false;
        for (size_t j = 0; j < i; j++)
            if (json_object_equal(one, json_object_array_get_idx(values, j)))
                return false;
    }
    return true;
}

static struct fail check_options(struct work *work, const struct question *question,
                                 struct json_object *value)
{
    bool several = question->type == QUESTION_MULTISELECT;

    if (several && !json_object_is_type(value, json_type_array))
        return wrong(question, "a list of options");
    if (several ? are_options(question, value) : is_option(question, value))
        return NO_FAIL;
    return (struct fail){
        .code = OPTION_WRONG, .field = question->id, .detail = options_listed(work, question)};
}

static struct fail check_answer(struct work *work, const struct question *question,
                                struct json_object *value)
{
    const char *text = json_object_get_string(value);
    size_t length = (size_t)json_object_get_string_len(value);

    switch (question->type) {
    case QUESTION_TEXT:
        return is_text(value, TEXT_MOST, false)
                   ? NO_FAIL
                   : wrong(question, "a text of at most 500 characters in one line");
    case QUESTION_TEXTAREA:
        return is_text(value, LINES_MOST, true)
                   ? NO_FAIL
                   : wrong(question, "a text of at most 5000 characters");
    case QUESTION_NUMBER:
        return json_object_is_type(value, json_type_int) ||
                       json_object_is_type(value, json_type_double)
                   ? NO_FAIL
                   : wrong(question, "a number");
    case QUESTION_CHECKBOX:
        return json_object_is_type(value, json_type_boolean) ? NO_FAIL
                                                             : wrong(question, "true or false");
    case QUESTION_EMAIL:
        return is_text(value, TEXT_MOST, false) && mail_is_plain(text, length)
                   ? NO_FAIL
                   : wrong(question, "a mail address");
    case QUESTION_PHONE:
        return is_text(value, TEXT_MOST, false) && phone_is_plain(text, length)
                   ? NO_FAIL
                   : wrong(question, "a telephone number such as +15551234567");
    default:
        return check_options(work, question, value);
    }
}

/* A box that is not ticked was answered all the same: only where it must be ticked it is not. */
static bool says_nothing(const struct question *question, struct json_object *value)
{
    if (value == NULL)
        return true;
    if (json_object_is_type(value, json_type_string))
        return json_object_get_string_len(value) == 0;
    if (json_object_is_type(value, json_type_array))
        return json_object_array_length(value) == 0;
    return question->type == QUESTION_CHECKBOX && question->required &&
           json_object_is_type(value, json_type_boolean) && !json_object_get_boolean(value);
}

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;

    if (json_object_is_type(object, json_type_object))
        (void)json_object_object_get_ex(object, name, &value);
    return value;
}

static size_t question_number(const struct list *questions, const char *id)
{
    const struct question *all = questions->items;
    size_t i = 0;

    while (i < questions->count && strcmp(all[i].id, id) != 0)
        i++;
    return i;
}

static struct fail read_answer(struct work *work, struct json_object *item, struct answers *answers)
{
    const struct list *questions = &answers->routing->questions;
    struct json_object *id = member(item, "question_id");
    struct json_object *value = member(item, "answer");

    if (id == NULL || !json_object_is_type(id, json_type_string))
        return (struct fail){
            .code = ANSWER_WRONG, .field = "answers", .detail = "a list of {question_id, answer}"};
    size_t number = question_number(questions, json_object_get_string(id));
    if (number == questions->count)
        return (struct fail){.code = ANSWER_UNKNOWN,
                             .field = arena_text(work->arena, json_object_get_string(id))};
    const struct question *question = &((const struct question *)questions->items)[number];
    if (answers->values[number] != NULL)
        return wrong(question, "given once");
    if (says_nothing(question, value))
        return NO_FAIL;
    TRY(check_answer(work, question, value));
    answers->values[number] = value;
    return NO_FAIL;
}

struct fail answers_check(struct work *work, const struct routing *routing,
                          struct json_object *sent, struct answers *answers)
{
    size_t count = sent != NULL && json_object_is_type(sent, json_type_array)
                       ? json_object_array_length(sent)
                       : 0;

    *answers = (struct answers){
        routing, TAKE_MANY(work->arena, routing->questions.count + 1, struct json_object *)};
    if ((sent != NULL && !json_object_is_type(sent, json_type_array)) || count > ANSWERS_MOST)
        return (struct fail){.code = ANSWER_WRONG,
                             .field = "answers",
                             .detail = "a list of at most 200 {question_id, answer}"};
    for (size_t i = 0; i < count; i++)
        TRY(read_answer(work, json_object_array_get_idx(sent, i), answers));
    const struct question *questions = routing->questions.items;
    for (size_t i = 0; i < routing->questions.count; i++)
        if (questions[i].required && answers->values[i] == NULL)
            return (struct fail){.code = ANSWER_MISSING, .field = questions[i].id};
    return NO_FAIL;
}

const char *answers_write(struct work *work, const struct answers *answers)
{
    const struct question *questions = answers->routing->questions.items;
    struct text out;

    text_init(&out, STORED_MOST);
    text_char(&out, '[');
    for (size_t i = 0; i < answers->routing->questions.count; i++) {
        if (answers->values[i] == NULL)
            continue;
        text_put(&out, out.length > 1 ? ",{\"question_id\":" : "{\"question_id\":");
        text_json(&out, questions[i].id);
        text_put(&out, ",\"answer\":");
        text_put(&out,
                 json_object_to_json_string_ext(
                     answers->values[i], JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
        text_char(&out, '}');
    }
    text_char(&out, ']');
    char *copy = arena_bytes(work->arena, out.bytes, out.length);
    text_free(&out);
    return copy;
}

/* ---- rules ---- */

static bool is_number(struct json_object *value)
{
    return json_object_is_type(value, json_type_int) ||
           json_object_is_type(value, json_type_double);
}

/* A number, or a text that is one. */
static bool number_of(struct json_object *value, double *number)
{
    char *end;

    if (is_number(value)) {
        *number = json_object_get_double(value);
        return true;
    }
    if (!json_object_is_type(value, json_type_string) || json_object_get_string_len(value) == 0)
        return false;
    *number = strtod(json_object_get_string(value), &end);
    return *end == '\0';
}

static bool is_same(struct json_object *one, struct json_object *other)
{
    double a, b;

    if (is_number(one) || is_number(other))
        return number_of(one, &a) && number_of(other, &b) && a <= b && a >= b;
    return strcasecmp(json_object_get_string(one), json_object_get_string(other)) == 0;
}

/* Whether one of the values, if it is a list, or else the value itself is the same. */
static bool is_among(struct json_object *values, struct json_object *one)
{
    if (!json_object_is_type(values, json_type_array))
        return is_same(values, one);
    for (size_t i = 0; i < json_object_array_length(values); i++)
        if (is_same(json_object_array_get_idx(values, i), one))
            return true;
    return false;
}

static size_t items_of(struct json_object *value)
{
    return json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 1;
}

static struct json_object *item_of(struct json_object *value, size_t i)
{
    return json_object_is_type(value, json_type_array) ? json_object_array_get_idx(value, i)
                                                       : value;
}

/* Options come once each, so that as many as there are, all of them among the others, are the same.
 */
static bool is_equal(struct json_object *answer, struct json_object *value)
{
    if (items_of(answer) != items_of(value))
        return false;
    for (size_t i = 0; i < items_of(answer); i++)
        if (!is_among(value, item_of(answer, i)))
            return false;
    return true;
}

static bool contains(struct json_object *answer, struct json_object *value)
{
    if (json_object_is_type(answer, json_type_array))
        return is_among(answer, value);
    return json_object_is_type(answer, json_type_string) &&
           strcasestr(json_object_get_string(answer), json_object_get_string(value)) != NULL;
}

static bool is_in(struct json_object *answer, struct json_object *values)
{
    for (size_t i = 0; i < items_of(answer); i++)
        if (is_among(values, item_of(answer, i)))
            return true;
    return false;
}

static bool is_beyond(struct json_object *answer, struct json_object *value, bool greater)
{
    double a, b;

    return number_of(answer, &a) && number_of(value, &b) && (greater ? a > b : a < b);
}

static bool holds(const struct routing_condition *condition, struct json_object *answer)
{
    struct json_object *value = condition->value;

    switch ((enum routing_op)condition->op) {
    case OP_EQUALS:
        return answer != NULL && is_equal(answer, value);
    case OP_NOT_EQUALS:
        return answer == NULL || !is_equal(answer, value);
    case OP_CONTAINS:
        return answer != NULL && contains(answer, value);
    case OP_IN:
        return answer != NULL && is_in(answer, value);
    case OP_NOT_IN:
        return answer == NULL || !is_in(answer, value);
    case OP_GT:
        return answer != NULL && is_beyond(answer, value, true);
    case OP_LT:
        return answer != NULL && is_beyond(answer, value, false);
    case OP_IS_EMPTY:
        return answer == NULL;
    case OP_NOT_EMPTY:
        return answer != NULL;
    }
    return false;
}

static struct json_object *answer_to(const struct answers *answers, const char *question)
{
    size_t number = question_number(&answers->routing->questions, question);

    return number < answers->routing->questions.count ? answers->values[number] : NULL;
}

static bool matches(const struct routing_rule *rule, const struct answers *answers)
{
    const struct routing_condition *conditions = rule->conditions.items;
    size_t held = 0;

    for (size_t i = 0; i < rule->conditions.count; i++)
        held += holds(&conditions[i], answer_to(answers, conditions[i].question));
    return rule->match == MATCH_ANY && rule->conditions.count > 0 ? held > 0
                                                                  : held == rule->conditions.count;
}

const struct routing_rule *rule_that_matches(const struct routing *rules,
                                             const struct answers *answers)
{
    const struct routing_rule *all = rules->rules.items;

    for (size_t i = 0; i < rules->rules.count; i++)
        if (matches(&all[i], answers))
            return &all[i];
    return NULL;
}
