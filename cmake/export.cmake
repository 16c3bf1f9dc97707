# The part of platen that other programs may use (docs/manual/developer/library.md): find_package(platen), then link platen::encode.
# Component "development": packages may put it beside the programs.
include(CMakePackageConfigHelpers)
set(library_modules base units image model encode)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/platen)

foreach(module IN LISTS library_modules)
  set_target_properties(platen_${module} PROPERTIES EXPORT_NAME ${module})
  target_include_directories(platen_${module} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/platen>)
  target_compile_features(platen_${module} INTERFACE cxx_std_20)
  install(TARGETS platen_${module} EXPORT platen_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/platen COMPONENT development)
  # Headers below a module's folder, and those of how TOML is read, are its own affair.
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/src/${module}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/platen/${module} COMPONENT development
          FILES_MATCHING PATTERN "*.h" PATTERN "ivec" EXCLUDE PATTERN "pages" EXCLUDE PATTERN "pclxl" EXCLUDE PATTERN "pcl5" EXCLUDE
                         PATTERN "raster" EXCLUDE PATTERN "toml_*.h" EXCLUDE PATTERN "load_parts.h" EXCLUDE PATTERN "option_row_parts.h" EXCLUDE
                         PATTERN "equal_bytes.h" EXCLUDE PATTERN "run_map.h" EXCLUDE PATTERN "pack_bits.h" EXCLUDE)
endforeach()

install(EXPORT platen_targets NAMESPACE platen:: DESTINATION ${package_folder} FILE platenTargets.cmake COMPONENT development)
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/platenConfig.cmake.in ${CMAKE_BINARY_DIR}/platenConfig.cmake
                              INSTALL_DESTINATION ${package_folder} PATH_VARS CMAKE_INSTALL_DATADIR)
# Before 1.0 a new minor version is a new interface.
write_basic_package_version_file(${CMAKE_BINARY_DIR}/platenConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/platenConfig.cmake ${CMAKE_BINARY_DIR}/platenConfigVersion.cmake DESTINATION ${package_folder}
        COMPONENT development)
