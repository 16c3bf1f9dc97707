add_executable(bench_store ${CMAKE_CURRENT_LIST_DIR}/store.cpp)
target_link_libraries(bench_store PRIVATE platen_job platen_warnings)
