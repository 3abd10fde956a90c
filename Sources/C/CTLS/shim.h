#pragma once
#include <dlfcn.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

/* The functions of libssl in use, found when the first connection turns to TLS. */
struct ferry_tls {
    __typeof__(TLS_client_method) *client_method;
    __typeof__(SSL_CTX_new) *context_new;
    __typeof__(SSL_CTX_free) *context_free;
    __typeof__(SSL_CTX_ctrl) *context_control;
    __typeof__(SSL_CTX_set_options) *context_set_options;
    __typeof__(SSL_CTX_set_verify) *context_set_verify;
    __typeof__(SSL_CTX_set_default_verify_paths) *context_trust_system;
    __typeof__(SSL_CTX_load_verify_file) *context_trust_file;
    __typeof__(SSL_new) *session_new;
    __typeof__(SSL_free) *session_free;
    __typeof__(SSL_ctrl) *session_control;
    __typeof__(SSL_set_bio) *set_bio;
    __typeof__(SSL_set1_host) *set_host;
    __typeof__(SSL_get0_param) *parameters;
    __typeof__(SSL_set_connect_state) *set_connect_state;
    __typeof__(SSL_do_handshake) *do_handshake;
    __typeof__(SSL_read) *read;
    __typeof__(SSL_write) *write;
    __typeof__(SSL_shutdown) *shutdown;
    __typeof__(SSL_get_error) *get_error;
    __typeof__(SSL_get_verify_result) *get_verify_result;
    __typeof__(SSL_get1_session) *get_ticket;
    __typeof__(SSL_set_session) *set_ticket;
    __typeof__(SSL_SESSION_free) *ticket_free;
    __typeof__(X509_VERIFY_PARAM_set1_ip_asc) *set_address;
    __typeof__(X509_verify_cert_error_string) *verify_error_string;
    __typeof__(BIO_new) *bio_new;
    __typeof__(BIO_s_mem) *bio_memory;
    __typeof__(BIO_read) *bio_read;
    __typeof__(BIO_write) *bio_write;
    __typeof__(BIO_ctrl) *bio_control;
    __typeof__(ERR_get_error) *get_queued_error;
    __typeof__(ERR_clear_error) *clear_errors;
    __typeof__(ERR_reason_error_string) *reason_string;
};

/* Returns whether the library and all of these functions are there. */
static inline int ferry_tls_load(struct ferry_tls *tls, const char *library) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return 0;
#define FERRY_LOAD(field, name)                                  \
    tls->field = (__typeof__(tls->field))dlsym(handle, #name); \
    if (!tls->field) return 0
    FERRY_LOAD(client_method, TLS_client_method);
    FERRY_LOAD(context_new, SSL_CTX_new);
    FERRY_LOAD(context_free, SSL_CTX_free);
    FERRY_LOAD(context_control, SSL_CTX_ctrl);
    FERRY_LOAD(context_set_options, SSL_CTX_set_options);
    FERRY_LOAD(context_set_verify, SSL_CTX_set_verify);
    FERRY_LOAD(context_trust_system, SSL_CTX_set_default_verify_paths);
    FERRY_LOAD(context_trust_file, SSL_CTX_load_verify_file);
    FERRY_LOAD(session_new, SSL_new);
    FERRY_LOAD(session_free, SSL_free);
    FERRY_LOAD(session_control, SSL_ctrl);
    FERRY_LOAD(set_bio, SSL_set_bio);
    FERRY_LOAD(set_host, SSL_set1_host);
    FERRY_LOAD(parameters, SSL_get0_param);
    FERRY_LOAD(set_connect_state, SSL_set_connect_state);
    FERRY_LOAD(do_handshake, SSL_do_handshake);
    FERRY_LOAD(read, SSL_read);
    FERRY_LOAD(write, SSL_write);
    FERRY_LOAD(shutdown, SSL_shutdown);
    FERRY_LOAD(get_error, SSL_get_error);
    FERRY_LOAD(get_verify_result, SSL_get_verify_result);
    FERRY_LOAD(get_ticket, SSL_get1_session);
    FERRY_LOAD(set_ticket, SSL_set_session);
    FERRY_LOAD(ticket_free, SSL_SESSION_free);
    FERRY_LOAD(set_address, X509_VERIFY_PARAM_set1_ip_asc);
    FERRY_LOAD(verify_error_string, X509_verify_cert_error_string);
    FERRY_LOAD(bio_new, BIO_new);
    FERRY_LOAD(bio_memory, BIO_s_mem);
    FERRY_LOAD(bio_read, BIO_read);
    FERRY_LOAD(bio_write, BIO_write);
    FERRY_LOAD(bio_control, BIO_ctrl);
    FERRY_LOAD(get_queued_error, ERR_get_error);
    FERRY_LOAD(clear_errors, ERR_clear_error);
    FERRY_LOAD(reason_string, ERR_reason_error_string);
#undef FERRY_LOAD
    return 1;
}

/* What libssl has as macros. */
static inline SSL_CTX *ferry_tls_context(const struct ferry_tls *tls) {
    SSL_CTX *context = tls->context_new(tls->client_method());
    if (!context) return NULL;
    tls->context_control(context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, NULL);
    tls->context_control(context, SSL_CTRL_MODE, SSL_MODE_AUTO_RETRY, NULL);
    /* Servers close data connections without a word; whether all came is known from the file's length. */
    tls->context_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    tls->context_set_verify(context, SSL_VERIFY_PEER, NULL);
    return context;
}

static inline void ferry_tls_name(const struct ferry_tls *tls, SSL *session, const char *host) {
    tls->session_control(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, (void *)host);
}

static inline int ferry_tls_pending(const struct ferry_tls *tls, BIO *bio) {
    return (int)tls->bio_control(bio, BIO_CTRL_PENDING, 0, NULL);
}
