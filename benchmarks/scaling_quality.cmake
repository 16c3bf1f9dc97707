add_executable(scaling_quality ${CMAKE_CURRENT_LIST_DIR}/scaling_quality.cpp
                               ${CMAKE_SOURCE_DIR}/tests/support/scaling_measures.cpp)
target_include_directories(scaling_quality PRIVATE ${CMAKE_SOURCE_DIR}/tests)
target_link_libraries(scaling_quality PRIVATE platen_pipeline platen_resample platen_warnings)
