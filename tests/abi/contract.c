/* The contract as C99 sees it: layout, and every struct usable without C++. Compiled, and run for
 * the sizes. */
#include <stdio.h>

#include "engine-adapter/include/wardbridge_plugin.h"

static int failed;

static void Same(const char* what, size_t got, size_t want) {
  printf("%s %s\n", got == want ? "ok" : "not ok", what);
  if (got != want) failed = 1;
}

int main(void) {
  wb_error error = {sizeof(wb_error), WB_OK, "", "", ""};
  wb_message message = {sizeof(wb_message), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0};
  wardbridge_plugin_entry entry = NULL;
  Same("wb_str has 16 bytes", sizeof(wb_str), 16);
  Same("wb_error has 512 bytes", sizeof(wb_error), 512);
  Same("wb_message has 72 bytes", sizeof(wb_message), 72);
  Same("wb_outcome has 64 bytes", sizeof(wb_outcome), 64);
  Same("wb_host has 96 bytes", sizeof(wb_host), 96);
  Same("wardbridge_plugin_api has 128 bytes", sizeof(wardbridge_plugin_api), 128);
  Same("error.where begins at 40", offsetof(wb_error, where), 40);
  Same("message.timeout_ms begins at 64", offsetof(wb_message, timeout_ms), 64);
  Same("WB_HAS sees the last field of a whole struct", WB_HAS(wb_error, &error, text), 1);
  error.struct_size = (uint32_t)offsetof(wb_error, text);
  Same("WB_HAS does not see a field beyond struct_size", WB_HAS(wb_error, &error, text), 0);
  (void)message;
  (void)entry;
  return failed;
}
