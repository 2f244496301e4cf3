/* wardbridge_plugin.h - the C contract between an integration engine (the host) and Wardbridge (the
 * plugin). Explained with an example in docs/c-abi.md.
 *
 * Rules that hold for every call
 *  R1  Plain C99 with fixed-width integers: no bit-fields, no enums in structs, no variable
 * arguments, no long, no bool. LP64 and LLP64 give the same layout. R2  No C++ exception, longjmp
 * or signal crosses the border, in either direction. R3  Who allocates, frees. A wb_str is
 * borrowed: it is valid until the call it was passed to returns. What the strings of a wb_outcome
 * point to belongs to the plugin and goes back through outcome_release(). R4  Every struct begins
 * with struct_size, set by whoever allocates it. A reader touches a field only when it lies within
 * struct_size (WB_HAS). Within a major version fields are only appended; a new major version has a
 * new entry symbol. R5  No patient data in wb_error, in log() or in status_json(). Patient data
 * travels only in wb_message, wb_outcome, emit() and audit(). R6  The library is linked so that it
 * stays mapped once loaded (-z nodelete): a host's garbage collector may call dlclose on it at any
 * time. WB_CAP_UNLOADABLE is reserved. R7  The plugin installs no signal handler, blocks all
 * signals in the threads it makes, changes no locale, umask, working directory, limit or
 * environment variable, and never ends the process.
 *
 * Words in brackets before a function say who may call it:
 *  [control]  one thread at a time; not in parallel with another [control] call on the same
 * instance [any]      any thread, any number at once
 *
 * Life cycle of an instance
 *
 *    call             created         started             stopped
 *    start            -> started      WB_E_STATE          WB_E_STATE
 *    process          WB_E_STATE      the message         WB_E_STATE
 *    reload           allowed         allowed             WB_E_STATE
 *    stop             WB_E_STATE      -> stopped          WB_OK, nothing happens
 *    status_json      allowed         allowed             allowed
 *    get_extension    allowed         allowed             allowed
 *    destroy          allowed         stops first         allowed
 *
 *  A start that fails leaves the instance created: it may be tried again. After destroy the
 * instance is gone.
 */
#ifndef WARDBRIDGE_PLUGIN_H
#define WARDBRIDGE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* NOLINTBEGIN(readability-identifier-naming): names of C */

#define WB_ABI_MAJOR 1u
#define WB_ABI_MINOR 0u
#define WB_ENTRY_SYMBOL "wardbridge_plugin_entry_v1" /* the one exported symbol */

#if defined(_WIN32)
#define WB_CALL __cdecl
#define WB_EXPORT __declspec(dllexport)
#else
#define WB_CALL
#define WB_EXPORT __attribute__((visibility("default")))
#endif

/* Whether field `f` of the struct `*p` of type `T` lies within its struct_size. */
#define WB_HAS(T, p, f) ((p)->struct_size >= offsetof(T, f) + sizeof((p)->f))

/* Borrowed text or bytes, not ended by a zero; UTF-8 unless said otherwise. size 0: empty, data may
 * then be NULL. */
typedef struct wb_str {
  const char* data;
  uint64_t size;
} wb_str;

/* ---- How a call went. (What became of a message is its wb_disposition.) */
typedef int32_t wb_status;
#define WB_OK 0
#define WB_E_ARGUMENT \
  (-1) /* NULL where something is needed, a struct too small, an unknown flag or feed */
#define WB_E_VERSION (-2) /* no common version of this contract */
#define WB_E_STATE (-3)   /* not allowed in this state, see the table above */
#define WB_E_CONFIG \
  (-4) /* configuration or mapping refused: wb_error has the first fault, log() all of them */
#define WB_E_BUSY (-5) /* back pressure: not taken, try again */
#define WB_E_TIMEOUT                                                                              \
  (-6) /* the deadline passed and the outcome is not known: send again, a duplicate is recognised \
        */
#define WB_E_MEMORY (-7)      /* out of memory */
#define WB_E_IO (-8)          /* store or listener; only from create, start, stop and reload */
#define WB_E_UNSUPPORTED (-9) /* this plugin does not do that */
#define WB_E_INTERNAL (-10)   /* a mistake of the plugin */

/* ---- What became of a message; valid only with WB_OK.
 * process() returns when the message is durable and answered; it never waits for delivery. A full
 * disk, a failed sync or a read-only store is WB_OK with WB_D_FAILED; a full queue is WB_E_BUSY. */
typedef int32_t wb_disposition;
#define WB_D_ACCEPTED 1 /* durable, the rest follows: AA or CA */
#define WB_D_IGNORED                                                                             \
  3 /* durable, then dropped by configuration (event not supported, MSH-11 not P): AA. An ADT of \
       another ward is ACCEPTED. */
#define WB_D_REJECTED                                                                           \
  4 /* not stored, unusable as it is, do not resend: AE or CE, or no answer to bytes without an \
       MSH */
#define WB_D_FAILED                                                                           \
  5 /* not stored for a passing reason: ack is empty. Give no answer, hang up, let the sender \
       resend */
#define WB_D_DUPLICATE 6 /* stored before: AA again */

/* Allocated by the caller, of fixed size, so that errors own nothing. Every wb_error pointer may be
 * NULL. On WB_OK it is emptied. Texts end with a zero and are cut at a character of UTF-8 where
 * they are too long. */
typedef struct wb_error {
  uint32_t struct_size;
  wb_status status;
  char code[32];   /* stable, for alert rules: "config.key.unknown" */
  char where[160]; /* file:line:column, a listener, or a place in a message ("PV1-36"): never a
                      value */
  char text[312];  /* one line for people */
} wb_error;

/* ---- What the host gives. Every function may be NULL.
 * create() copies this struct as far as struct_size, and the two names; the functions and what ctx
 * points to must stay valid until destroy() has returned. Called from any thread, from create()
 * until destroy() has returned. They must not block for long and must not call back into the
 * plugin. */
#define WB_LOG_TRACE 0
#define WB_LOG_DEBUG 1
#define WB_LOG_INFO 2
#define WB_LOG_WARN 3
#define WB_LOG_ERROR 4
#define WB_LOG_MISUSE 5 /* the host breaks this contract */

#define WB_EMIT_OK 0
#define WB_EMIT_RETRY 1
#define WB_EMIT_REFUSED 2

typedef struct wb_host {
  uint32_t struct_size;
  uint32_t abi_major, abi_minor; /* what the host was built with */
  uint32_t flags;                /* reserved: 0 */
  void* ctx;                     /* handed to every function below */
  const char* name;              /* "OpenIntegrationEngine"; NULL or ended by a zero */
  const char* version;           /* the same */

  /* One finished line "event key=value ..." without time and level, which the host adds. NULL:
   * nothing is logged. */
  void(WB_CALL* log)(void* ctx, int32_t level, wb_str component, wb_str text);
  /* Milliseconds since 1970-01-01T00:00:00Z. NULL: the plugin's own clock. */
  int64_t(WB_CALL* wall_ms)(void* ctx);
  /* Milliseconds that never jump. NULL: the plugin's own clock. */
  int64_t(WB_CALL* steady_ms)(void* ctx);
  /* The value of ${key} of the configuration: returns the bytes needed and writes at most cap of
   * them; -1: not set, the environment is asked next. */
  int64_t(WB_CALL* config_get)(void* ctx, wb_str key, char* buf, uint64_t cap);
  /* Takes a finished payload for the engine's own outbound channel: WB_EMIT_*. Needs WB_CAP_EMIT.
   */
  int32_t(WB_CALL* emit)(void* ctx, wb_str channel, wb_str content_type, wb_str correlation_id,
                         wb_str body);
  /* One line of the audit record as JSON. */
  void(WB_CALL* audit)(void* ctx, wb_str json_line);
  /* Growth without a new version: an extension of the host by its id, or NULL. */
  const void*(WB_CALL* get_extension)(void* ctx, const char* id);
} wb_host;

/* ---- What the plugin gives. */
typedef struct wb_instance wb_instance; /* opaque */

#define WB_CAP_LISTENER (1ull << 0)   /* opens the MLLP listeners of its configuration (start) */
#define WB_CAP_PUSH (1ull << 1)       /* process() may be used */
#define WB_CAP_CONCURRENT (1ull << 2) /* process() may be called in parallel */
#define WB_CAP_RELOAD (1ull << 3)     /* reload() may be used; without it: WB_E_UNSUPPORTED */
#define WB_CAP_EMIT                                                            \
  (1ull << 4) /* delivers through wb_host.emit where the configuration says so \
               */
#define WB_CAP_UNLOADABLE (1ull << 5) /* reserved */

#define WB_MSG_DRY_RUN                                                                             \
  1u /* applied to a copy of the stay as it is stored now; nothing is stored, timers count as due, \
        and bundle is what would be sent, empty when nothing would */

typedef struct wb_message {
  uint32_t struct_size;
  uint32_t flags; /* WB_MSG_*; an unknown one is WB_E_ARGUMENT */
  wb_str body;    /* HL7 v2 bytes without MLLP framing, in any character set of MSH-18; not empty */
  wb_str source;  /* name of a feed; empty: the only feed; unknown, or empty with several feeds:
                     WB_E_ARGUMENT */
  wb_str ordering_key; /* messages of equal keys are worked in the order of the calls. Empty: the
                          plugin's own rule (NHS number, else the first PID-3 with its assigner; for
                          A40 MRG-1 too). A plugin that knows only its own rule answers
                          WB_E_UNSUPPORTED to any other key. */
  int64_t received_wall_ms; /* 0: now */
  int64_t timeout_ms;       /* 0: the plugin's default */
} wb_message;

/* Zero it, set struct_size, and use it again only after outcome_release(). With any status but
 * WB_OK it stays empty. */
typedef struct wb_outcome {
  uint32_t struct_size;
  wb_disposition disposition;
  wb_str ack;    /* the complete acknowledgement, each segment ended by CR; empty when none is to be
                    sent */
  wb_str bundle; /* FHIR JSON; only with WB_MSG_DRY_RUN */
  wb_str report; /* JSON: issues, version of the mapping */
  void* owner;   /* the plugin's: do not touch */
} wb_outcome;

/* Static, valid while the library is loaded. */
typedef struct wardbridge_plugin_api {
  uint32_t struct_size;
  uint32_t abi_major, abi_minor;
  uint32_t reserved;
  uint64_t capabilities; /* WB_CAP_* */
  const char* id;        /* "uk.wardbridge" */
  const char* name;      /* for people */
  const char* version;   /* of the product */
  const char* build;     /* commit and compiler */

  /* Reads and compiles the configuration; opens nothing. config: YAML text (JSON is YAML), relative
   * paths then belonging to the working directory; or with config_is_path not 0 the path of such a
   * file, relative paths then belonging to its folder. On failure *out is NULL. [control] */
  wb_status(WB_CALL* create)(const wb_host* host, wb_str config, uint32_t config_is_path,
                             wb_instance** out, wb_error* err);
  /* Opens the store, recovers, binds the listeners, makes the threads; on failure nothing is left
   * running. [control] */
  wb_status(WB_CALL* start)(wb_instance* instance, wb_error* err);
  /* Takes a new configuration, all of it or nothing. [control] */
  wb_status(WB_CALL* reload)(wb_instance* instance, wb_str config, uint32_t config_is_path,
                             wb_error* err);
  /* Stops taking messages and finishes those in hand, at most drain_ms (0: at once). What is not
   * finished stays in the store and goes on at the next start; WB_E_TIMEOUT says that there is such
   * work. Stopped it is in any case. [control] */
  wb_status(WB_CALL* stop)(wb_instance* instance, int64_t drain_ms, wb_error* err);
  /* Stops first if need be, and waits for process() calls that have not returned. NULL is fine.
   * [control] */
  void(WB_CALL* destroy)(wb_instance* instance);

  /* Hands in one message: durable first, then its acknowledgement. [any, while started] */
  wb_status(WB_CALL* process)(wb_instance* instance, const wb_message* message, wb_outcome* outcome,
                              wb_error* err);
  /* Gives back what an outcome holds and empties it. NULL and an empty outcome are fine. [any, even
   * after destroy] */
  void(WB_CALL* outcome_release)(wb_outcome* outcome);
  /* Health and counters as JSON: returns the bytes needed and writes at most cap of them, without a
   * zero at the end. What it writes is whole only when the result is at most cap. NULL instance:
   * -1. [any] */
  int64_t(WB_CALL* status_json)(wb_instance* instance, char* buf, uint64_t cap);
  /* An extension of the plugin by its id ("wb.submit/1"), or NULL. [any] */
  const void*(WB_CALL* get_extension)(wb_instance* instance, const char* id);
} wardbridge_plugin_api;

/* host_major and host_minor: what the host was built with. NULL when there is no common version;
 * err then says which ones the plugin speaks. Cheap: starts no thread and opens no file, so a host
 * may look through a folder of plugins. [any, but not together with dlopen or dlclose of the same
 * file] */
WB_EXPORT const wardbridge_plugin_api* WB_CALL wardbridge_plugin_entry_v1(uint32_t host_major,
                                                                          uint32_t host_minor,
                                                                          wb_error* err);

typedef const wardbridge_plugin_api*(WB_CALL* wardbridge_plugin_entry)(uint32_t host_major,
                                                                       uint32_t host_minor,
                                                                       wb_error* err);

/* Layout is part of the contract; a compiler that lays it out in another way stops here. */
#if UINTPTR_MAX > 0xffffffffu
#if defined(__cplusplus)
#define WB_LAYOUT(name, condition) static_assert(condition, #name)
#else
#define WB_LAYOUT(name, condition) typedef char wb_layout_##name[(condition) ? 1 : -1]
#endif
WB_LAYOUT(str, sizeof(wb_str) == 16);
WB_LAYOUT(error, sizeof(wb_error) == 512);
WB_LAYOUT(message, sizeof(wb_message) == 72);
WB_LAYOUT(outcome, sizeof(wb_outcome) == 64);
WB_LAYOUT(host, sizeof(wb_host) == 96);
WB_LAYOUT(host_log, offsetof(wb_host, log) == 40);
WB_LAYOUT(api, sizeof(wardbridge_plugin_api) == 128);
WB_LAYOUT(api_create, offsetof(wardbridge_plugin_api, create) == 56);
#undef WB_LAYOUT
#endif

/* NOLINTEND(readability-identifier-naming) */

#ifdef __cplusplus
}
#endif
#endif
