/* A host in C99: loads the real plugin, goes through its life, and tries every wrong order.
 *
 *   abi_client LIBRARY CONFIGURATION
 *
 * CONFIGURATION has one feed and no listener; its store does not exist yet. Prints "ok WHAT" or
 * "not ok WHAT" for each check; exit 0 when all are ok. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dlfcn.h>

#include "engine-adapter/include/wardbridge_plugin.h"

static int failures;
static long logged;
static pthread_mutex_t log_mutex = PTHREAD_MUTEX_INITIALIZER;

static void Check(int good, const char* what) {
  printf("%s %s\n", good ? "ok" : "not ok", what);
  fflush(stdout);
  if (!good) ++failures;
}

static wb_str Text(const char* text) {
  wb_str str = {text, strlen(text)};
  return str;
}

static wb_str Nothing(void) {
  wb_str str = {NULL, 0};
  return str;
}

static int Has(wb_str text, const char* part) {
  const size_t size = strlen(part);
  uint64_t at;
  for (at = 0; text.data != NULL && at + size <= text.size; ++at) {
    if (memcmp(text.data + at, part, size) == 0) return 1;
  }
  return 0;
}

static void WB_CALL Log(void* ctx, int32_t level, wb_str component, wb_str text) {
  (void)ctx;
  pthread_mutex_lock(&log_mutex);
  ++logged;
  fprintf(stderr, "%d %.*s %.*s\n", (int)level, (int)component.size, component.data, (int)text.size,
          text.data);
  pthread_mutex_unlock(&log_mutex);
}

static wb_host Host(void) {
  wb_host host;
  memset(&host, 0, sizeof host);
  host.struct_size = sizeof host;
  host.abi_major = WB_ABI_MAJOR;
  host.abi_minor = WB_ABI_MINOR;
  host.name = "abi_client";
  host.version = "1";
  host.log = Log;
  return host;
}

static wb_error NoError(void) {
  wb_error error;
  memset(&error, 0, sizeof error);
  error.struct_size = sizeof error;
  return error;
}

static wb_status Hand(const wardbridge_plugin_api* api, wb_instance* instance, const char* body,
                      const char* feed, uint32_t flags, wb_outcome* outcome, wb_error* error) {
  wb_message message;
  memset(&message, 0, sizeof message);
  message.struct_size = sizeof message;
  message.flags = flags;
  message.body = Text(body);
  message.source = feed == NULL ? Nothing() : Text(feed);
  memset(outcome, 0, sizeof *outcome);
  outcome->struct_size = sizeof *outcome;
  return api->process(instance, &message, outcome, error);
}

/* An admission to the virtual ward; the NHS number is of the test range. */
static const char kAdmission[] =
    "MSH|^~\\&|PAS|RXX|WB|RXX|20261020090000||ADT^A01|ABI0001|P|2.4\r"
    "EVN||20261020090000|||20261020085500|20261020085500\r"
    "PID|1||9990000018^^^NHS||TESTPATIENT^CEDAR||19440229|F\r"
    "PV1|1|I|^VWRESP^^RXX01||||||||||||||||V0001||||||||||||||||||||||||20261020085500\r";

static const char kNotHl7[] = "{\"resourceType\":\"Patient\"}";

static void WrongOrdersBeforeStart(const wardbridge_plugin_api* api, wb_instance* instance) {
  wb_error error = NoError();
  wb_outcome outcome;
  Check(Hand(api, instance, kAdmission, NULL, 0, &outcome, &error) == WB_E_STATE,
        "process before start is refused");
  Check(error.status == WB_E_STATE && error.code[0] != '\0', "and the error says so");
  Check(outcome.owner == NULL && outcome.ack.size == 0, "and the outcome stays empty");
  Check(api->stop(instance, 0, &error) == WB_E_STATE, "stop before start is refused");
  Check(api->status_json(instance, NULL, 0) > 0, "status works before start");
}

static void Messages(const wardbridge_plugin_api* api, wb_instance* instance) {
  wb_error error = NoError();
  wb_outcome outcome;
  Check(Hand(api, instance, kAdmission, NULL, 0, &outcome, &error) == WB_OK, "a message is taken");
  Check(outcome.disposition == WB_D_ACCEPTED, "and accepted");
  Check(Has(outcome.ack, "MSA|AA|ABI0001"), "and its acknowledgement says AA with its control id");
  Check(outcome.ack.size > 0 && outcome.ack.data[outcome.ack.size - 1] == '\r', "and ends with CR");
  Check(outcome.report.size > 0 && outcome.report.data[0] == '{', "and the report is JSON");
  api->outcome_release(&outcome);
  Check(outcome.owner == NULL && outcome.ack.data == NULL, "a released outcome is empty");

  Check(Hand(api, instance, kAdmission, NULL, 0, &outcome, &error) == WB_OK &&
            outcome.disposition == WB_D_DUPLICATE && Has(outcome.ack, "MSA|AA|ABI0001"),
        "the same message again is a duplicate with AA");
  api->outcome_release(&outcome);

  Check(Hand(api, instance, kNotHl7, NULL, 0, &outcome, &error) == WB_OK &&
            outcome.disposition == WB_D_REJECTED,
        "bytes that are no HL7 are rejected");
  api->outcome_release(&outcome);

  Check(Hand(api, instance, kAdmission, "no-such-feed", 0, &outcome, &error) == WB_E_ARGUMENT,
        "an unknown feed is an argument fault");
  api->outcome_release(&outcome);
  Check(Hand(api, instance, kAdmission, NULL, 1u << 31, &outcome, &error) == WB_E_ARGUMENT,
        "an unknown flag is an argument fault");
  Check(Hand(api, instance, kAdmission, NULL, WB_MSG_DRY_RUN, &outcome, &error) == WB_OK,
        "a dry run works");
  Check(outcome.bundle.size == 0, "and has no Bundle while the stay is open");
  api->outcome_release(&outcome);
}

static void Status(const wardbridge_plugin_api* api, wb_instance* instance) {
  const int64_t needed = api->status_json(instance, NULL, 0);
  char* json = malloc((size_t)needed + 4096);
  wb_str text;
  int64_t got;
  if (json == NULL) exit(1);
  got = api->status_json(instance, json, (uint64_t)needed + 4096);
  text.data = json;
  text.size = (uint64_t)got;
  Check(got > 0 && json[0] == '{' && json[got - 1] == '}', "status is one JSON object");
  Check(Has(text, "\"state\":\"started\""), "and says started");
  Check(!Has(text, "9990000018") && !Has(text, "TESTPATIENT"), "and knows no patient");
  free(json);
}

static void Life(const wardbridge_plugin_api* api, const char* configuration) {
  wb_host host = Host();
  wb_error error = NoError();
  wb_instance* instance = NULL;
  wb_outcome outcome;
  Check(api->create(&host, Text(configuration), 1, &instance, &error) == WB_OK && instance != NULL,
        "create");
  if (instance == NULL) {
    printf("# %s: %s (%s)\n", error.where, error.text, error.code);
    return;
  }
  memset(&host, 0x5a, sizeof host); /* the plugin has its own copy */
  WrongOrdersBeforeStart(api, instance);
  Check(api->start(instance, &error) == WB_OK, "start");
  if (error.status != WB_OK) printf("# %s: %s (%s)\n", error.where, error.text, error.code);
  Check(api->start(instance, &error) == WB_E_STATE, "start twice is refused");
  Messages(api, instance);
  Status(api, instance);
  Check(api->stop(instance, 10000, &error) == WB_OK, "stop");
  Check(api->stop(instance, 0, &error) == WB_OK, "stop again does nothing and is fine");
  Check(api->start(instance, &error) == WB_E_STATE, "start after stop is refused");
  Check(Hand(api, instance, kAdmission, NULL, 0, &outcome, &error) == WB_E_STATE,
        "process after stop is refused");
  Check(api->status_json(instance, NULL, 0) > 0, "status works after stop");
  api->destroy(instance);
  Check(logged > 0, "the plugin logged to its host");
}

/* A second life on the same store: what was acknowledged is known. */
static void SecondLife(const wardbridge_plugin_api* api, const char* configuration) {
  wb_host host = Host();
  wb_error error = NoError();
  wb_instance* instance = NULL;
  wb_outcome outcome;
  if (api->create(&host, Text(configuration), 1, &instance, &error) != WB_OK) {
    Check(0, "create again");
    return;
  }
  Check(api->start(instance, &error) == WB_OK, "start again on the same store");
  Check(Hand(api, instance, kAdmission, NULL, 0, &outcome, &error) == WB_OK &&
            outcome.disposition == WB_D_DUPLICATE,
        "what was acknowledged before is known");
  api->destroy(instance); /* without stop */
  Check(Has(outcome.ack, "MSA|AA|ABI0001"), "an outcome outlives its instance");
  api->outcome_release(&outcome);
}

static void Refusals(const wardbridge_plugin_api* api) {
  wb_host host = Host();
  wb_error error = NoError();
  wb_instance* instance = (wb_instance*)&host;
  Check(
      api->create(&host, Text("wardbridge: 1\nunheard: of\n"), 0, &instance, &error) == WB_E_CONFIG,
      "a faulty configuration is refused");
  Check(instance == NULL, "and gives no instance");
  Check(strncmp(error.code, "config.", 7) == 0 && strchr(error.where, ':') != NULL,
        "and says code and place");
  Check(
      api->create(&host, Text("/nonexistent/wardbridge.yaml"), 1, &instance, &error) == WB_E_CONFIG,
      "a missing configuration is refused");
  host.struct_size = 8;
  Check(api->create(&host, Text("wardbridge: 1\n"), 0, &instance, &error) == WB_E_ARGUMENT,
        "a host that is too small is refused");
  api->destroy(NULL);
  Check(api->status_json(NULL, NULL, 0) == -1, "status of nothing is -1");
}

int main(int argc, char** argv) {
  void* library;
  wardbridge_plugin_entry entry;
  const wardbridge_plugin_api* api;
  wb_error error = NoError();
  if (argc != 3) {
    fprintf(stderr, "usage: abi_client LIBRARY CONFIGURATION\n");
    return 1;
  }
  library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  Check(library != NULL, "the library loads with all symbols bound");
  if (library == NULL) {
    printf("# %s\n", dlerror());
    return 1;
  }
  *(void**)&entry =
      dlsym(library, WB_ENTRY_SYMBOL); /* POSIX's own way to get a function out of dlsym */
  Check(entry != NULL, "the entry symbol is there");
  if (entry == NULL) return 1;
  Check(entry(WB_ABI_MAJOR + 1, 0, &error) == NULL && error.status == WB_E_VERSION,
        "an unknown major gets no table");
  api = entry(WB_ABI_MAJOR, WB_ABI_MINOR, &error);
  Check(api != NULL && api->abi_major == WB_ABI_MAJOR &&
            WB_HAS(wardbridge_plugin_api, api, get_extension),
        "the table is whole");
  if (api == NULL) return 1;
  Refusals(api);
  Life(api, argv[2]);
  SecondLife(api, argv[2]);
  dlclose(library);
  Check(dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD) != NULL, "the library stays mapped after dlclose");
  return failures == 0 ? 0 : 1;
}
