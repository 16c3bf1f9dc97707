#include "backup/tar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace platen::backup {

namespace {

// Where the fields of a header lie, and how long they are.
struct Field {
  std::size_t at, length;
};
constexpr Field name_field{0, 100}, mode_field{100, 8}, uid_field{108, 8}, gid_field{116, 8},
    size_field{124, 12}, time_field{136, 12}, sum_field{148, 8}, type_field{156, 1},
    magic_field{257, 8};
constexpr std::string_view magic{"ustar\00000", 8};
constexpr std::uint64_t most_ustar_bytes = (std::uint64_t{1} << 33) - 1;
constexpr std::uint64_t most_record = 16 << 10;
constexpr char file_type = '0', record_type = 'x';

using Block = std::array<char, tar_block>;

void put(Block& block, Field field, std::string_view text) {
  std::copy_n(text.begin(), std::min(text.size(), field.length),
              block.begin() + static_cast<std::ptrdiff_t>(field.at));
}

void put_octal(Block& block, Field field, std::uint64_t value) {
  for (std::size_t i = field.length - 1; i-- > 0; value >>= 3)
    block[field.at + i] = static_cast<char>('0' + (value & 7));
}

// With the field of the sum itself as spaces.
std::uint64_t sum_of(const Block& block) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const bool own = i >= sum_field.at && i < sum_field.at + sum_field.length;
    sum += static_cast<unsigned char>(own ? ' ' : block[i]);
  }
  return sum;
}

std::string header(const std::string& name, std::uint64_t bytes, std::int64_t time, char type) {
  Block block{};
  put(block, name_field, name);
  put_octal(block, mode_field, 0600);
  put_octal(block, uid_field, 0);
  put_octal(block, gid_field, 0);
  put_octal(block, size_field, std::min(bytes, most_ustar_bytes));
  put_octal(block, time_field, static_cast<std::uint64_t>(std::max<std::int64_t>(0, time)));
  block[type_field.at] = type;
  put(block, magic_field, magic);
  put_octal(block, {sum_field.at, 7}, sum_of(block));
  block[sum_field.at + 7] = ' ';
  return {block.data(), block.size()};
}

// "LENGTH KEY=VALUE\n", where the length counts itself.
std::string record(std::string_view key, const std::string& value) {
  const std::string rest = " " + std::string(key) + "=" + value + "\n";
  std::size_t length = rest.size() + 1;
  while (std::to_string(length).size() + rest.size() != length)
    length = std::to_string(length).size() + rest.size();
  return std::to_string(length) + rest;
}

bool is_plain(std::string_view name) {
  return name.size() < name_field.length &&
         std::ranges::all_of(name, [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::optional<std::uint64_t> octal(const Block& block, Field field) {
  std::string_view text(block.data() + field.at, field.length);
  text = text.substr(0, text.find_first_of(std::string_view("\0 ", 2)));
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 8);
  const bool good = error == std::errc{} && end == text.data() + text.size();
  return good ? std::optional(value) : std::nullopt;
}

std::optional<std::uint64_t> decimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = error == std::errc{} && end == text.data() + text.size() && !text.empty();
  return good ? std::optional(value) : std::nullopt;
}

} // namespace

std::string tar_header(const std::string& name, std::uint64_t bytes, std::int64_t time) {
  std::string records;
  if (!is_plain(name)) records += record("path", name);
  if (bytes > most_ustar_bytes) records += record("size", std::to_string(bytes));
  std::string text;
  if (!records.empty())
    text = header("pax", records.size(), time, record_type) + records + tar_padding(records.size());
  return text + header(is_plain(name) ? name : "file", bytes, time, file_type);
}

std::string tar_padding(std::uint64_t bytes) {
  return std::string((tar_block - bytes % tar_block) % tar_block, '\0');
}

std::string tar_end() {
  return std::string(2 * tar_block, '\0');
}

Result<void> TarReader::take(Bytes bytes) {
  while (!bytes.empty()) {
    TRY(const std::size_t used, take_some(bytes));
    offset_ += used;
    bytes = bytes.subspan(used);
  }
  return {};
}

Result<std::size_t> TarReader::take_some(Bytes bytes) {
  switch (stage_) {
  case Stage::header: {
    const std::size_t count = std::min(bytes.size(), tar_block - block_.size());
    block_.insert(block_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    if (block_.size() == tar_block) {
      const Buffer block = std::exchange(block_, {});
      TRY_VOID(take_header(block));
    }
    return count;
  }
  case Stage::record:
  case Stage::content: {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), left_));
    const Bytes piece = bytes.first(count);
    if (stage_ == Stage::record)
      record_ += as_text(piece);
    else
      TRY_VOID(services_.content(piece));
    left_ -= count;
    if (left_ > 0) return count;
    if (stage_ == Stage::record)
      TRY_VOID(take_record());
    else
      TRY_VOID(services_.end());
    pad();
    return count;
  }
  case Stage::padding: {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), padding_));
    padding_ -= count;
    if (padding_ == 0) stage_ = Stage::header;
    return count;
  }
  case Stage::over:
    return bytes.size(); // tar fills its last record
  }
  return bytes.size();
}

void TarReader::pad() {
  stage_ = padding_ > 0 ? Stage::padding : Stage::header;
}

Result<void> TarReader::take_header(Bytes bytes) {
  Block block{};
  std::memcpy(block.data(), bytes.data(), block.size());
  if (std::ranges::all_of(block, [](char c) { return c == 0; })) {
    if (++zero_blocks_ == 2) stage_ = Stage::over;
    return {};
  }
  const auto sum = octal(block, sum_field), size = octal(block, size_field);
  const bool ours = std::string_view(block.data() + magic_field.at, 5) == "ustar";
  if (!ours || !sum || !size || *sum != sum_of(block) || zero_blocks_ > 0)
    return fail(Errc::malformed, "this is no archive of a backup, or it is damaged", offset_);
  const char type = block[type_field.at];
  if (type != file_type && type != record_type)
    return fail(Errc::malformed, "the archive has something that is no file", offset_);
  if (type == record_type) {
    if (*size == 0 || *size > most_record || next_name_ || next_size_)
      return fail(Errc::malformed, "the archive has a record that is too long", offset_);
    record_.clear();
    stage_ = Stage::record;
    left_ = *size;
    padding_ = tar_padding(left_).size();
    return {};
  }
  const std::string_view name(block.data(), name_field.length);
  return begin_file(next_name_.value_or(std::string(name.substr(0, name.find('\0')))),
                    next_size_.value_or(*size));
}

Result<void> TarReader::begin_file(const std::string& name, std::uint64_t bytes) {
  next_name_.reset();
  next_size_.reset();
  if (name.empty() || name.size() > tar_longest_name)
    return fail(Errc::malformed, "the archive has a file without a usable name", offset_);
  TRY_VOID(services_.begin(name, bytes));
  left_ = bytes;
  padding_ = tar_padding(bytes).size();
  stage_ = Stage::content;
  if (bytes > 0) return {};
  TRY_VOID(services_.end());
  pad();
  return {};
}

Result<void> TarReader::take_record() {
  std::string_view rest = record_;
  const auto wrong = [&] {
    return fail(Errc::malformed, "the archive has a record that cannot be read", offset_);
  };
  while (!rest.empty()) {
    const std::size_t space = rest.find(' ');
    const auto length = decimal(rest.substr(0, space));
    if (space == rest.npos || !length || *length <= space + 1 || *length > rest.size())
      return wrong();
    const std::string_view line = rest.substr(space + 1, *length - space - 1);
    const std::size_t equals = line.find('=');
    if (equals == line.npos || line.back() != '\n') return wrong();
    const std::string_view key = line.substr(0, equals);
    const std::string_view value = line.substr(equals + 1, line.size() - equals - 2);
    if (key == "path") next_name_ = value;
    if (key == "size") {
      next_size_ = decimal(value);
      if (!next_size_) return wrong();
    }
    rest.remove_prefix(*length);
  }
  return {};
}

Result<void> TarReader::finish() const {
  if (stage_ == Stage::over) return {};
  return fail(Errc::malformed,
              "the archive breaks off after " + std::to_string(offset_) + " bytes");
}

} // namespace platen::backup
