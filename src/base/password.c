/* password.c - passwords, kept as yescrypt of libxcrypt. SPDX-License-Identifier: MIT */
#include <crypt.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "base/password.h"
#include "base/uid.h"

enum { COST = 5, SALT_BYTES = 16 }; /* $y$j9T$: 4096 blocks of 4 KiB */

/* Of some password: whoever has none is told no whatever the result. */
static const char nobody[] =
    "$y$j9T$k2XAnEHBqQ1Ct2aMXFKN..$ot1t6wjzJsfpHXKTB1WHEq2S6XRiOBNCPRmNnJpkqC/";

/* The state of the library is 32 KiB and holds the password: it is wiped before it is given back.
 */
static const char *hashed(struct crypt_data *state, const char *password, const char *setting)
{
    const char *result = crypt_r(password, setting, state);

    return result == NULL || result[0] == '*' ? NULL : result;
}

static struct crypt_data *new_state(void)
{
    struct crypt_data *state = calloc(1, sizeof *state);

    if (state == NULL)
        abort();
    return state;
}

static void drop_state(struct crypt_data *state)
{
    OPENSSL_cleanse(state, sizeof *state);
    free(state);
}

const char *password_hash(struct arena *arena, const char *password)
{
    char salt[SALT_BYTES], setting[CRYPT_GENSALT_OUTPUT_SIZE];
    struct crypt_data *state = new_state();

    uid_random_bytes(salt, sizeof salt);
    const char *result =
        crypt_gensalt_rn("$y$", COST, salt, sizeof salt, setting, sizeof setting) == NULL
            ? NULL
            : hashed(state, password, setting);
    char *copy = result == NULL ? NULL : arena_text(arena, result);
    drop_state(state);
    return copy;
}

bool password_verifies(const char *password, const char *hash)
{
    const char *against = hash == NULL ? nobody : hash;
    struct crypt_data *state = new_state();
    const char *result = hashed(state, password, against);
    bool same = result != NULL && strlen(result) == strlen(against) &&
                CRYPTO_memcmp(result, against, strlen(against)) == 0;

    drop_state(state);
    return same && hash != NULL;
}

bool password_hash_is_known(const char *hash)
{
    int salt = crypt_checksalt(hash);

    return *hash == '$' && (salt == CRYPT_SALT_OK || salt == CRYPT_SALT_METHOD_LEGACY);
}
