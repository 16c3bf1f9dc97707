#pragma once

#include "base/cancel.h"
#include "scan/page/page_image.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace platen::scan {

// One word as it was read, in pixels of the page.
struct Word {
  std::string text; // UTF-8
  std::int32_t left = 0, top = 0, width = 0, height = 0;
  std::int32_t baseline = 0;   // row of its baseline at the left end
  double slope = 0;            // rows per column along it
  std::int32_t confidence = 0; // 0 to 100
};
struct Line {
  std::vector<Word> words;
};
struct PageText {
  std::vector<Line> lines; // in reading order
  std::int32_t turn = 0;   // see FindOrientation; filled by find_orientation()
  double turn_confidence = 0;
};

struct TextTerms {
  // Of what is installed; Errc::invalid names those that are. Empty: English.
  std::vector<std::string> languages = {};
  std::chrono::seconds cpu{120};
  std::uint64_t memory_bytes = 1ULL << 30;
  bool without_sandbox = false; // go on where the kernel cannot confine it wholly
};

// By Tesseract in a process of its own, in the sandbox; one that dies costs the page's text and
// says why. From any thread.
Result<PageText> recognise(const PageImage& page, const TextTerms& terms, const Cancel& cancel);
// Of `terms` all but the languages.
Result<std::pair<std::int32_t, double>>
find_orientation(const PageImage& page, const TextTerms& terms, const Cancel& cancel);
std::vector<std::string> installed_languages();

} // namespace platen::scan
