#include "intake/ipp/formats.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

const std::array<std::string, 9> formats{std::string(default_format),
                                         "application/pdf",
                                         "application/postscript",
                                         "image/jpeg",
                                         "image/png",
                                         "image/pwg-raster",
                                         "image/tiff",
                                         "image/urf",
                                         "text/plain"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::span<const std::string> document_formats() {
  return formats;
}

bool takes_format(std::string_view mime) {
  mime = mime.substr(0, mime.find(';'));
  while (mime.ends_with(' '))
    mime.remove_suffix(1);
  return std::any_of(formats.begin(), formats.end(), [&](const std::string& known) {
    return std::equal(mime.begin(), mime.end(), known.begin(), known.end(),
                      [](char a, char b) { return lower(a) == b; });
  });
}

} // namespace platen::intake::ipp
