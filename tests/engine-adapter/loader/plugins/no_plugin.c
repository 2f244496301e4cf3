/* A library that is no plugin. */
int wardbridge_no_plugin(void);
int wardbridge_no_plugin(void) { return 1; }
