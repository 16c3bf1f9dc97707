platen_fuzz(job_record SOURCES job_record_fuzz.cpp LINK platen_job RUNS 20000)
platen_fuzz(job_options SOURCES job_options_fuzz.cpp LINK platen_layout RUNS 10000)
target_compile_definitions(fuzz_job_options PRIVATE PLATEN_SOURCE_DATA="${CMAKE_SOURCE_DIR}/data")
