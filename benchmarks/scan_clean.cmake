# Its pages are those of the tests, which this preset does not build.
set(scanned ${CMAKE_SOURCE_DIR}/tests/support/scanned)
add_executable(bench_scan_clean ${CMAKE_CURRENT_LIST_DIR}/scan_clean.cpp ${scanned}/dice.cpp ${scanned}/drawing.cpp
                                ${scanned}/jpeg.cpp ${scanned}/scene.cpp)
target_include_directories(bench_scan_clean PRIVATE ${CMAKE_SOURCE_DIR}/tests)
target_link_libraries(bench_scan_clean PRIVATE platen_scan_clean platen_scan_page PkgConfig::pangocairo PkgConfig::libjpeg
                                               benchmark::benchmark_main platen_warnings)
