#include "install/embedded.h"

extern "C" const char platen_install_en, platen_install_en_end, platen_install_de,
    platen_install_de_end, platen_install_ps1, platen_install_ps1_end;

namespace platen::install {

namespace {

std::string_view between(const char& begin, const char& end) {
  return {&begin, static_cast<std::size_t>(&end - &begin)};
}

} // namespace

std::string_view english_text() {
  return between(platen_install_en, platen_install_en_end);
}
std::string_view german_text() {
  return between(platen_install_de, platen_install_de_end);
}
std::string_view script_text() {
  return between(platen_install_ps1, platen_install_ps1_end);
}

} // namespace platen::install
