/* zone.c - any bytes as a zone file, as a zone's name and as a wall time. SPDX-License-Identifier:
 * MIT */
#include "base/zone.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

#define SYSTEM_ROOT "/usr/share/zoneinfo"

enum { NAME_MOST = 80, FILE_MOST = 8192 };

static char root[] = "/tmp/zone-XXXXXX";
static char path[sizeof(root) + sizeof("/Fuzz")];

static void remove_root(void)
{
    (void)unlink(path);
    (void)rmdir(root);
}

static void make_root(void)
{
    if (path[0] == '\0') {
        must(mkdtemp(root) != NULL);
        (void)snprintf(path, sizeof(path), "%s/Fuzz", root);
        (void)atexit(remove_root);
    }
}

static bool is_same(struct wall one, struct wall other)
{
    return one.day.number == other.day.number && one.us == other.us;
}

/* Holds for every zone in which people live. */
static void check_wall(const struct zone *zone, struct wall wall)
{
    struct zone_instants found = zone_instants(zone, wall);

    switch (found.match) {
    case ZONE_SINGLE:
        must(found.earlier.us == found.later.us);
        must(is_same(zone_wall(zone, found.earlier), wall));
        break;
    case ZONE_OVERLAP:
        must(found.earlier.us < found.later.us);
        must(is_same(zone_wall(zone, found.earlier), wall));
        must(is_same(zone_wall(zone, found.later), wall));
        break;
    case ZONE_GAP:
        must(found.earlier.us == found.later.us);
        must(zone_offset(zone, found.earlier) !=
             zone_offset(zone, (struct instant){found.earlier.us - 1}));
        break;
    }
}

static void check_instant(const struct zone *zone, struct instant instant)
{
    struct instant next = zone_next_transition(zone, instant);

    must(INSTANT_IS_NONE(next) || next.us > instant.us);
    check_wall(zone, zone_wall(zone, instant));
}

/* A number within the years 1900 to 2400 from the bytes at `at`. */
static int64_t second_from(const uint8_t *bytes, size_t length, size_t at)
{
    const int64_t span = INT64_C(500) * 365 * 86400;
    uint64_t word = 0;

    for (size_t i = 0; i < 5 && at + i < length; i++) {
        word = word << 8 | bytes[at + i];
    }
    return (int64_t)(word % (uint64_t)span) - INT64_C(70) * 365 * 86400;
}

static void check_system_zone(const uint8_t *bytes, size_t length)
{
    static const char *const names[] = {
        "Europe/Amsterdam", "Africa/Casablanca", "America/New_York",    "Europe/Dublin",
        "Asia/Kathmandu",   "Antarctica/Troll",  "Australia/Lord_Howe", "Pacific/Apia"};
    const struct zone *zone = zone_find(names[bytes[0] % (sizeof(names) / sizeof(names[0]))]);

    if (zone == NULL) {
        return;
    }
    for (size_t at = 1; at < length && at < 200; at += 5) {
        struct instant instant = {second_from(bytes, length, at) * US_A_SECOND};

        check_instant(zone, instant);
        check_wall(zone, wall_of_instant_utc(instant));
    }
}

static void check_name(const uint8_t *bytes, size_t length)
{
    char name[NAME_MOST + 1];
    size_t kept = length < NAME_MOST ? length : NAME_MOST;
    const struct zone *zone;
    const char *proper;

    memcpy(name, bytes, kept);
    name[kept] = '\0';
    zone = zone_find(name);
    proper = zone_proper_name(name);
    if (zone != NULL) {
        must(strcmp(zone_name(zone), name) == 0);
        must(strlen(name) <= 64 && name[0] != '/' && strchr(name, '.') == NULL);
    }
    must(proper == NULL || strcasecmp(proper, name) == 0);
}

/* A hostile file may be refused or be a strange zone, but must not lead out of its memory or time.
 */
static void check_file(const uint8_t *bytes, size_t length)
{
    const struct zone *zone;
    int file;

    make_root();
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    must(file >= 0);
    must(write(file, bytes, length) == (ssize_t)length);
    must(close(file) == 0);
    zones_close();
    zones_open(root);
    zone = zone_find("Fuzz");
    for (size_t at = 0; zone != NULL && at < 50; at += 5) {
        struct instant instant = {second_from(bytes, length, length < at ? 0 : length - at) *
                                  US_A_SECOND};
        struct instant next = zone_next_transition(zone, instant);

        must(INSTANT_IS_NONE(next) || next.us > instant.us);
        (void)zone_offset(zone, instant);
        (void)zone_wall(zone, instant);
        (void)zone_instants(zone, wall_of_instant_utc(instant));
    }
    zones_close();
    zones_open(SYSTEM_ROOT);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length == 0 || length > FILE_MOST) {
        return 0;
    }
    if (length >= 4 && memcmp(bytes, "TZif", 4) == 0) {
        check_file(bytes, length);
    } else {
        check_name(bytes, length);
        check_system_zone(bytes, length);
    }
    return 0;
}

static size_t read_zone_file(const char *name, uint8_t *bytes)
{
    char whole[256];
    ssize_t length = 0;
    int file;

    (void)snprintf(whole, sizeof(whole), "%s/%s", SYSTEM_ROOT, name);
    file = open(whole, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        length = read(file, bytes, FILE_MOST);
        (void)close(file);
    }
    return length < 0 ? 0 : (size_t)length;
}

const struct fuzz_seed *fuzz_seeds(void)
{
    static const char *const files[] = {"Europe/Amsterdam",  "Europe/Dublin",  "America/New_York",
                                        "Africa/Casablanca", "Asia/Kathmandu", "UTC"};
    enum { FILES = sizeof(files) / sizeof(files[0]), TEXTS = 3 };
    static uint8_t bytes[FILES][FILE_MOST];
    static struct fuzz_seed seeds[FILES + TEXTS + 1] = {
        SEED("Europe/Amsterdam"),
        SEED("Asia/Calcutta"),
        SEED("../Etc/GMT+5"),
    };
    size_t count = TEXTS;

    for (size_t i = 0; i < FILES; i++) {
        size_t length = read_zone_file(files[i], bytes[i]);

        if (length > 0) {
            seeds[count++] = (struct fuzz_seed){bytes[i], length};
        }
    }
    return seeds;
}
