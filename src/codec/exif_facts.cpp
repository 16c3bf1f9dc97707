#include "codec/exif_facts.h"

#include "base/utf8.h"
#include "codec/exif_block.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace platen::codec {
namespace {

using exif::Block;
using exif::Entry;

constexpr std::uint16_t tag_description = 0x010e, tag_make = 0x010f, tag_model = 0x0110;
constexpr std::uint16_t tag_date = 0x0132, tag_artist = 0x013b, tag_copyright = 0x8298,
                        tag_exif_ifd = 0x8769;
constexpr std::uint16_t tag_exposure_time = 0x829a, tag_f_number = 0x829d, tag_iso = 0x8827;
constexpr std::uint16_t tag_original_date = 0x9003, tag_focal_length = 0x920a;
constexpr std::size_t longest_fact = 200;  // characters
constexpr std::size_t longest_text = 4096; // bytes looked at

// The beginning of a long text, not cut inside a character of UTF-8.
std::string_view beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80)
    --most;
  return text.substr(0, most);
}

std::string text_of(const Block& block, const Entry& entry) {
  if (entry.type != exif::type_ascii) return {};
  constexpr std::size_t inline_bytes = 4;
  const std::size_t at =
      entry.count <= inline_bytes ? entry.value_at : block.u32(entry.value_at).value_or(~0u);
  return fact_text(beginning(block.text(at, entry.count), longest_text));
}

struct Exposure {
  double seconds = 0, f_number = 0, focal_mm = 0;
  std::uint16_t iso = 0;
};

// At most four significant digits, none of them a zero behind the point: "85", "5.6", "0.3333";
// large numbers whole: "32000".
std::string short_number(double v) {
  std::array<char, 32> text{};
  constexpr double whole = 1'000;
  std::snprintf(text.data(), text.size(), v < whole ? "%.4g" : "%.0f", v);
  return text.data();
}

std::string exposure_text(const Exposure& e) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  constexpr double longest_fraction = 0.3, most = 1e5;
  if (e.seconds > 1 / most && e.seconds < most)
    add(e.seconds < longest_fraction ? "1/" + short_number(std::round(1 / e.seconds)) + " s"
                                     : short_number(e.seconds) + " s");
  if (e.f_number > 0 && e.f_number < most) add("f/" + short_number(e.f_number));
  if (e.iso > 0) add("ISO " + std::to_string(e.iso));
  if (e.focal_mm > 0 && e.focal_mm < most) add(short_number(e.focal_mm) + " mm");
  return text;
}

void read_exif_ifd(const Block& block, std::size_t at, PictureFacts& facts) {
  Exposure exposure;
  block.each_entry(at, [&](const Entry& entry) {
    const auto rational = [&] {
      return entry.type == exif::type_rational ? block.rational(entry).value_or(0) : 0;
    };
    switch (entry.tag) {
    case tag_original_date:
      facts.date = fact_date(text_of(block, entry));
      break;
    case tag_exposure_time:
      exposure.seconds = rational();
      break;
    case tag_f_number:
      exposure.f_number = rational();
      break;
    case tag_focal_length:
      exposure.focal_mm = rational();
      break;
    case tag_iso:
      if (entry.type == exif::type_short) exposure.iso = block.u16(entry.value_at).value_or(0);
      break;
    default:
      break;
    }
  });
  facts.exposure = exposure_text(exposure);
}

std::string from_latin1(std::string_view text) {
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xc0 | byte >> 6);
      utf8 += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return utf8;
}

} // namespace

std::string fact_text(std::string_view raw) {
  raw = raw.substr(0, raw.find('\0'));
  const bool utf8 = valid_utf8_prefix(raw) == raw.size();
  const std::string text = utf8 ? std::string(raw) : from_latin1(raw);
  std::string line;
  std::size_t characters = 0;
  for (std::string_view rest = text; !rest.empty() && characters < longest_fact; ++characters) {
    const std::size_t length = utf8_character(rest);
    const std::string_view character = rest.substr(0, length);
    line += is_utf8_control(character) ? " " : character;
    rest.remove_prefix(length);
  }
  const auto begin = line.find_first_not_of(' ');
  if (begin == line.npos) return {};
  return line.substr(begin, line.find_last_not_of(' ') - begin + 1);
}

std::string fact_date(std::string_view raw) {
  std::string digits;
  for (const char c : raw.substr(0, 10))
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != ':' && c != '-')
      return {};
  constexpr std::size_t year_month_day = 8;
  if (digits.size() != year_month_day || digits == "00000000") return {};
  return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

void add_name(std::string& names, const std::string& name) {
  if (name.empty() || names.size() + name.size() > longest_fact) return;
  names += (names.empty() ? "" : ", ") + name;
}

std::string camera_name(const std::string& make, const std::string& model) {
  const std::string maker = make.substr(0, make.find(' ')); // "NIKON CORPORATION", "NIKON D850"
  if (model.empty()) return make;
  return maker.empty() || model.starts_with(maker) ? model : make + " " + model;
}

void fill_in(PictureFacts& facts, const PictureFacts& others) {
  const auto take = [](std::string& mine, const std::string& other) {
    if (mine.empty()) mine = other;
  };
  take(facts.title, others.title);
  take(facts.description, others.description);
  take(facts.creator, others.creator);
  take(facts.date, others.date);
  take(facts.camera, others.camera);
  take(facts.exposure, others.exposure);
  take(facts.copyright, others.copyright);
}

PictureFacts read_exif_facts(Bytes tiff) {
  PictureFacts facts;
  const auto opened = exif::open_block(tiff);
  if (!opened) return facts;
  const auto& [block, first] = *opened;
  std::string make, model, date;
  block.each_entry(first, [&, &block = block](const Entry& entry) {
    switch (entry.tag) {
    case tag_description:
      facts.title = facts.description = text_of(block, entry);
      break;
    case tag_artist:
      facts.creator = text_of(block, entry);
      break;
    case tag_make:
      make = text_of(block, entry);
      break;
    case tag_model:
      model = text_of(block, entry);
      break;
    case tag_date:
      date = fact_date(text_of(block, entry));
      break;
    case tag_copyright:
      facts.copyright = text_of(block, entry);
      break;
    case tag_exif_ifd:
      if (const auto sub = block.u32(entry.value_at); sub && entry.type == exif::type_long)
        read_exif_ifd(block, *sub, facts);
      break;
    default:
      break;
    }
  });
  facts.camera = camera_name(make, model);
  if (facts.date.empty()) facts.date = date;
  return facts;
}

} // namespace platen::codec
