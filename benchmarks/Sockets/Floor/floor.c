#define _GNU_SOURCE
// The floor: the least that a server can do for a message. One epoll, one recv and one send for as many frames as are there; it answers the handshake, turns
// client frames into server frames of the same bytes (a shout for everybody), and knows nothing else.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BufferSize = 16384, MaxFiles = 65536 };

// The driver does not check Sec-WebSocket-Accept: nobody else calls this server.
static const char Accepted[] = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

struct connection { int open, count; uint8_t in[BufferSize]; };
static struct connection *connections[MaxFiles];
static int files; // above all that are open

static void answer(int file)
{
    struct connection *c = connections[file];
    ssize_t got = recv(file, c->in + c->count, BufferSize - c->count, 0);
    if (got <= 0) {
        if (got < 0 && errno == EAGAIN) return;
        close(file);
        free(c);
        connections[file] = NULL;
        return;
    }
    c->count += (int)got;
    if (!c->open) {
        if (c->count < 4 || memcmp(c->in + c->count - 4, "\r\n\r\n", 4) != 0) return;
        c->open = 1;
        c->count = 0;
        if (send(file, Accepted, sizeof Accepted - 1, 0) < 0) perror("send");
        return;
    }

    static uint8_t out[BufferSize];
    int at = 0, written = 0;
    while (c->count - at >= 6) {
        int length = c->in[at + 1] & 0x7F; // messages here are shorter than 126 bytes
        if (c->count - at < 6 + length) break;
        const uint8_t *mask = c->in + at + 2, *data = mask + 4;
        out[written++] = c->in[at];
        out[written++] = (uint8_t)length;
        for (int i = 0; i < length; i++) out[written++] = data[i] ^ mask[i & 3];
        at += 6 + length;
    }
    memmove(c->in, c->in + at, (size_t)(c->count - at));
    c->count -= at;
    if (written == 0) return;
    int all = memmem(out, (size_t)written, "\"shout\"", 7) != NULL;
    for (int to = all ? 0 : file; to < (all ? files : file + 1); to++) {
        if (connections[to] && connections[to]->open && send(to, out, (size_t)written, MSG_NOSIGNAL) < 0) perror("send");
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 512) < 0) return perror("listen"), 1;

    int poll = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = listener }, events[256];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int count = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd != listener) {
                answer(events[i].data.fd);
                continue;
            }
            int file = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (file < 0 || file >= MaxFiles) continue;
            setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            connections[file] = calloc(1, sizeof(struct connection));
            if (file >= files) files = file + 1;
            event = (struct epoll_event){ .events = EPOLLIN, .data.fd = file };
            epoll_ctl(poll, EPOLL_CTL_ADD, file, &event);
        }
    }
}
