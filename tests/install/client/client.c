/* Loads the installed plugin through its contract and says which version it found. */
#include <stdio.h>
#include <string.h>
#include <wardbridge_plugin.h>

#include <dlfcn.h>

typedef const wardbridge_plugin_api*(WB_CALL* entry_function)(uint32_t, uint32_t, wb_error*);

int main(void) {
  wb_error error;
  const wardbridge_plugin_api* api = NULL;
  entry_function entry = NULL;
  void* symbol = NULL;
  void* library = dlopen(PLUGIN, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  symbol = dlsym(library, WB_ENTRY_SYMBOL);
  if (symbol == NULL) {
    fprintf(stderr, "no entry symbol\n");
    return 1;
  }
  memcpy(&entry, &symbol, sizeof entry); /* ISO C has no cast from object to function pointer */
  memset(&error, 0, sizeof error);
  error.struct_size = sizeof error;
  api = entry(WB_ABI_MAJOR, WB_ABI_MINOR, &error);
  if (api == NULL || api->abi_major != WB_ABI_MAJOR || api->create == NULL) {
    fprintf(stderr, "no table of functions: %s\n", error.text);
    return 1;
  }
  printf("%s %s\n", api->id, api->version);
  return 0;
}
