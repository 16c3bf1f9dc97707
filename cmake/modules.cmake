# platen_module(NAME SOURCES ... [DEPENDS ...] [PRIVATE ...])
# One folder under src/ is one static library platen_NAME; its headers are included as "NAME/file.h".
# DEPENDS: modules (or libraries) that its headers use; PRIVATE: those that only its sources use.
function(platen_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_library(platen_${name} STATIC ${arg_SOURCES})
  # What is installed of it (cmake/export.cmake) has its headers elsewhere, and no warnings of ours.
  target_include_directories(platen_${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/src>)
  target_include_directories(platen_${name} SYSTEM PUBLIC $<BUILD_INTERFACE:${EXPECTED_INCLUDE}>)
  target_link_libraries(platen_${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE} $<BUILD_INTERFACE:platen_warnings>)
endfunction()

# platen_time_limit(TEST SECONDS): how long a test may take; builds that are slow by nature multiply it.
function(platen_time_limit test seconds)
  math(EXPR limit "${seconds} * ${PLATEN_TEST_PATIENCE}")
  set_tests_properties(${test} PROPERTIES TIMEOUT ${limit})
endfunction()

# platen_test(NAME SOURCES ... LINK ...): one GoogleTest program; every TEST in it becomes one ctest case.
function(platen_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gtest_main GTest::gmock platen_rapidcheck platen_warnings)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  # "." as the working directory would let tests leave files in the source tree.
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/tests/work)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/tests/work)
  platen_time_limit(${name} 300)
endfunction()
