// Makes files of page files, and reads text, as a scan session does; for tests and benchmarks.
#include "base/file.h"
#include "scan/pack/pack.h"
#include "scan/page/page_file.h"
#include "scan/text/text.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <span>
#include <sstream>
#include <string_view>

using namespace platen;
using namespace platen::scan;

namespace {

constexpr std::string_view usage =
    "scan_files words LANGUAGE PAGE | orientation PAGE | pack FOLDER [NAME=VALUE...] [--] PAGE...\n"
    "  format=pdf|pdfa|tiff|jpeg|png lossless= text=LANGUAGES quality= pages= bytes= name= title=\n"
    "  author= time= counter= recipe= user= profile=FILE\n"
    "  given=FILE: the text of every page, as `words` prints it\n";

struct Wanted {
  FileSettings settings;
  std::optional<PageText> given;
  NameFields fields;
  Buffer profile;
};

// What print_words() printed.
Result<PageText> read_words(const std::string& file) {
  std::ifstream in(file);
  PageText text;
  text.lines.emplace_back();
  for (std::string row; std::getline(in, row);) {
    if (row.empty()) {
      text.lines.emplace_back();
      continue;
    }
    Word w;
    std::istringstream fields(row);
    fields >> w.left >> w.top >> w.width >> w.height >> w.baseline >> w.slope >> w.confidence >>
        w.text;
    if (!fields) return fail(Errc::malformed, file + ": " + row);
    text.lines.back().words.push_back(w);
  }
  if (text.lines.back().words.empty()) text.lines.pop_back();
  return text;
}

Result<void> take(Wanted& wanted, std::string_view name, const std::string& value) {
  static constexpr std::string_view formats[] = {"pdf", "pdfa", "tiff", "jpeg", "png"};
  FileSettings& s = wanted.settings;
  for (int i = 0; name == "format" && i < 5; ++i)
    if (value == formats[i]) s.format = static_cast<Format>(i);
  if (name == "lossless") s.lossless = value == "yes";
  if (name == "quality") s.jpeg_quality = std::atoi(value.c_str());
  if (name == "pages") s.pages_per_file = std::atoi(value.c_str());
  if (name == "bytes") s.bytes_per_file = std::strtoull(value.c_str(), nullptr, 10);
  if (name == "name") s.name = value;
  if (name == "title") s.title = value;
  if (name == "author") s.author = value;
  if (name == "time") wanted.fields.time = std::atoll(value.c_str());
  if (name == "counter") wanted.fields.counter = std::atoll(value.c_str());
  if (name == "recipe") wanted.fields.recipe = value;
  if (name == "user") wanted.fields.user = value;
  if (name == "text") {
    s.text = true;
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t end = std::min(rest.find('+'), rest.size());
      s.languages.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (name == "given") {
    TRY(wanted.given, read_words(value));
  }
  if (name == "profile") {
    TRY(wanted.profile, read_file(value, 16 << 20));
  }
  return {};
}

Result<void> print_words(const std::string& language, const std::string& file) {
  TRY(const PageImage page, read_page_file(file));
  TRY(const PageText text, recognise(page, {.languages = {language}}, Cancel{}));
  for (const Line& line : text.lines) {
    for (const Word& w : line.words)
      std::cout << w.left << '\t' << w.top << '\t' << w.width << '\t' << w.height << '\t'
                << w.baseline << '\t' << w.slope << '\t' << w.confidence << '\t' << w.text << '\n';
    std::cout << '\n';
  }
  return {};
}

Result<void> print_orientation(const std::string& file) {
  TRY(const PageImage page, read_page_file(file));
  TRY(const auto found, find_orientation(page, {}, Cancel{}));
  std::cout << found.first << '\t' << found.second << '\n';
  return {};
}

Result<void> pack_pages(std::span<char*> arguments) {
  Wanted wanted;
  const std::filesystem::path folder = arguments[0];
  std::size_t i = 1;
  for (; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--") {
      ++i;
      break;
    }
    const std::size_t sign = argument.find('=');
    if (sign == std::string_view::npos) break;
    TRY_VOID(take(wanted, argument.substr(0, sign), std::string(argument.substr(sign + 1))));
  }
  std::vector<PackPage> pages;
  std::vector<Result<PageText>> texts;
  for (const char* const file : arguments.subspan(i)) {
    pages.push_back({file, {}});
    if (!wanted.settings.text || wanted.given) continue;
    TRY(const PageImage page, read_page_file(file));
    texts.push_back(recognise(page, {.languages = wanted.settings.languages}, Cancel{}));
    if (!texts.back()) return Failure(texts.back().error());
  }
  for (std::size_t page = 0; page < pages.size(); ++page)
    if (wanted.settings.text)
      pages[page].text = [&, page] { return wanted.given ? *wanted.given : texts[page]; };
  TRY(const auto files, pack(pages, wanted.settings, wanted.fields, wanted.profile, folder, {}));
  for (const PackedFile& file : files)
    std::cout << file.path.string() << '\t' << file.name << '\t' << file.media_type << '\t'
              << file.first_page << '\t' << file.pages << '\t' << file.bytes << '\n';
  return {};
}

Result<void> run(std::span<char*> arguments) {
  const std::string_view what = arguments.empty() ? "" : arguments[0];
  if (what == "words" && arguments.size() == 3) return print_words(arguments[1], arguments[2]);
  if (what == "orientation" && arguments.size() == 2) return print_orientation(arguments[1]);
  if (what == "pack" && arguments.size() > 1) return pack_pages(arguments.subspan(1));
  return fail(Errc::invalid, std::string(usage));
}

} // namespace

int main(int count, char** values) {
  const auto done = run(std::span(values, static_cast<std::size_t>(count)).subspan(1));
  if (done) return 0;
  std::cerr << done.error().message() << '\n';
  return 1;
}
