#pragma once
#include <dlfcn.h>
#include <libssh2.h>
/* What the C library's own module leaves out: the counter by which a thread that waits for sockets is woken. */
#include <sys/eventfd.h>

/* The functions of libssh2 in use, found when a host is first reached through it: few runs need it, and those that do not start
 * and install without it. */
struct ferry_ssh2 {
    __typeof__(libssh2_init) *init;
    __typeof__(libssh2_version) *version;
    __typeof__(libssh2_session_init_ex) *session_init_ex;
    __typeof__(libssh2_session_callback_set) *session_callback_set;
    __typeof__(libssh2_session_set_blocking) *session_set_blocking;
    __typeof__(libssh2_session_banner_set) *session_banner_set;
    __typeof__(libssh2_session_method_pref) *session_method_pref;
    __typeof__(libssh2_session_handshake) *session_handshake;
    __typeof__(libssh2_session_hostkey) *session_hostkey;
    __typeof__(libssh2_session_last_errno) *session_last_errno;
    __typeof__(libssh2_session_last_error) *session_last_error;
    __typeof__(libssh2_session_disconnect_ex) *session_disconnect_ex;
    __typeof__(libssh2_session_free) *session_free;
    __typeof__(libssh2_keepalive_config) *keepalive_config;
    __typeof__(libssh2_keepalive_send) *keepalive_send;
    __typeof__(libssh2_userauth_list) *userauth_list;
    __typeof__(libssh2_userauth_authenticated) *userauth_authenticated;
    __typeof__(libssh2_userauth_password_ex) *userauth_password_ex;
    __typeof__(libssh2_userauth_keyboard_interactive_ex) *userauth_keyboard_interactive_ex;
    __typeof__(libssh2_userauth_publickey_frommemory) *userauth_publickey_frommemory;
    __typeof__(libssh2_agent_init) *agent_init;
    __typeof__(libssh2_agent_set_identity_path) *agent_set_identity_path;
    __typeof__(libssh2_agent_connect) *agent_connect;
    __typeof__(libssh2_agent_list_identities) *agent_list_identities;
    __typeof__(libssh2_agent_get_identity) *agent_get_identity;
    __typeof__(libssh2_agent_userauth) *agent_userauth;
    __typeof__(libssh2_agent_disconnect) *agent_disconnect;
    __typeof__(libssh2_agent_free) *agent_free;
    __typeof__(libssh2_channel_open_ex) *channel_open_ex;
    __typeof__(libssh2_channel_process_startup) *channel_process_startup;
    __typeof__(libssh2_channel_read_ex) *channel_read_ex;
    __typeof__(libssh2_channel_write_ex) *channel_write_ex;
    __typeof__(libssh2_channel_eof) *channel_eof;
    __typeof__(libssh2_channel_send_eof) *channel_send_eof;
    __typeof__(libssh2_channel_wait_closed) *channel_wait_closed;
    __typeof__(libssh2_channel_get_exit_status) *channel_get_exit_status;
    __typeof__(libssh2_channel_close) *channel_close;
    __typeof__(libssh2_channel_free) *channel_free;
};

/* Returns whether the library and all of these functions are there. */
static inline int ferry_ssh2_load(struct ferry_ssh2 *ssh2, const char *library) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return 0;
#define FERRY_LOAD(name)                                                \
    ssh2->name = (__typeof__(ssh2->name))dlsym(handle, "libssh2_" #name); \
    if (!ssh2->name) return 0
    FERRY_LOAD(init);
    FERRY_LOAD(version);
    FERRY_LOAD(session_init_ex);
    FERRY_LOAD(session_callback_set);
    FERRY_LOAD(session_set_blocking);
    FERRY_LOAD(session_banner_set);
    FERRY_LOAD(session_method_pref);
    FERRY_LOAD(session_handshake);
    FERRY_LOAD(session_hostkey);
    FERRY_LOAD(session_last_errno);
    FERRY_LOAD(session_last_error);
    FERRY_LOAD(session_disconnect_ex);
    FERRY_LOAD(session_free);
    FERRY_LOAD(keepalive_config);
    FERRY_LOAD(keepalive_send);
    FERRY_LOAD(userauth_list);
    FERRY_LOAD(userauth_authenticated);
    FERRY_LOAD(userauth_password_ex);
    FERRY_LOAD(userauth_keyboard_interactive_ex);
    FERRY_LOAD(userauth_publickey_frommemory);
    FERRY_LOAD(agent_init);
    FERRY_LOAD(agent_set_identity_path);
    FERRY_LOAD(agent_connect);
    FERRY_LOAD(agent_list_identities);
    FERRY_LOAD(agent_get_identity);
    FERRY_LOAD(agent_userauth);
    FERRY_LOAD(agent_disconnect);
    FERRY_LOAD(agent_free);
    FERRY_LOAD(channel_open_ex);
    FERRY_LOAD(channel_process_startup);
    FERRY_LOAD(channel_read_ex);
    FERRY_LOAD(channel_write_ex);
    FERRY_LOAD(channel_eof);
    FERRY_LOAD(channel_send_eof);
    FERRY_LOAD(channel_wait_closed);
    FERRY_LOAD(channel_get_exit_status);
    FERRY_LOAD(channel_close);
    FERRY_LOAD(channel_free);
#undef FERRY_LOAD
    return 1;
}

typedef LIBSSH2_SEND_FUNC((*ferry_ssh2_send));
typedef LIBSSH2_RECV_FUNC((*ferry_ssh2_receive));

/* Callbacks are handed over as pointers to no function of theirs. */
static inline void ferry_ssh2_set_wire(
    const struct ferry_ssh2 *ssh2, LIBSSH2_SESSION *session, ferry_ssh2_send send, ferry_ssh2_receive receive) {
    ssh2->session_callback_set(session, LIBSSH2_CALLBACK_SEND, (void *)send);
    ssh2->session_callback_set(session, LIBSSH2_CALLBACK_RECV, (void *)receive);
}
