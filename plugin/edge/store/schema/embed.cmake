# Writes OUTPUT, a C++ fragment with the text of each file of INPUTS (separated by commas), in their order.
string(REPLACE "," ";" INPUTS "${INPUTS}")
set(text "// Made by the build from schema/*.sql.\nconstexpr const char* kSchemaFiles[] = {\n")
foreach(input IN LISTS INPUTS)
  file(READ "${input}" sql)
  string(APPEND text "R\"sql(${sql})sql\",\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}};\n")
