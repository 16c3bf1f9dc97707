platen_fuzz(job_attributes SOURCES job_attributes_fuzz.cpp LINK platen_intake)
target_compile_definitions(fuzz_job_attributes PRIVATE PLATEN_SOURCE_DATA="${CMAKE_SOURCE_DIR}/data")
