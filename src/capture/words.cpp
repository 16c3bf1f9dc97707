#include "capture/words.h"

#include <array>

namespace platen::capture {

namespace {

enum class Form : std::uint8_t { bytes, text, time, number, dots, format, on_off };

struct Known {
  std::uint16_t id;
  std::string_view name;
  Form form = Form::bytes;
  Comparing comparing = Comparing::always;
};

constexpr std::array attributes{
    Known{0x0004, "document name", Form::text, Comparing::varies},
    Known{0x0006, "owner", Form::text, Comparing::varies},
    Known{0x0009, "time", Form::time, Comparing::varies},
    Known{0x000c, "priority", Form::number},
    Known{0x002e, "document format", Form::format},
    Known{0x003a, "resolution", Form::dots},
    Known{0x0113, "impressions", Form::number},
    Known{0x0117, "document name, again", Form::text, Comparing::varies},
    Known{0x0118, "host", Form::bytes, Comparing::varies},
    Known{0x0131, "account", Form::bytes},
    Known{0x07d6, "closing status", Form::bytes},
    Known{0x082b, "document name of the binder", Form::text, Comparing::varies},
    Known{0x082d, "image refinement", Form::on_off},
    Known{0x085a, "toner save", Form::on_off},
};

struct Named {
  std::uint16_t id;
  std::string_view name;
};

constexpr std::array commands{
    Named{0x11, "job start"},      Named{0x12, "set job"},      Named{0x13, "job end"},
    Named{0x14, "binder start"},   Named{0x15, "set binder"},   Named{0x16, "binder end"},
    Named{0x17, "document start"}, Named{0x18, "set document"}, Named{0x19, "document end"},
    Named{0x1a, "data"},           Named{0x1d, "execute"},      Named{0x6b, "job start 2"}};

constexpr std::array controls{
    Named{0x01, "job begins"},   Named{0x02, "medium begins"}, Named{0x03, "page begins"},
    Named{0x11, "job ends"},     Named{0x12, "medium ends"},   Named{0x13, "page ends"},
    Named{0x51, "paper source"}, Named{0x61, "picture form"},  Named{0x62, "band"}};

constexpr std::uint8_t data_length = 0xd7;

// Of the LBP6030; of an imageRUNNER 1020 nobody has published one.
constexpr std::array tags{
    Named{0xc1, "version of language and model"}, Named{0xc3, "paper"},
    Named{data_length, "bytes of the data"},      Named{0xd8, "dots to the inch"},
    Named{0xe3, "width and rows of the band"},    Named{0xe6, "bits of a pixel"},
    Named{0xe7, "width and height of the page"},  Named{0xe8, "place of the band"}};

template<class Table> std::string_view name_in(const Table& table, std::uint16_t id) {
  for (const auto& row : table)
    if (row.id == id) return row.name;
  return {};
}

std::uint64_t number_of(Bytes bytes) {
  std::uint64_t value = 0;
  for (const std::byte b : bytes)
    value = value << 8 | std::to_integer<std::uint64_t>(b);
  return value;
}

// A set of characters, a length, the text.
std::string text_of(Bytes value) {
  if (value.size() < 3 || std::to_integer<std::size_t>(value[2]) != value.size() - 3)
    return hex(value);
  return quoted(value.subspan(3)) + ", character set " +
         hex16(static_cast<std::uint16_t>(number_of(value.first(2))));
}

std::string two(std::uint64_t value) {
  return value < 10 ? "0" + std::to_string(value) : std::to_string(value);
}

// Year 12 bits, month 4, day 5, day of the week 3, a byte, hour, minute, second 6 bits,
// milliseconds 10.
std::string time_of(Bytes value) {
  if (value.size() != 8) return hex(value);
  const std::uint64_t v = number_of(value);
  return std::to_string(v >> 52) + "-" + two(v >> 48 & 15) + "-" + two(v >> 43 & 31) + " " +
         two(v >> 24 & 255) + ":" + two(v >> 16 & 255) + ":" + two(v >> 10 & 63) + " (" +
         hex(value) + ")";
}

std::string value_of(const Known& known, Bytes value) {
  switch (known.form) {
  case Form::text:
    return text_of(value);
  case Form::time:
    return time_of(value);
  case Form::number:
    if (value.size() <= 4 && !value.empty()) return std::to_string(number_of(value));
    break;
  case Form::dots:
    if (value.size() == 5)
      return std::to_string(number_of(value.subspan(1, 2))) + " x " +
             std::to_string(number_of(value.subspan(3, 2))) + " (" + hex(value) + ")";
    break;
  case Form::format:
    if (value.size() == 3 && value[0] == std::byte{0x82}) return "CARPS (" + hex(value) + ")";
    if (value.size() == 3 && value[0] == std::byte{0x83}) return "UFR II LT (" + hex(value) + ")";
    break;
  case Form::on_off:
    if (value.size() == 1 && (value[0] == std::byte{1} || value[0] == std::byte{2}))
      return value[0] == std::byte{1} ? "off (01)" : "on (02)";
    break;
  case Form::bytes:
    break;
  }
  return hex(value);
}

std::string values_of(const ufr2::Tag& tag) {
  std::string text = std::to_string(tag.value[0]);
  if (tag.values == 2) text += ", " + std::to_string(tag.value[1]);
  if (tag.type == 0) return text;
  return text + " (type " + hex8(tag.type) + ")";
}

} // namespace

std::string_view command_name(std::uint16_t command) {
  return name_in(commands, command);
}

Entry attribute_entry(const ufr2::CpcaAttribute& attribute, std::uint64_t offset) {
  Entry entry{offset, attribute.value.size(), 1, "attribute " + hex16(attribute.id), "", ""};
  for (const Known& known : attributes) {
    if (known.id != attribute.id) continue;
    entry.name = known.name;
    entry.value = value_of(known, attribute.value);
    entry.comparing = known.comparing;
    return entry;
  }
  entry.value = hex(attribute.value);
  return entry;
}

Entry tag_entry(const ufr2::Tag& tag, std::uint64_t offset) {
  const bool control = tag.kind == ufr2::TagKind::control;
  Entry entry{offset, tag.bytes, 1, "tag " + hex8(tag.id), "", ""};
  entry.name = control ? name_in(controls, tag.id) : name_in(tags, tag.id);
  if (control) return entry;
  entry.depth = 2;
  // It follows from the band, as where the data is cut does.
  if (tag.id == data_length) entry.comparing = Comparing::never;
  if (tag.id == 0xc1 && tag.values == 2)
    entry.value = hex16(static_cast<std::uint16_t>(tag.value[0])) + " " +
                  hex16(static_cast<std::uint16_t>(tag.value[1]));
  else if (tag.type == 0)
    entry.value = hex8(static_cast<std::uint8_t>(tag.value[0]));
  else
    entry.value = values_of(tag);
  return entry;
}

} // namespace platen::capture
