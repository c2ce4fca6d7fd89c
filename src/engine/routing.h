/* routing.h - what a booking link asks of who books, and what follows from the answers. Source:
 * contract booking-links 6. SPDX-License-Identifier: MIT
 *
 * Texts are compared without regard to ASCII case. A question that is not answered equals nothing,
 * contains nothing and is neither greater nor less; not_equals, not_in and is_empty hold for it. An
 * answer of several options is in a list when one of them is, and equals a list of the same
 * options in any order. */
#ifndef ENGINE_ROUTING_H
#define ENGINE_ROUTING_H

#include "base/param.h"
#include "engine/work.h"

enum question_type {
    QUESTION_TEXT,
    QUESTION_TEXTAREA,
    QUESTION_SELECT,
    QUESTION_MULTISELECT,
    QUESTION_NUMBER,
    QUESTION_CHECKBOX,
    QUESTION_EMAIL,
    QUESTION_PHONE
};

struct question {
    uint64_t given;
    const char *id, *label; /* label: NULL, none */
    int type;               /* enum question_type */
    struct texts options;
    bool required; /* a checkbox must be ticked, anything else filled in */
};

enum routing_match { MATCH_ALL, MATCH_ANY };
enum routing_op {
    OP_EQUALS,
    OP_NOT_EQUALS,
    OP_CONTAINS,
    OP_IN,
    OP_NOT_IN,
    OP_GT,
    OP_LT,
    OP_IS_EMPTY,
    OP_NOT_EMPTY
};
enum routing_action { ACTION_ACCEPT, ACTION_REJECT, ACTION_ASSIGN, ACTION_REDIRECT };

struct routing_condition {
    uint64_t given;
    const char *question;
    int op; /* enum routing_op */
    struct json_object *value;
};

struct routing_rule {
    uint64_t given;
    int match;              /* enum routing_match */
    struct list conditions; /* struct routing_condition; without any the rule matches */
    int action;             /* enum routing_action */
    const char *message;    /* of a rejection */
    struct texts staff;     /* usernames, to one of whom the booking is assigned */
    const char *link;       /* the slug of the link that takes it */
};

/* What a link's questions and rules look like as JSON, there and in a declaration. */
extern const struct params question_params, routing_rule_params;
bool question_has_options(int type);
/* Whether a rule's condition says what to compare with. */
bool condition_is_whole(const struct routing_condition *condition);

struct routing {
    struct list questions; /* struct question */
    struct list rules;     /* struct routing_rule */
};
/* A link's JSON. OURSELVES when it can not be read: what is stored was checked. */
struct fail routing_read(struct work *work, const char *questions, const char *rules,
                         struct routing *routing) MUST_BE_CHECKED;

/* One answer, or NULL, for each question. */
struct answers {
    const struct routing *routing;
    struct json_object **values;
};
/* `sent` is an array of {question_id, answer}, or NULL. ANSWER_UNKNOWN, ANSWER_WRONG, OPTION_WRONG,
 * ANSWER_MISSING; field names the question. */
struct fail answers_check(struct work *work, const struct routing *routing,
                          struct json_object *sent, struct answers *answers) MUST_BE_CHECKED;
/* As they are stored: [{"question_id":…,"answer":…}], in the order of the questions. */
const char *answers_write(struct work *work, const struct answers *answers);

/* The first rule that matches the answers, which may be those to another link's questions; NULL:
 * none. */
const struct routing_rule *rule_that_matches(const struct routing *rules,
                                             const struct answers *answers);

#endif
