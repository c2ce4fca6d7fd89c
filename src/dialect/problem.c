/* problem.c - what belongs to no dialect: problem details of RFC 9457. SPDX-License-Identifier: MIT
 */
#include "dialect/problem.h"

static const struct {
    int status;
    const char *phrase;
} phrases[] = {
    {400, "Bad Request"},         {401, "Unauthorized"},           {403, "Forbidden"},
    {404, "Not Found"},           {405, "Method Not Allowed"},     {409, "Conflict"},
    {413, "Payload Too Large"},   {415, "Unsupported Media Type"}, {422, "Unprocessable Entity"},
    {429, "Too Many Requests"},   {498, "Token Expired"},          {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

static const struct {
    enum fail_code code;
    int status;
    const char *detail;
} answers[] = {
    {NO_ROUTE, 404, "There is nothing at this path."},
    {NO_METHOD, 405, "The path does not take this method; the Allow header lists those it takes."},
    {BAD_TARGET, 400, "The path or the query can not be read."},
    {TOO_LARGE, 413, "The body is larger than this server takes."},
    {BAD_JSON, 400, "The body is not JSON."},
    {NOT_JSON, 415, "The body must be application/json in UTF-8."},
    {NO_DIALECT, 400, "There is no interface of this name."},
    {UNAVAILABLE, 503, "The service is not ready; try again."},
};

const char *status_phrase(int status)
{
    for (size_t i = 0; i < COUNT(phrases); i++)
        if (phrases[i].status == status)
            return phrases[i].phrase;
    return "Error";
}

static int write_problem(struct text *out, const struct exchange *exchange,
                         const struct endpoint *endpoint, const struct fail *fail)
{
    int status = 500;
    const char *detail = "The request could not be answered.";

    (void)endpoint;
    for (size_t i = 0; i < COUNT(answers); i++)
        if (answers[i].code == fail->code) {
            status = answers[i].status;
            detail = answers[i].detail;
        }
    text_put(out, "{\"type\":\"about:blank\",\"title\":");
    text_json(out, status_phrase(status));
    text_format(out, ",\"status\":%d,\"detail\":", status);
    text_json(out, detail);
    text_put(out, ",\"instance\":");
    text_json(out, exchange->target);
    text_char(out, '}');
    return status;
}

const struct dialect problem_dialect = {
    .name = "problem",
    .source = SOURCE_APPLY,
    .prefixes = (const char *const[]){NULL},
    .request_headers = "Accept, Content-Type",
    .content_type_of_fails = "application/problem+json",
    .shapes = (const struct named_shape[]){{NULL, NULL}},
    .write_fail = write_problem,
};
