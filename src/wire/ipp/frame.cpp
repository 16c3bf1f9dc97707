#include "base/limits.h"
#include "wire/ipp/message.h"

namespace platen::ipp {

namespace {

// RFC 8010 section 3.1: version-number, operation-id or status-code, request-id.
constexpr std::size_t header_bytes = 8;
// Section 3.5.1: below it tags delimit groups, from it on they begin a value.
constexpr std::uint8_t first_value_tag = 0x10;
constexpr std::uint8_t end_of_attributes = 0x03;
constexpr std::uint8_t begin_collection = 0x34;
constexpr std::uint8_t end_collection = 0x37;
constexpr std::size_t longest_field = 0x7fff; // lengths are SIGNED-SHORT

std::uint8_t byte_at(Bytes bytes, std::size_t at) {
  return std::to_integer<std::uint8_t>(bytes[at]);
}

// Behind the field whose length stands at `at`; nothing while it is incomplete.
Result<std::optional<std::size_t>> after_field(Bytes so_far, std::size_t at) {
  if (so_far.size() < at + 2) return std::optional<std::size_t>{};
  const std::size_t length =
      (std::size_t{byte_at(so_far, at)} << 8U) | std::size_t{byte_at(so_far, at + 1)};
  if (length > longest_field)
    return fail(Errc::malformed, "the IPP message has a field of negative length", at);
  return std::optional<std::size_t>(at + 2 + length);
}

} // namespace

Result<std::optional<std::size_t>> Frame::find_end(Bytes so_far, std::size_t bound) {
  if (position_ == 0) position_ = header_bytes;
  while (position_ < so_far.size() && position_ < bound) {
    const std::uint8_t tag = byte_at(so_far, position_);
    if (tag == 0)
      return fail(Errc::malformed, "the IPP message has a group of no known kind", position_);
    if (tag < first_value_tag) {
      if (depth_ != 0)
        return fail(Errc::malformed, "the IPP message leaves a collection open", position_);
      in_group_ = true;
      ++position_;
      if (tag == end_of_attributes) return std::optional<std::size_t>(position_);
      continue;
    }
    if (!in_group_)
      return fail(Errc::malformed, "the IPP message has an attribute outside of a group",
                  position_);
    TRY(const auto after_name, after_field(so_far, position_ + 1));
    if (!after_name) break;
    TRY(const auto after_value, after_field(so_far, *after_name));
    if (!after_value) break;
    position_ = *after_value; // may lie beyond what has arrived
    // libcups reads a collection by recursion, with 32 kB for each level.
    if (tag == begin_collection && ++depth_ > limits::ipp_nesting)
      return fail(Errc::limit, "the IPP message nests collections too deeply", position_);
    if (tag == end_collection && --depth_ < 0)
      return fail(Errc::malformed, "the IPP message ends a collection that it did not begin",
                  position_);
  }
  if (so_far.size() >= bound || position_ >= bound)
    return fail(Errc::limit,
                "the attributes of the IPP message exceed " + std::to_string(bound) + " bytes");
  return std::optional<std::size_t>{};
}

} // namespace platen::ipp
