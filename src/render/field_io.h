#pragma once

#include "base/limits.h"
#include "render/document.h"

#include <algorithm>
#include <bit>
#include <cmath>

// The fields of messages between a worker and its parent: whole numbers and enumerations with 8
// bytes, lists with their length first.
namespace platen::render {

inline constexpr std::uint32_t most_warnings = 64;
inline constexpr std::uint64_t most_texts = limits::sheet_cells;

// One list of fields for both directions: `Writer` puts each, `Reader` fills it in.
class Writer {
public:
  template<class T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  void field(const T& v) { out_.u64le(static_cast<std::uint64_t>(v)); }
  void field(const double& v) { out_.u64le(std::bit_cast<std::uint64_t>(v)); }
  void field(const std::string& v) {
    field(v.size());
    out_.text(v);
  }
  template<class T>
  requires std::is_integral_v<T> || std::is_same_v<T, std::byte>
  void field(const std::vector<T>& v) {
    field(v.size());
    out_.bytes(std::as_bytes(std::span(v)));
  }
  void field(const std::vector<std::string>& v) {
    field(v.size());
    for (const std::string& text : v)
      field(text);
  }
  void field(const std::vector<TextBox>& v) {
    field(v.size());
    for (const TextBox& box : v) {
      field(box.text);
      field(box.width);
      field(box.height);
    }
  }
  // Each with its own fields: `fields(writer, item)`.
  template<class T, class Fields> void list(const std::vector<T>& v, Fields fields) {
    field(v.size());
    for (const T& item : v)
      fields(*this, item);
  }
  Buffer take() { return std::move(out_.buffer); }

private:
  ByteWriter out_;
};

class Reader {
public:
  explicit Reader(Bytes bytes) : in_(bytes) {}

  template<class T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  void field(T& v) {
    const std::uint64_t raw = number();
    v = static_cast<T>(raw);
    if (static_cast<std::uint64_t>(v) != raw) bad_ = true;
  }
  void field(double& v) {
    v = std::bit_cast<double>(number());
    if (!std::isfinite(v)) bad_ = true;
  }
  void field(std::string& v) {
    const Bytes text = block(number(), 1);
    v.assign(as_text(text));
  }
  template<class T>
  requires std::is_integral_v<T> || std::is_same_v<T, std::byte>
  void field(std::vector<T>& v) {
    const Bytes raw = block(number(), sizeof(T));
    v.resize(raw.size() / sizeof(T));
    std::copy(raw.begin(), raw.end(), std::as_writable_bytes(std::span(v)).begin());
  }
  void field(std::vector<std::string>& v) {
    const std::uint64_t count = number();
    if (count > most_warnings) bad_ = true;
    for (std::uint64_t i = 0; i < count && !bad_; ++i)
      field(v.emplace_back());
  }
  void field(std::vector<TextBox>& v) {
    const std::uint64_t count = number();
    if (count > most_texts) bad_ = true;
    for (std::uint64_t i = 0; i < count && !bad_; ++i) {
      TextBox& box = v.emplace_back();
      field(box.text);
      field(box.width);
      field(box.height);
    }
  }
  template<class T, class Fields> void list(std::vector<T>& v, Fields fields) {
    const std::uint64_t count = number();
    for (std::uint64_t i = 0; i < count && !bad_; ++i)
      fields(*this, v.emplace_back());
  }
  bool whole() const { return !bad_ && in_.remaining() == 0; }
  bool bad() const { return bad_; }

private:
  std::uint64_t number() {
    const auto value = in_.u64le();
    if (!value) bad_ = true;
    return value.value_or(0);
  }
  Bytes block(std::uint64_t count, std::size_t size) {
    if (bad_ || count > in_.remaining() / size) {
      bad_ = true;
      return {};
    }
    return in_.take(static_cast<std::size_t>(count) * size).value_or(Bytes{});
  }
  ByteReader in_;
  bool bad_ = false;
};

} // namespace platen::render
