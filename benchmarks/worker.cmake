add_executable(bench_worker ${CMAKE_CURRENT_LIST_DIR}/worker.cpp)
target_link_libraries(bench_worker PRIVATE platen_render benchmark::benchmark platen_warnings)
add_dependencies(bench_worker platen_render_worker)
