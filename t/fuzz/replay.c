/* replay.c - runs a fuzz target without libFuzzer. SPDX-License-Identifier: MIT
 *
 * replay FILE...              feeds the files
 * replay --random SEED COUNT  feeds COUNT inputs made from the target's seeds
 *
 * Input number i of --random depends on SEED + i alone; when the process is aborted it says which
 * seed repeats the last input. (Sanitizers: run with abort_on_error=1.) */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

enum { ROOM = 1 << 16, MOST_CHANGES = 8 };

struct input {
    uint8_t bytes[ROOM];
    size_t length;
};

static uint64_t state;
static volatile sig_atomic_t is_random;
static char last_seed[64];

/* A number below `bound` (splitmix64). */
static size_t draw(size_t bound)
{
    uint64_t word = state += UINT64_C(0x9E3779B97F4A7C15);

    word = (word ^ (word >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (size_t)((word ^ (word >> 31)) % bound);
}

static size_t count_seeds(const struct fuzz_seed *seeds)
{
    size_t count = 0;

    while (seeds[count].bytes != NULL) {
        count++;
    }
    return count;
}

static void insert(struct input *input, size_t at, const void *bytes, size_t length)
{
    if (length <= ROOM - input->length) {
        memmove(input->bytes + at + length, input->bytes + at, input->length - at);
        memmove(input->bytes + at, bytes, length);
        input->length += length;
    }
}

static void take_out(struct input *input, size_t at, size_t length)
{
    memmove(input->bytes + at, input->bytes + at + length, input->length - at - length);
    input->length -= length;
}

static void insert_copy(struct input *input, size_t at)
{
    uint8_t piece[64];
    size_t from = draw(input->length);
    size_t length =
        draw(input->length - from < sizeof(piece) ? input->length - from : sizeof(piece));

    memcpy(piece, input->bytes + from, length);
    insert(input, at, piece, length);
}

static void change(struct input *input, const struct fuzz_seed *other)
{
    static const uint8_t liked[] = {0,   1,    0x7F, 0x80, 0xC3, 0xED, 0xFF, ' ', '"',
                                    '%', '&',  '+',  '-',  '.',  '/',  '0',  '9', ':',
                                    '[', '\\', ']',  'T',  'Z',  '{',  '}'};
    size_t at = input->length == 0 ? 0 : draw(input->length);
    size_t from = draw(other->length + 1);
    uint8_t byte = draw(2) == 0 ? (uint8_t)draw(256) : liked[draw(sizeof(liked))];

    if (input->length == 0) {
        insert(input, 0, other->bytes, other->length);
        return;
    }
    switch (draw(6)) {
    case 0:
        input->bytes[at] = byte;
        break;
    case 1:
        input->bytes[at] ^= (uint8_t)(1u << draw(8));
        break;
    case 2:
        insert(input, at, &byte, 1);
        break;
    case 3:
        take_out(input, at, draw(4) == 0 ? draw(input->length - at) : 1);
        break;
    case 4:
        insert_copy(input, at);
        break;
    default:
        insert(input, at, (const uint8_t *)other->bytes + from, draw(other->length - from + 1));
        break;
    }
}

static void make_input(struct input *input, const struct fuzz_seed *seeds, size_t count)
{
    const struct fuzz_seed *seed = &seeds[draw(count)];

    input->length = 0;
    insert(input, 0, seed->bytes, seed->length);
    for (size_t left = draw(MOST_CHANGES + 1); left > 0; left--) {
        change(input, &seeds[draw(count)]);
    }
}

/* A copy that ends where its memory ends, so that reading on is seen by the sanitizer. */
static void feed(const uint8_t *bytes, size_t length)
{
    uint8_t *copy = malloc(length == 0 ? 1 : length);

    must(copy != NULL);
    memcpy(copy, bytes, length);
    (void)LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static void on_death(int number)
{
    if (is_random) {
        ssize_t written = write(STDERR_FILENO, last_seed, strlen(last_seed));

        (void)written;
    }
    signal(number, SIG_DFL);
    raise(number);
}

static int feed_random(uint64_t seed, unsigned long count)
{
    static struct input input;
    const struct fuzz_seed *seeds = fuzz_seeds();
    size_t seed_count = count_seeds(seeds);

    must(seed_count > 0);
    is_random = 1;
    for (unsigned long i = 0; i < count; i++) {
        state = seed + i;
        snprintf(last_seed, sizeof(last_seed), "# fails with --random %llu 1\n",
                 (unsigned long long)state);
        make_input(&input, seeds, seed_count);
        feed(input.bytes, input.length);
    }
    printf("# %lu inputs from seed %llu\n", count, (unsigned long long)seed);
    return 0;
}

static int feed_file(const char *path)
{
    static struct input input;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        perror(path);
        return 1;
    }
    input.length = fread(input.bytes, 1, sizeof(input.bytes), file);
    fclose(file);
    feed(input.bytes, input.length);
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;

    signal(SIGABRT, on_death);
    signal(SIGSEGV, on_death);
    signal(SIGILL, on_death);
    if (argc == 4 && strcmp(argv[1], "--random") == 0) {
        return feed_random(strtoull(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
    }
    for (int i = 1; i < argc; i++) {
        failed += feed_file(argv[i]);
    }
    return failed > 0 ? 1 : 0;
}
