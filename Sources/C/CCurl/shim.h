#pragma once
#include <curl/curl.h>
#include <dlfcn.h>
/* What the C library's own module leaves out: the kernel's readiness interface, by which the engine waits. */
#include <sys/epoll.h>
#include <sys/eventfd.h>

/* The functions of libcurl in use, found when the first remote location is opened: linked, libcurl and the thirty libraries
 * behind it would add 4 ms to the start of every command, local ones too. */
struct ferry_curl {
    __typeof__(curl_global_init) *global_init;
    __typeof__(curl_easy_init) *easy_init;
    __typeof__(curl_easy_reset) *easy_reset;
    __typeof__(curl_easy_cleanup) *easy_cleanup;
    __typeof__(curl_easy_setopt) *easy_setopt;
    __typeof__(curl_easy_getinfo) *easy_getinfo;
    __typeof__(curl_easy_pause) *easy_pause;
    __typeof__(curl_easy_strerror) *easy_strerror;
    __typeof__(curl_slist_append) *slist_append;
    __typeof__(curl_slist_free_all) *slist_free_all;
    __typeof__(curl_multi_init) *multi_init;
    __typeof__(curl_multi_cleanup) *multi_cleanup;
    __typeof__(curl_multi_setopt) *multi_setopt;
    __typeof__(curl_multi_add_handle) *multi_add_handle;
    __typeof__(curl_multi_remove_handle) *multi_remove_handle;
    __typeof__(curl_multi_socket_action) *multi_socket_action;
    __typeof__(curl_multi_info_read) *multi_info_read;
};

/* Returns whether the library and all of these functions are there. */
static inline int ferry_curl_load(struct ferry_curl *curl, const char *library) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return 0;
#define FERRY_LOAD(name)                                           \
    curl->name = (__typeof__(curl->name))dlsym(handle, "curl_" #name); \
    if (!curl->name) return 0
    FERRY_LOAD(global_init);
    FERRY_LOAD(easy_init);
    FERRY_LOAD(easy_reset);
    FERRY_LOAD(easy_cleanup);
    FERRY_LOAD(easy_setopt);
    FERRY_LOAD(easy_getinfo);
    FERRY_LOAD(easy_pause);
    FERRY_LOAD(easy_strerror);
    FERRY_LOAD(slist_append);
    FERRY_LOAD(slist_free_all);
    FERRY_LOAD(multi_init);
    FERRY_LOAD(multi_cleanup);
    FERRY_LOAD(multi_setopt);
    FERRY_LOAD(multi_add_handle);
    FERRY_LOAD(multi_remove_handle);
    FERRY_LOAD(multi_socket_action);
    FERRY_LOAD(multi_info_read);
#undef FERRY_LOAD
    return 1;
}

typedef size_t (*ferry_curl_data)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ferry_curl_socket)(CURL *easy, curl_socket_t socket, int what, void *context, void *socket_context);
typedef int (*ferry_curl_timer)(CURLM *multi, long milliseconds, void *context);

/* The variadic functions, one wrapper for each type of argument. */
static inline CURLcode ferry_curl_set_long(const struct ferry_curl *curl, CURL *easy, CURLoption option, long value) {
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode ferry_curl_set_size(
    const struct ferry_curl *curl, CURL *easy, CURLoption option, curl_off_t value) {
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode ferry_curl_set_pointer(
    const struct ferry_curl *curl, CURL *easy, CURLoption option, const void *value) {
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode ferry_curl_set_data(
    const struct ferry_curl *curl, CURL *easy, CURLoption option, ferry_curl_data value) {
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode ferry_curl_get_long(const struct ferry_curl *curl, CURL *easy, CURLINFO info, long *value) {
    return curl->easy_getinfo(easy, info, value);
}

static inline CURLcode ferry_curl_get_pointer(const struct ferry_curl *curl, CURL *easy, CURLINFO info, void **value) {
    return curl->easy_getinfo(easy, info, value);
}

static inline CURLMcode ferry_curl_multi_set_long(
    const struct ferry_curl *curl, CURLM *multi, CURLMoption option, long value) {
    return curl->multi_setopt(multi, option, value);
}

static inline CURLMcode ferry_curl_multi_set_callbacks(
    const struct ferry_curl *curl, CURLM *multi, ferry_curl_socket socket, ferry_curl_timer timer, void *context) {
    curl->multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    curl->multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    curl->multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    return curl->multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}
