/* A plugin in one file of C99, as others might write one. VARIANT chooses what is wrong with it. */
#include <string.h>

#include <unistd.h>

#include "engine-adapter/include/wardbridge_plugin.h"

#define GOOD 0
#define REFUSES_VERSION 1
#define OTHER_MAJOR 2
#define SHORT_TABLE 3
#define HOLES 4
#define NAMELESS 5
#define SLOW_STOP 6

struct wb_instance {
  int started;
};

static struct wb_instance the_instance;
static wb_host host;
static char status[8192];

static wb_status Put(wb_error* err, wb_status code, const char* text) {
  if (err != NULL && WB_HAS(wb_error, err, text)) {
    err->status = code;
    memset(err->code, 'c', sizeof err->code); /* no zero at the end: a reader must know the size */
    strncpy(err->where, "there", sizeof err->where);
    strncpy(err->text, text, sizeof err->text - 1);
  }
  return code;
}

static wb_status WB_CALL Create(const wb_host* given, wb_str config, uint32_t is_path,
                                wb_instance** out, wb_error* err) {
  static const char greeting[] = "created name=";
  wb_str component = {"plugin", 6};
  wb_str line = {greeting, sizeof greeting - 1};
  host = *given;
  if (is_path != 1) return Put(err, WB_E_ARGUMENT, "a path was promised");
  if (config.size == 7 && memcmp(config.data, "refused", 7) == 0)
    return Put(err, WB_E_CONFIG, "refused");
  if (config.size == 7 && memcmp(config.data, "nothing", 7) == 0) return WB_OK;
  if (host.log != NULL) host.log(host.ctx, WB_LOG_INFO, component, line);
  the_instance.started = 0;
  *out = &the_instance;
  return WB_OK;
}

static wb_status WB_CALL Start(wb_instance* instance, wb_error* err) {
  if (instance->started) return Put(err, WB_E_STATE, "started before");
  instance->started = 1;
  return WB_OK;
}

static wb_status WB_CALL Reload(wb_instance* instance, wb_str config, uint32_t is_path,
                                wb_error* err) {
  (void)instance, (void)config, (void)is_path;
  return Put(err, WB_E_UNSUPPORTED, "no reload");
}

static wb_status WB_CALL Stop(wb_instance* instance, int64_t drain_ms, wb_error* err) {
  instance->started = 0;
  if (VARIANT == SLOW_STOP) {
    wb_str component = {"plugin", 6};
    wb_str line = {"stopping", 8};
    host.log(host.ctx, WB_LOG_INFO, component, line);
    sleep(60);
  }
  return drain_ms == 1 ? Put(err, WB_E_TIMEOUT, "work is left") : WB_OK;
}

static void WB_CALL Destroy(wb_instance* instance) {
  wb_str component = {"plugin", 6};
  wb_str line = {"destroyed", 9};
  if (instance != NULL && host.log != NULL) host.log(host.ctx, WB_LOG_INFO, component, line);
}

static wb_status WB_CALL Process(wb_instance* instance, const wb_message* message,
                                 wb_outcome* outcome, wb_error* err) {
  (void)instance;
  if (message->source.size != 0) return Put(err, WB_E_ARGUMENT, "no such feed");
  outcome->disposition = WB_D_ACCEPTED;
  outcome->ack = message->body; /* an echo */
  outcome->owner = outcome;
  return WB_OK;
}

static void WB_CALL Release(wb_outcome* outcome) {
  wb_str component = {"plugin", 6};
  wb_str line = {"released", 8};
  if (host.log != NULL) host.log(host.ctx, WB_LOG_INFO, component, line);
  outcome->owner = NULL;
}

static int64_t WB_CALL Status(wb_instance* instance, char* buf, uint64_t cap) {
  (void)instance;
  memset(status, 's', sizeof status);
  if (cap > sizeof status) cap = sizeof status;
  memcpy(buf, status, (size_t)cap);
  return (int64_t)sizeof status;
}

static const void* WB_CALL Extension(wb_instance* instance, const char* id) {
  (void)instance, (void)id;
  return NULL;
}

static const wardbridge_plugin_api api = {
    VARIANT == SHORT_TABLE ? 64 : sizeof(wardbridge_plugin_api),
    VARIANT == OTHER_MAJOR ? 2 : WB_ABI_MAJOR,
    WB_ABI_MINOR,
    0,
    WB_CAP_PUSH,
    VARIANT == NAMELESS ? NULL : "example",
    "Example",
    "1",
    "C99",
    Create,
    Start,
    Reload,
    Stop,
    Destroy,
    VARIANT == HOLES ? NULL : Process,
    Release,
    Status,
    Extension,
};

WB_EXPORT const wardbridge_plugin_api* WB_CALL wardbridge_plugin_entry_v1(uint32_t host_major,
                                                                          uint32_t host_minor,
                                                                          wb_error* err) {
  (void)host_minor;
  if (VARIANT == REFUSES_VERSION || host_major != WB_ABI_MAJOR) {
    Put(err, WB_E_VERSION, "speaks version 7 only");
    return NULL;
  }
  return &api;
}
