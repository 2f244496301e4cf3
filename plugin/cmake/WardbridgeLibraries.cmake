# Third-party libraries, each found once and named once. All come from Debian 12.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS system)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(pugixml REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo)
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo pangoft2 fontconfig)
pkg_check_modules(QPDF REQUIRED IMPORTED_TARGET libqpdf)

# prometheus-cpp's package file wants curl and civetweb for its push and pull parts; only the core is used here.
find_library(WARDBRIDGE_PROMETHEUS_CORE prometheus-cpp-core REQUIRED)
find_path(WARDBRIDGE_PROMETHEUS_INCLUDE prometheus/registry.h REQUIRED)
add_library(wardbridge_prometheus INTERFACE)
target_include_directories(wardbridge_prometheus SYSTEM INTERFACE ${WARDBRIDGE_PROMETHEUS_INCLUDE})
target_link_libraries(wardbridge_prometheus INTERFACE ${WARDBRIDGE_PROMETHEUS_CORE})

# Asio and Beast are compiled once, in edge/net; everybody else sees declarations only.
add_library(wardbridge_asio INTERFACE)
target_compile_definitions(wardbridge_asio INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(wardbridge_asio INTERFACE Boost::headers OpenSSL::SSL OpenSSL::Crypto Threads::Threads)

if(WARDBRIDGE_BUILD_TESTS)
  find_package(Boost 1.81 REQUIRED COMPONENTS unit_test_framework)
endif()
