add_executable(bench_kernels ${CMAKE_CURRENT_LIST_DIR}/kernels.cpp)
target_link_libraries(bench_kernels PRIVATE platen_pipeline platen_resample platen_sharpen platen_colour platen_halftone
                                            PkgConfig::lcms2 benchmark::benchmark_main platen_warnings)
