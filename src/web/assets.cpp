#include "web/assets.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>

#include <brotli/encode.h>
#include <libdeflate.h>

namespace platen::web {

namespace {

struct Entry {
  std::string_view path;
  const char* begin;
  const char* end;
};
#include "web/assets_table.inc"

std::string_view media_type_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> types{
      {{".html", "text/html; charset=utf-8"},
       {".css", "text/css; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".json", "application/json"},
       {".svg", "image/svg+xml"},
       {".webmanifest", "application/manifest+json"},
       {".png", "image/png"}}};
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

// Scripts, styles and words without indentation and without the lines that are comments: a seventh
// of what is sent. No text of ours goes over the end of a line (tests/house/app_test.py).
std::string lean(std::string_view content) {
  std::string out;
  out.reserve(content.size());
  while (!content.empty()) {
    const std::size_t end = std::min(content.find('\n'), content.size() - 1) + 1;
    std::string_view line = content.substr(0, end);
    content.remove_prefix(end);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const bool comment =
        line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/\n"));
    if (!comment && line != "\n") out += line;
  }
  return out;
}

// FNV-1a: names a content, and is the same on every machine. Weak, as one name stands for all
// codings of a file (RFC 9110 section 8.8.3.3).
std::string etag_of(std::string_view content) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : content)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  std::string text = "W/\"";
  for (int shift = 60; shift >= 0; shift -= 4)
    text += "0123456789abcdef"[(hash >> shift) & 15];
  return text + "\"";
}

// Empty where it does not become smaller. libdeflate looks longer than zlib does, for 2 % less.
std::string gzip(std::string_view content) {
  constexpr int smallest = 12;
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(smallest), libdeflate_free_compressor);
  if (!compressor) return {};
  std::string out(content.size(), '\0');
  // 0: it does not fit.
  out.resize(libdeflate_gzip_compress(compressor.get(), content.data(), content.size(), out.data(),
                                      out.size()));
  return out;
}

// The same: an eighth less than gzip, as its dictionary knows scripts, styles and words of several
// languages. Browsers take it over TLS and on their own machine.
std::string brotli(std::string_view content) {
  std::string out(content.size(), '\0');
  std::size_t size = out.size();
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(content.data());
  const bool fits = BrotliEncoderCompress(
                        BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, content.size(),
                        bytes, &size, reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE;
  out.resize(fits ? size : 0);
  return out;
}

Asset make(const Entry& entry) {
  const std::string_view source(entry.begin, static_cast<std::size_t>(entry.end - entry.begin));
  const bool lines_alone =
      entry.path.ends_with(".js") || entry.path.ends_with(".css") || entry.path.ends_with(".json");
  auto content =
      std::make_shared<const std::string>(lines_alone ? lean(source) : std::string(source));
  return {media_type_of(entry.path), content, Coding::none, etag_of(*content)};
}

Asset coded(const Asset& asset, Coding coding) {
  std::string content = coding == Coding::brotli ? brotli(*asset.content) : gzip(*asset.content);
  if (content.empty()) return asset;
  return {asset.media_type, std::make_shared<const std::string>(std::move(content)), coding,
          asset.etag};
}

// All of them, each kept as it was first made. Several threads make several at a time.
class Shelf {
public:
  const Asset* find(std::string_view path, Coding coding) {
    const auto entry = std::ranges::find(entries, path, &Entry::path);
    if (entry == entries.end()) return nullptr;
    const Key key(entry->path, coding);
    if (const Asset* const known = kept(key)) return known;
    Asset asset = coding == Coding::none ? make(*entry) : coded(*find(path, Coding::none), coding);
    const std::lock_guard lock(mutex_);
    return &made_.emplace(key, std::move(asset)).first->second;
  }

private:
  using Key = std::pair<std::string_view, Coding>;

  const Asset* kept(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto known = made_.find(key);
    return known == made_.end() ? nullptr : &known->second;
  }

  std::mutex mutex_;
  std::map<Key, Asset> made_;
};

} // namespace

const Asset* find_asset(std::string_view path, Coding coding) {
  static Shelf shelf;
  return shelf.find(path, coding);
}

} // namespace platen::web
