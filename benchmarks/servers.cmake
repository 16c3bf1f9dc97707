add_executable(ipp_load ${CMAKE_CURRENT_LIST_DIR}/ipp_load.cpp)
target_link_libraries(ipp_load PRIVATE platen_cups platen_warnings)
