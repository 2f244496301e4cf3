# The CMake package that an installed Wardbridge offers to hosts: wardbridge::contract (the header) and
# wardbridge::plugin (the library to load at run time; nothing links to it).
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/wardbridge-config.cmake.in"
  "${PROJECT_BINARY_DIR}/wardbridge-config.cmake"
  INSTALL_DESTINATION lib/cmake/wardbridge)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/wardbridge-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/wardbridge-config.cmake"
  "${PROJECT_BINARY_DIR}/wardbridge-config-version.cmake"
  DESTINATION lib/cmake/wardbridge)
