# Plain char is signed on x86 and unsigned on ARM and POWER. The code is read, tested and fuzzed with the former (a byte of a device or
# a document above 127 is negative as a char until it is widened as one without a sign), so that it is so everywhere: else a comparison
# could mean something else on a Raspberry Pi. Only where it must be said: elsewhere the command line stays as it is.
include(CheckCXXSourceCompiles)
check_cxx_source_compiles("static_assert(static_cast<char>(-1) < 0); int main() {}" PLATEN_CHAR_IS_SIGNED)
if(NOT PLATEN_CHAR_IS_SIGNED)
  add_compile_options(-fsigned-char)
endif()
