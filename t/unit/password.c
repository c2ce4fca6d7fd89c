/* password.c - passwords, and how many are looked at together. SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/gate.h"
#include "base/password.h"
#include "tap.h"

static struct arena *arena;

static void a_hash_verifies_its_password_alone(void)
{
    const char *hash = password_hash(arena, "correct horse");

    CU_ASSERT_PTR_NOT_NULL_FATAL(hash);
    CU_ASSERT(strncmp(hash, "$y$", 3) == 0);
    CU_ASSERT_TRUE(password_verifies("correct horse", hash));
    CU_ASSERT_FALSE(password_verifies("correct hors", hash));
    CU_ASSERT_FALSE(password_verifies("correct horse ", hash));
    CU_ASSERT_FALSE(password_verifies("", hash));
    CU_ASSERT_FALSE(password_verifies(hash, hash));
}

static void the_same_password_gets_another_hash(void)
{
    CU_ASSERT_STRING_NOT_EQUAL(password_hash(arena, "same"), password_hash(arena, "same"));
}

static void no_hash_verifies_nothing(void)
{
    CU_ASSERT_FALSE(password_verifies("hello", NULL));
    CU_ASSERT_FALSE(password_verifies("", NULL));
}

static void what_is_no_hash_verifies_nothing(void)
{
    static const char *const hashes[] = {"",    "*",       "*0",     "x",         "$",
                                         "$y$", "$y$j9T$", "$9$a$b", "plain text"};

    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        CU_ASSERT_FALSE(password_verifies("", hashes[i]));
        CU_ASSERT_FALSE(password_verifies(hashes[i], hashes[i]));
    }
}

static void forms_of_hashes_are_known(void)
{
    CU_ASSERT_TRUE(password_hash_is_known(password_hash(arena, "x")));
    CU_ASSERT_TRUE(password_hash_is_known("$2b$12$abcdefghijklmnopqrstuu"));
    CU_ASSERT_TRUE(password_hash_is_known("$6$saltsalt$"));
    CU_ASSERT_FALSE(password_hash_is_known("plain text"));
    CU_ASSERT_FALSE(password_hash_is_known(""));
    CU_ASSERT_FALSE(password_hash_is_known("$9$a$b"));
}

static void an_open_gate_lets_everybody_in(void)
{
    int place;

    gate_close();
    for (int i = 0; i < 100; i++)
        CU_ASSERT_TRUE(gate_enter(1, &place));
    gate_leave(place);
}

static void a_gate_has_so_many_places(void)
{
    int one, two, three;

    CU_ASSERT_TRUE_FATAL(gate_open(2));
    CU_ASSERT_TRUE(gate_enter(1000, &one));
    CU_ASSERT_TRUE(gate_enter(1000, &two));
    CU_ASSERT_FALSE(gate_enter(1000, &three));
    gate_leave(one);
    CU_ASSERT_TRUE(gate_enter(1000, &three));
    CU_ASSERT_FALSE(gate_enter(1000, &one));
}

static void a_place_that_is_left_behind_is_taken_over(void)
{
    int place;

    CU_ASSERT_TRUE_FATAL(gate_open(1));
    CU_ASSERT_TRUE(gate_enter(1000, &place));
    CU_ASSERT_FALSE(gate_enter(4000000, &place));
    CU_ASSERT_TRUE(gate_enter(6000000, &place));
    CU_ASSERT_FALSE(gate_enter(6000000, &place));
}

static void a_gate_is_shared_with_children(void)
{
    int place, status = 1;

    CU_ASSERT_TRUE_FATAL(gate_open(1));
    pid_t child = fork();
    if (child == 0)
        _exit(gate_enter(1000, &place) ? 0 : 1);
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_EQUAL(status, 0);
    CU_ASSERT_FALSE(gate_enter(1000, &place));
    gate_close();
}

static const struct tap_case cases[] = {
    {"a hash verifies its password alone", a_hash_verifies_its_password_alone},
    {"the same password gets another hash", the_same_password_gets_another_hash},
    {"no hash verifies nothing", no_hash_verifies_nothing},
    {"what is no hash verifies nothing", what_is_no_hash_verifies_nothing},
    {"forms of hashes are known", forms_of_hashes_are_known},
    {"an open gate lets everybody in", an_open_gate_lets_everybody_in},
    {"a gate has so many places", a_gate_has_so_many_places},
    {"a place that is left behind is taken over", a_place_that_is_left_behind_is_taken_over},
    {"a gate is shared with children", a_gate_is_shared_with_children},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    arena = arena_new(1 << 16, 1 << 20);
    int failed = tap_main("passwords", cases, argc, argv);
    arena_free(arena);
    return failed;
}
