#include "render/glyphs/words.h"

#include <algorithm>
#include <utility>

namespace platen::render::glyphs {
namespace {

// PCL XL Feature Reference Protocol Class 2.0, appendix D: tags.
namespace tag {
constexpr std::uint8_t first_operator = 0x41, last_operator = 0xb9;
constexpr std::uint8_t numbers = 0xc0, arrays = 0xc8, points = 0xd0, boxes = 0xe0, no_value = 0xf0;
constexpr std::uint8_t attribute = 0xf8, data = 0xfa, short_data = 0xfb;
} // namespace tag

constexpr std::size_t block_bytes = 64 << 10;
constexpr std::string_view heading = ") HP-PCL XL;";
constexpr std::size_t most_heading = 4096;

constexpr bool is_blank(std::uint8_t byte) {
  return byte == 0 || (byte >= 9 && byte <= 13) || byte == ' ';
}

// ubyte, uint16, uint32, sint16, sint32, real32.
constexpr std::array<std::size_t, 6> type_bytes{1, 2, 4, 2, 4, 4};
constexpr unsigned sint16 = 3, real32 = 5;

Failure strange(const char* what) {
  return fail(Errc::unsupported, std::string("PCL XL of letters has no ") + what);
}

} // namespace

// Over bytes that are there.
class Words::Cursor {
public:
  Cursor(const std::byte* at, const std::byte* end) : at_(at), end_(end) {}
  bool has(std::size_t bytes) const { return static_cast<std::size_t>(end_ - at_) >= bytes; }
  const std::byte* at() const { return at_; }
  void skip(std::size_t bytes) { at_ += bytes; }
  std::uint8_t byte() { return static_cast<std::uint8_t>(*at_++); }
  std::uint32_t little_endian(std::size_t bytes) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < bytes; ++i)
      number |= std::uint32_t{byte()} << 8 * i;
    return number;
  }
  // Numbers beyond 31 bits become negative ones, which are nowhere of use.
  std::int32_t number(unsigned type) {
    const std::uint32_t bits = little_endian(type_bytes[type]);
    return type == sint16 ? static_cast<std::int16_t>(bits) : static_cast<std::int32_t>(bits);
  }

private:
  const std::byte* at_;
  const std::byte* end_;
};

Words::Words(Fill fill) : fill_(std::move(fill)), block_(block_bytes) {}

Result<void> Words::get_more() {
  std::copy(block_.begin() + static_cast<std::ptrdiff_t>(at_),
            block_.begin() + static_cast<std::ptrdiff_t>(end_), block_.begin());
  end_ -= std::exchange(at_, 0);
  TRY(const std::size_t got, fill_(std::span(block_).subspan(end_)));
  if (got == 0) return fail(Errc::malformed, "PCL XL ends too early");
  end_ += got;
  return {};
}

Result<std::uint8_t> Words::byte() {
  if (at_ == end_) TRY_VOID(get_more());
  return static_cast<std::uint8_t>(block_[at_++]);
}

Result<void> Words::pass_heading() {
  std::size_t matched = 0;
  for (std::size_t i = 0; i < most_heading; ++i) {
    TRY(const std::uint8_t read, byte());
    const auto c = static_cast<char>(read);
    if (matched == heading.size()) {
      if (c == '\n') return {};
      continue;
    }
    matched = c == heading[matched] ? matched + 1 : c == heading[0] ? 1 : 0;
  }
  return strange("heading that long");
}

Words::Step Words::read_value(Cursor& cursor, std::uint8_t word) {
  const unsigned type = word & 7U;
  const unsigned kind = word & 0xf8U;
  std::size_t count = kind == tag::numbers ? 1 : kind == tag::points ? 2 : 4;
  if (type >= type_bytes.size()) return Step::strange;
  if (kind == tag::arrays) {
    if (!cursor.has(1)) return Step::more;
    const unsigned length = cursor.byte();
    if (length != tag::numbers && length != tag::numbers + 1) return Step::strange;
    if (!cursor.has(type_bytes[length - tag::numbers])) return Step::more;
    count = cursor.little_endian(type_bytes[length - tag::numbers]);
    if (count > last_.of.size()) return Step::strange;
  } else if (kind != tag::numbers && kind != tag::points && kind != tag::boxes) {
    return Step::strange;
  }
  if (!cursor.has(count * type_bytes[type])) return Step::more;
  last_.count = type == real32 ? 0 : count;
  if (type == real32) cursor.skip(count * type_bytes[type]);
  for (std::size_t i = 0; i < last_.count; ++i)
    last_.of[i] = cursor.number(type);
  return Step::other;
}

Words::Step Words::read_attribute(Cursor& cursor) {
  if (!cursor.has(1)) return Step::more;
  if (attribute_count_ == attributes_.size()) return Step::strange;
  attributes_[attribute_count_++] = {cursor.byte(), last_};
  return Step::other;
}

Words::Step Words::read_word(Cursor& cursor) {
  if (!cursor.has(1)) return Step::more;
  const std::uint8_t word = cursor.byte();
  if (word >= tag::numbers && word < tag::no_value) return read_value(cursor, word);
  if (word == tag::attribute) return read_attribute(cursor);
  operation_ = word;
  if (word >= tag::first_operator && word <= tag::last_operator) return Step::operation;
  return is_blank(word) ? Step::other : Step::strange;
}

Result<std::uint8_t> Words::next() {
  attribute_count_ = 0;
  for (;;) {
    Cursor cursor(block_.data() + at_, block_.data() + end_);
    const Step step = read_word(cursor);
    if (step == Step::strange) return strange("such word");
    if (step == Step::more) {
      TRY_VOID(get_more());
      continue;
    }
    at_ = static_cast<std::size_t>(cursor.at() - block_.data());
    if (step == Step::operation) return operation_;
  }
}

const Numbers* Words::attribute(std::uint8_t name) const {
  for (std::size_t i = 0; i < attribute_count_; ++i)
    if (attributes_[i].name == name) return &attributes_[i].value;
  return nullptr;
}

std::optional<std::int32_t> Words::number(std::uint8_t name) const {
  const Numbers* const found = attribute(name);
  return found && found->count == 1 ? std::optional(found->of[0]) : std::nullopt;
}

Result<Bytes> Words::data(std::size_t most) {
  TRY(const std::uint8_t word, byte());
  if (word != tag::data && word != tag::short_data) return strange("such data");
  std::size_t length = 0;
  for (unsigned i = 0; i < (word == tag::data ? 4U : 1U); ++i) {
    TRY(const std::size_t part, byte());
    length |= part << 8 * i;
  }
  if (length > most) return strange("data that long");
  data_.clear();
  while (data_.size() < length) {
    if (at_ == end_) TRY_VOID(get_more());
    const std::size_t count = std::min(length - data_.size(), end_ - at_);
    const auto from = block_.begin() + static_cast<std::ptrdiff_t>(at_);
    data_.insert(data_.end(), from, from + static_cast<std::ptrdiff_t>(count));
    at_ += count;
  }
  return Bytes(data_);
}

} // namespace platen::render::glyphs
