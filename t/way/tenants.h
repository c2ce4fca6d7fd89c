/* tenants.h - what the tenant-isolation matrix expects of each route. SPDX-License-Identifier: MIT
 *
 * A row is a request of a route with things in it: {booking} is a booking's uid, {type} the number
 * of an event type, and so on (the table `things`). The cells of a row are every caller and, for
 * each thing the row names in `refs`, every object: the caller's own, one of the same business and
 * another person, one of the caller's team, one of the other business, one that is absent and one
 * that is deleted. While one thing varies, the others are the caller's own. */
#ifndef TENANTS_H
#define TENANTS_H

#include <stdbool.h>
#include <stddef.h>

enum actor {
    NOBODY,
    GARBAGE,
    REVOKED_TOKEN,
    EXPIRED_TOKEN_,
    CLIENT_EVE,  /* vCita client A1 */
    CLIENT_FAY,  /* vCita client A2, same business */
    VCITA_STAFF, /* ann */
    KEY_ANN,     /* Cal.com key; owner of the team north, admin of the business */
    KEY_CAT,     /* Cal.com key; a member of north */
    KEY_B,       /* Cal.com key; ann of the other business */
    OAUTH,       /* of ann, without BOOKING_READ */
    LINKS_READ,
    LINKS_WRITE,
    STAFF, /* appointments: cat, who sees her own agenda only */
    ADMIN, /* appointments: ann */
    ACTORS
};

/* Who gets past the door. */
enum gate {
    G_CAL,           /* any Cal.com credential */
    G_CAL_READ,      /* with BOOKING_READ */
    G_CAL_OPEN,      /* and nobody */
    G_CAL_OPEN_READ, /* with BOOKING_READ, and nobody */
    G_LINKS_READ,
    G_LINKS_WRITE,
    G_DESK,       /* staff and admins who are signed in */
    G_DESK_ADMIN, /* admins only: 403 for staff */
    G_PUBLIC,     /* nobody */
    G_VCITA_CLIENT,
    G_VCITA_STAFF, /* staff */
    G_VCITA_BOTH,  /* clients and staff */
    G_VCITA_OPEN,  /* clients, staff and nobody */
    GATES
};

/* How far a caller reaches in the own business. */
enum reach {
    R_BUSINESS, /* all of it */
    R_HOSTS,    /* what one hosts, and what those of a team one leads host */
    R_MINE,     /* one's own only */
    R_TEAM,     /* one's own and the team's */
    R_LEADER,   /* all of it for the business's admin; else one's own is known, but refused */
    R_ADMIN,    /* all of it for the business's admin; else refused, whatever it is */
    R_AGENDA,   /* one's own, and all of it for admins */
    R_CLIENT,   /* one's own, and all of it for staff at vCita */
    R_SELF,     /* the same, and clients are refused whatever else it is */
    R_DESK      /* the same, and staff are refused whatever else it is */
};

struct ref {
    const char *thing; /* NULL ends the list */
    enum reach reach;
    int refused; /* where the reach ends */
    int missing; /* of another business, or nowhere */
    int deleted;
    bool known_opens; /* whoever knows it needs no credential, and so no business */
    int good;         /* 0: that of the row */
};

enum { REFS_MOST = 4 };

struct row {
    const char *route; /* endpoint_name() */
    enum gate gate;
    int good;
    const char *target, *body; /* ' stands for " in the body */
    struct ref refs[REFS_MOST];
    int stranger;       /* told to known credentials of a kind that may not; 0: 401 */
    const char *before; /* SQL that is run before each cell and undone after it */
    /* a list shows (by the canaries of these) what is in reach, and nothing else */
    const char *shows;
    enum reach shown;
};

extern const struct row tenant_rows[];
extern const unsigned tenant_row_count;

#endif
