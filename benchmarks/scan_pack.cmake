# The program that scan_pack.py times is the tests'; the preset "bench" has no tests.
if(NOT TARGET platen_scan_files)
  add_executable(platen_scan_files ${CMAKE_SOURCE_DIR}/tests/support/scan_files_main.cpp)
  target_link_libraries(platen_scan_files PRIVATE platen_scan_pack platen_scan_text platen_scan_page platen_warnings)
  add_dependencies(platen_scan_files platen_ocr)
endif()
