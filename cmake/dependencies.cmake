# Debian packages only; each is an imported target named after its package.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
set(THREADS_PREFER_PTHREAD_FLAG ON)

pkg_check_modules(lcms2 REQUIRED IMPORTED_TARGET lcms2)
pkg_check_modules(libjpeg REQUIRED IMPORTED_TARGET libjpeg)
pkg_check_modules(libpng REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(libtiff REQUIRED IMPORTED_TARGET libtiff-4)
pkg_check_modules(libqpdf REQUIRED IMPORTED_TARGET libqpdf)
pkg_check_modules(libseccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(libhwy REQUIRED IMPORTED_TARGET libhwy)
# Without the targets whose vectors have no size at compile time: vectors stand in arrays and structures here.
target_compile_definitions(PkgConfig::libhwy INTERFACE "HWY_DISABLED_TARGETS=(HWY_SVE|HWY_SVE2|HWY_SVE_256|HWY_SVE2_128|HWY_RVV)")
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo)
pkg_check_modules(libargon2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(avahi REQUIRED IMPORTED_TARGET avahi-client)
pkg_check_modules(openssl REQUIRED IMPORTED_TARGET openssl)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(libusb REQUIRED IMPORTED_TARGET libusb-1.0)
pkg_check_modules(netsnmp REQUIRED IMPORTED_TARGET netsnmp)
pkg_check_modules(libbrotlienc REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(libxml2 REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(libcurl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(smbclient REQUIRED IMPORTED_TARGET smbclient)
pkg_check_modules(sane REQUIRED IMPORTED_TARGET sane-backends)
pkg_check_modules(leptonica REQUIRED IMPORTED_TARGET lept)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
# Its pkg-config file names libarchive and libcurl as well, which only a static tesseract needs.
find_path(TESSERACT_INCLUDE tesseract/baseapi.h REQUIRED)
find_library(TESSERACT_LIBRARY tesseract REQUIRED)

find_library(CUPS_LIBRARY cups REQUIRED)
find_library(CUPSIMAGE_LIBRARY cupsimage)
add_library(platen_cups INTERFACE)
target_link_libraries(platen_cups INTERFACE ${CUPS_LIBRARY} $<$<BOOL:${CUPSIMAGE_LIBRARY}>:${CUPSIMAGE_LIBRARY}>)

find_path(BOOST_INCLUDE boost/beast.hpp REQUIRED)
add_library(platen_boost INTERFACE) # Beast and Asio are headers alone
target_include_directories(platen_boost SYSTEM INTERFACE ${BOOST_INCLUDE})
target_link_libraries(platen_boost INTERFACE Threads::Threads)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Clang 14 has C++20's coroutines, but neither libstdc++ 12 nor Boost 1.74 takes its word for it.
  target_compile_definitions(
    platen_boost INTERFACE __cpp_impl_coroutine=201902L BOOST_ASIO_HAS_CO_AWAIT BOOST_ASIO_HAS_STD_COROUTINE)
  target_compile_options(platen_boost INTERFACE -fno-sanitize=function) # it cannot mark the parts of a coroutine
else()
  # GCC 12 inlines one half of the pair with which Asio allocates a coroutine, and then sees two that do not match.
  target_compile_options(platen_boost INTERFACE -Wno-mismatched-new-delete)
endif()
if(PLATEN_SANITIZE MATCHES "thread")
  target_compile_definitions(platen_boost INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK) # it does not know fences
endif()

find_package(nlohmann_json REQUIRED)
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)
find_path(EXPECTED_INCLUDE tl/expected.hpp REQUIRED)

if(PLATEN_TESTS)
  find_package(GTest REQUIRED)
  find_path(RAPIDCHECK_INCLUDE rapidcheck.h REQUIRED)
  find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
  add_library(platen_rapidcheck INTERFACE)
  target_include_directories(platen_rapidcheck SYSTEM INTERFACE ${RAPIDCHECK_INCLUDE})
  target_link_libraries(platen_rapidcheck INTERFACE ${RAPIDCHECK_LIBRARY})
endif()
if(PLATEN_BENCH)
  find_package(benchmark REQUIRED)
endif()
