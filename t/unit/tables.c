/* tables.c - walks every row of every dialect. SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "dialect/cal.h"
#include "dialect/problem.h"
#include "routes.h"
#include "tap.h"

static struct arena *arena;

static void complain(const char *what, const char *where)
{
    printf("# %s: %s\n", where, what);
    CU_FAIL("a row of a table is wrong");
}

static void check_row(const char *where, const struct params *params, const struct param *row)
{
    if (row->offset >= params->size)
        complain("a member outside its struct", where);
    if (row->most != 0 && row->least > row->most)
        complain("bounds the wrong way round", where);
    if ((row->kind == PARAM_WORD || row->kind == PARAM_WORDS) && row->words == NULL)
        complain("words without a table", where);
    if ((row->kind == PARAM_OBJECT || row->kind == PARAM_OBJECTS) && row->object == NULL)
        complain("an object without a table", where);
    if (row->otherwise != 0 && (row->otherwise < row->least || row->otherwise > row->most))
        complain("a default outside its bounds", where);
    if (row->bit != 0 && params->given == PARAM_NO_GIVEN)
        complain("a bit with nowhere to raise it", where);
}

static void check_params(const char *endpoint, const struct params *params)
{
    for (size_t i = 0; params != NULL && i < params->count; i++) {
        const struct param *row = &params->rows[i];
        char where[300];

        (void)snprintf(where, sizeof where, "%s, %s", endpoint, row->name);
        check_row(where, params, row);
        for (size_t j = 0; j < i; j++)
            if (strcmp(params->rows[j].name, row->name) == 0)
                complain("the same name twice", where);
        if (row->object != NULL)
            check_params(where, row->object);
    }
}

static void rows_of_parameters_make_sense(void)
{
    const struct endpoint *endpoint;

    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        check_params(endpoint_name(number), endpoint->in_path);
        check_params(endpoint_name(number), endpoint->in_query);
        check_params(endpoint_name(number), endpoint->in_body);
    }
    CU_ASSERT(endpoint_at(0) != NULL);
}

static void tables_of_one_endpoint_fill_one_struct(void)
{
    const struct endpoint *endpoint;

    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        const struct params *all[] = {endpoint->in_path, endpoint->in_query, endpoint->in_body};

        for (size_t i = 0; i < COUNT(all); i++)
            if (all[i] != NULL && all[i]->size != endpoint->wish_size)
                complain("a table for another struct", endpoint_name(number));
    }
    CU_PASS("all were looked at");
}

static bool has_param(const struct params *params, const char *name, size_t length)
{
    for (size_t i = 0; params != NULL && i < params->count; i++)
        if (strlen(params->rows[i].name) == length &&
            memcmp(params->rows[i].name, name, length) == 0)
            return true;
    return false;
}

static void every_part_of_a_path_has_its_row(void)
{
    const struct endpoint *endpoint;

    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++)
        for (const char *at = strchr(endpoint->path, ':'); at != NULL; at = strchr(at + 1, ':'))
            if (!has_param(endpoint->in_path, at + 1, strcspn(at + 1, "/")))
                complain("a part of the path that no row reads", endpoint_name(number));
    CU_PASS("all were looked at");
}

/* Whether all that a pattern takes is taken by another: a parameter takes any part. */
static bool takes_all_of(const char *pattern, const char *path)
{
    while (*pattern == '/' && *path == '/') {
        size_t length = strcspn(++pattern, "/");
        size_t other = strcspn(++path, "/");

        if (*pattern != ':' && (length != other || memcmp(pattern, path, length) != 0))
            return false;
        pattern += length;
        path += other;
    }
    return *pattern == '\0' && *path == '\0';
}

static bool is_of_another_version(const struct endpoint *one, const struct endpoint *other)
{
    return one->dialect == other->dialect && one->version != NULL && other->version != NULL &&
           strcmp(one->version, other->version) != 0;
}

static void no_endpoint_hides_another(void)
{
    const struct endpoint *one, *before;

    for (unsigned i = 0; (one = endpoint_at(i)) != NULL; i++)
        for (unsigned j = 0; j < i && (before = endpoint_at(j)) != NULL; j++)
            if (strcmp(one->method, before->method) == 0 && takes_all_of(before->path, one->path) &&
                !is_of_another_version(one, before))
                complain("another endpoint answers first", endpoint_name(i));
    CU_ASSERT_TRUE(takes_all_of("/a/:b", "/a/c"));
    CU_ASSERT_TRUE(takes_all_of("/a/:b", "/a/:c"));
    CU_ASSERT_FALSE(takes_all_of("/a/c", "/a/:b"));
    CU_ASSERT_FALSE(takes_all_of("/a/:b", "/a/c/d"));
}

static bool is_below(const char *path, const char *prefix)
{
    size_t length = strlen(prefix);

    return strncmp(path, prefix, length) == 0 && path[length] == '/';
}

static void every_path_is_below_a_prefix_of_its_dialect(void)
{
    const struct endpoint *endpoint;

    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        bool below = false;

        for (const char *const *prefix = endpoint->dialect->prefixes; *prefix != NULL; prefix++)
            below = below || is_below(endpoint->path, *prefix);
        if (!below)
            complain("a path below no prefix of its dialect", endpoint_name(number));
        if (dialect_of_path(endpoint->path) != endpoint->dialect)
            complain("an unknown path beside it is another dialect's", endpoint_name(number));
    }
    CU_PASS("all were looked at");
}

static void dialects_say_who_they_are(void)
{
    const struct dialect *one, *other;

    for (unsigned i = 0; (one = dialect_at(i)) != NULL; i++) {
        if (one->title == NULL || one->credentials == NULL)
            complain("a dialect without a title or a word about credentials", one->name);
        if (one->fail_schema == NULL)
            complain("failures that are not described", one->name);
        if ((one->cookie_name == NULL) != (one->csrf_name == NULL))
            complain("a cookie without a guard", one->name);
        for (unsigned j = 0; j < i && (other = dialect_at(j)) != NULL; j++)
            if (strcmp(one->name, other->name) == 0 || one->source == other->source)
                complain("two dialects of one name or source", one->name);
    }
    CU_ASSERT_PTR_EQUAL(dialect_at(0), &cal_dialect);
}

/* Those of Cal.com that answer nothing but that it is done. */
static bool carries_nothing(const struct endpoint *endpoint)
{
    return endpoint->dialect == &cal_dialect && strcmp(endpoint->method, "DELETE") == 0;
}

static void every_success_is_described(void)
{
    const struct endpoint *endpoint;

    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        if (endpoint->data == NULL && !carries_nothing(endpoint))
            complain("a success that is not described", endpoint_name(number));
        if (endpoint->data != NULL && endpoint->data->shapes == NULL &&
            endpoint->data->schema == NULL)
            complain("a success without shape and schema", endpoint_name(number));
        if (endpoint->data != NULL && endpoint->data->form == DATA_LIST_OR_PAGE &&
            endpoint->dialect->page_members == NULL)
            complain("a page without members", endpoint_name(number));
        if (endpoint->summary == NULL)
            complain("no summary", endpoint_name(number));
    }
    CU_PASS("all were looked at");
}

static void endpoints_that_create_run_in_a_transaction(void)
{
    const struct endpoint *endpoint;

    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        if ((endpoint->manner & ENDPOINT_CREATES) && !(endpoint->manner & ENDPOINT_CHANGES))
            complain("creates without a transaction", endpoint_name(number));
        if (strcmp(endpoint->method, "GET") == 0 &&
            (endpoint->manner & (ENDPOINT_CHANGES | ENDPOINT_CREATES)))
            complain("a GET that changes something", endpoint_name(number));
        if (endpoint->callers == 0)
            complain("nobody may call it", endpoint_name(number));
    }
    CU_PASS("all were looked at");
}

static void check_shape(const char *where, const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];

        if (field->kind == FIELD_ALSO || field->kind == FIELD_OBJECT || field->kind == FIELD_LIST) {
            if (field->shape == NULL)
                complain("a field without its shape", where);
            else
                check_shape(where, field->shape);
        }
        if (field->kind == FIELD_WORD && field->words == NULL)
            complain("a word without its table", where);
        if (field->kind == FIELD_MADE && field->made == NULL)
            complain("a made field that nobody makes", where);
        /* a shape without a size only describes */
        if (field->kind != FIELD_MADE && shape->size > 0 && field->offset >= shape->size)
            complain("a member outside its struct", where);
        for (size_t j = 0; j < i; j++)
            if (field->label != NULL && shape->fields[j].label != NULL &&
                strcmp(field->label, shape->fields[j].label) == 0)
                complain("the same field twice", field->label);
    }
}

static void rows_of_shapes_make_sense(void)
{
    const struct dialect *dialect;
    const struct endpoint *endpoint;

    for (unsigned number = 0; (dialect = dialect_at(number)) != NULL; number++)
        for (const struct named_shape *shape = dialect->shapes; shape->name != NULL; shape++)
            check_shape(shape->name, shape->shape);
    for (unsigned number = 0; (endpoint = endpoint_at(number)) != NULL; number++) {
        const struct named_shape *shape = endpoint->data == NULL ? NULL : endpoint->data->shapes;

        for (; shape != NULL && shape->name != NULL; shape++)
            check_shape(endpoint_name(number), shape->shape);
    }
    CU_ASSERT(cal_shapes[0].name != NULL);
}

/* Those that only the admin commands or the store's own callers meet. */
static bool is_for_clients(enum fail_code code)
{
    switch (code) {
    case FINE:
    case MALFORMED:
    case NO_ROUTE:
    case DUPLICATE:
    case REFUSED:
    case DECLARED_WRONG:
        return false;
    default:
        return true;
    }
}

/* vCita answers 500 to a client that does not exist in the business (seed 000). */
static bool is_meant(const struct dialect *dialect, enum fail_code code)
{
    return code == OURSELVES || (code == CLIENT_UNKNOWN && dialect->source == SOURCE_VCITA);
}

static void check_failures(const struct dialect *dialect)
{
    struct caller caller = {0};
    struct exchange exchange = {.arena = arena,
                                .method = "GET",
                                .target = "/v2/bookings",
                                .request_id = "x",
                                .caller = &caller};
    struct text out;

    text_init(&out, 1 << 20);
    for (int code = FINE + 1; code < FAIL__COUNT; code++) {
        struct fail fail = {.code = (enum fail_code)code, .field = "a", .detail = "b"};

        text_clear(&out);
        int status = dialect->write_fail(&out, &exchange, NULL, &fail);
        if (is_for_clients(fail.code) && !is_meant(dialect, fail.code) && status == 500)
            complain("a failure without words", fail_word(fail.code));
        if (status < 400 || status > 599)
            complain("a failure whose status is none", fail_word(fail.code));
        if (out.length == 0 || out.bytes[0] != '{' || out.bytes[out.length - 1] != '}')
            complain("a failure that is no JSON object", fail_word(fail.code));
    }
    text_free(&out);
}

static void every_failure_has_its_words_in_every_dialect(void)
{
    const struct dialect *dialect;

    for (unsigned number = 0; (dialect = dialect_at(number)) != NULL; number++)
        check_failures(dialect);
    CU_PASS("all were looked at");
}

static const char *version_sent;

static const char *header(const void *request, const char *name)
{
    (void)request;
    return strcmp(name, "HTTP_CAL_API_VERSION") == 0 ? version_sent : NULL;
}

static enum route_found find(const char *path, const char *method, const char *version,
                             struct route *route)
{
    struct path parts;

    version_sent = version;
    CU_ASSERT_TRUE_FATAL(path_read(arena, path, strlen(path), &parts));
    return route_find(arena, &parts, method, header, NULL, route);
}

static void versions_are_chosen_as_the_contract_says(void)
{
    static const struct {
        const char *path, *sent, *served;
    } versions[] = {
        {"/v2/bookings", "2024-08-13", "2024-08-13"},
        {"/v2/bookings", "2026-05-01", "2026-05-01"},
        {"/v2/bookings", "2026-02-25", "2024-08-13"},
        {"/v2/bookings", NULL, "2024-08-13"},
        {"/v2/bookings", "", "2024-08-13"},
        {"/v2/bookings", "2024-09-04", "2024-08-13"},
        {"/v2/bookings", "2024-04-15", "2024-08-13"},
        {"/v2/bookings", "\"2026-05-01\"", "2024-08-13"},
        {"/v2/bookings/x", "2026-05-01", "2024-08-13"},
    };

    for (size_t i = 0; i < COUNT(versions); i++) {
        struct route route;

        CU_ASSERT_EQUAL(find(versions[i].path, "GET", versions[i].sent, &route), ROUTE_FOUND);
        CU_ASSERT_STRING_EQUAL(route.version_served, versions[i].served);
    }
}

static void paths_are_compared_in_whole_parts(void)
{
    struct route route;

    CU_ASSERT_EQUAL(find("/v2/booking", "GET", NULL, &route), ROUTE_NO_PATH);
    CU_ASSERT_EQUAL(find("/v2/bookingsx", "GET", NULL, &route), ROUTE_NO_PATH);
    CU_ASSERT_EQUAL(find("/v2", "GET", NULL, &route), ROUTE_NO_PATH);
    CU_ASSERT_EQUAL(find("/", "GET", NULL, &route), ROUTE_NO_PATH);
    CU_ASSERT_EQUAL(find("/v2/bookings/a/b/c", "GET", NULL, &route), ROUTE_NO_PATH);
    CU_ASSERT_EQUAL(find("/v2/bookings/", "GET", NULL, &route), ROUTE_FOUND);
    CU_ASSERT_EQUAL(find("/v2/bookings", "PUT", NULL, &route), ROUTE_NO_METHOD);
    CU_ASSERT_EQUAL(find("/v2/bookings/a/cancel", "GET", NULL, &route), ROUTE_NO_METHOD);
}

static void other_spellings_of_a_path_are_the_same(void)
{
    struct route route;

    CU_ASSERT_EQUAL(find("/api/v2/bookings", "GET", NULL, &route), ROUTE_FOUND);
    CU_ASSERT_EQUAL(find("/v2/ee/bookings", "GET", NULL, &route), ROUTE_FOUND);
    CU_ASSERT_EQUAL(find("/api/v2/ee/bookings/abc", "GET", NULL, &route), ROUTE_FOUND);
    CU_ASSERT_EQUAL_FATAL(route.in_path.count, 1);
    CU_ASSERT_STRING_EQUAL(route.in_path.all[0].name, "bookingUid");
    CU_ASSERT_STRING_EQUAL(route.in_path.all[0].value, "abc");
}

static void unknown_paths_get_the_words_of_their_prefix(void)
{
    CU_ASSERT_PTR_EQUAL(dialect_of_path("/v2/nothing"), &cal_dialect);
    CU_ASSERT_PTR_EQUAL(dialect_of_path("/v2?x=1"), &cal_dialect);
    CU_ASSERT_PTR_EQUAL(dialect_of_path("/api/v2/nothing"), &cal_dialect);
    CU_ASSERT_PTR_EQUAL(dialect_of_path("/v2nothing"), &problem_dialect);
    CU_ASSERT_PTR_EQUAL(dialect_of_path("/nothing"), &problem_dialect);
    CU_ASSERT_PTR_EQUAL(dialect_of_path("/"), &problem_dialect);
}

static const struct tap_case cases[] = {
    {"rows of parameters make sense", rows_of_parameters_make_sense},
    {"tables of one endpoint fill one struct", tables_of_one_endpoint_fill_one_struct},
    {"every part of a path has its row", every_part_of_a_path_has_its_row},
    {"no endpoint hides another", no_endpoint_hides_another},
    {"every path is below a prefix of its dialect", every_path_is_below_a_prefix_of_its_dialect},
    {"dialects say who they are", dialects_say_who_they_are},
    {"every success is described", every_success_is_described},
    {"endpoints that create run in a transaction", endpoints_that_create_run_in_a_transaction},
    {"rows of shapes make sense", rows_of_shapes_make_sense},
    {"every failure has its words in every dialect", every_failure_has_its_words_in_every_dialect},
    {"versions are chosen as the contract says", versions_are_chosen_as_the_contract_says},
    {"paths are compared in whole parts", paths_are_compared_in_whole_parts},
    {"other spellings of a path are the same", other_spellings_of_a_path_are_the_same},
    {"unknown paths get the words of their prefix", unknown_paths_get_the_words_of_their_prefix},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    arena = arena_new(1 << 16, 64 << 20);
    int failed = tap_main("tables", cases, argc, argv);
    arena_free(arena);
    return failed;
}
