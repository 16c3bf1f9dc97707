# Every warning that finds real faults is an error; third-party headers come in as system headers.
add_library(platen_warnings INTERFACE)
target_compile_options(
  platen_warnings
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wconversion
            -Wsign-conversion
            -Wshadow
            -Wnon-virtual-dtor
            -Wold-style-cast
            -Woverloaded-virtual
            -Wcast-align
            -Wnull-dereference
            -Wformat=2
            -Wimplicit-fallthrough
            -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(platen_warnings INTERFACE -Wduplicated-cond -Wlogical-op)
  # GCC 12 reports null dereferences and overreads inside the standard library's own inlined code.
  target_compile_options(platen_warnings INTERFACE -Wno-null-dereference -Wno-restrict)
endif()
