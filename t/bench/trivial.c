/* trivial.c - the least a FastCGI responder can do: GET /N answers N bytes. For ./deploy/bench.
 * SPDX-License-Identifier: MIT */
#include <fcgiapp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 4, BACKLOG = 1024, BODY_MOST = 4 << 20 };

static int wanted_length(const FCGX_Request *request)
{
    const char *target = FCGX_GetParam("REQUEST_URI", request->envp);
    long length = target == NULL || *target == '\0' ? 0 : strtol(target + 1, NULL, 10);

    return length < 0 || length > BODY_MOST ? 0 : (int)length;
}

static void drain(FCGX_Request *request)
{
    char waste[4096];

    while (FCGX_GetStr(waste, sizeof waste, request->in) == (int)sizeof waste)
        continue;
}

static void answer(FCGX_Request *request, const char *body)
{
    int length = wanted_length(request);

    drain(request);
    FCGX_FPrintF(request->out,
                 "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                 length);
    FCGX_PutStr(body, length, request->out);
    FCGX_Finish_r(request);
}

__attribute__((noreturn)) static void work(int listener)
{
    char *body = malloc(BODY_MOST);
    FCGX_Request request;

    if (body == NULL || FCGX_Init() != 0 || FCGX_InitRequest(&request, listener, 0) != 0)
        _exit(EXIT_FAILURE);
    memset(body, 'x', BODY_MOST);
    while (FCGX_Accept_r(&request) == 0)
        answer(&request, body);
    _exit(EXIT_SUCCESS);
}

int main(int argc, char **argv)
{
    int listener = argc == 2 ? FCGX_OpenSocket(argv[1], BACKLOG) : -1;

    if (listener < 0) {
        fputs("usage: trivial SOCKET\n", stderr);
        return EXIT_FAILURE;
    }
    for (int i = 0; i < WORKERS; i++)
        if (fork() == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            work(listener);
        }
    while (wait(NULL) > 0)
        continue;
    return EXIT_FAILURE;
}
