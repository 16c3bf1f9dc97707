#pragma once

#include <string>

namespace platen {

// What a picture says about itself, in words for a caption: UTF-8, each at most some hundred bytes,
// empty where it says nothing.
struct PictureFacts {
  std::string title;
  std::string description;
  std::string creator;  // "Ada Lovelace, Mary Somerville"
  std::string date;     // "2024-05-17"
  std::string camera;   // "Canon EOS R5"
  std::string exposure; // "1/250 s, f/5.6, ISO 200, 85 mm"
  std::string copyright;
  bool operator==(const PictureFacts&) const = default;
};

} // namespace platen
