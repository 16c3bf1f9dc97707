add_executable(bench_encode ${CMAKE_CURRENT_LIST_DIR}/encode.cpp)
target_link_libraries(bench_encode PRIVATE platen_encode benchmark::benchmark platen_warnings)
