#include "intake/ipp/encoded.h"

#include "base/bytes.h"

namespace platen::intake::ipp {

using platen::ipp::Message;

namespace {

constexpr std::size_t header_bytes = 8;
constexpr char end_of_attributes = 0x03;
constexpr unsigned first_value_tag = 0x10;

// One value of an encoded message that is known to be well formed.
struct Value {
  unsigned tag = 0;
  std::string_view name; // empty: another value of the same attribute, or of its collection
  std::size_t text_at = 0, text_size = 0;
};

std::size_t number_at(std::string_view bytes, std::size_t at) {
  const auto high = static_cast<unsigned char>(bytes[at]);
  const auto low = static_cast<unsigned char>(bytes[at + 1]);
  return std::size_t{high} * 256 + low;
}

// Calls `see(value, begin, end)` for each value and `group(tag)` for each delimiter.
template<class See> void walk(std::string_view bytes, See see) {
  std::size_t at = header_bytes;
  while (at < bytes.size()) {
    const auto tag = static_cast<unsigned char>(bytes[at]);
    if (tag < first_value_tag) {
      ++at;
      continue;
    }
    Value value;
    value.tag = tag;
    const std::size_t name_size = number_at(bytes, at + 1);
    value.name = bytes.substr(at + 3, name_size);
    value.text_size = number_at(bytes, at + 3 + name_size);
    value.text_at = at + 5 + name_size;
    const std::size_t end = value.text_at + value.text_size;
    see(value, at, end);
    at = end;
  }
}

std::string header_of(const Message& message) {
  int minor = 0;
  const int major = ippGetVersion(message.get(), &minor);
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(major));
  out.u8(static_cast<std::uint8_t>(minor));
  out.u16be(static_cast<std::uint16_t>(ippGetStatusCode(message.get())));
  out.u32be(static_cast<std::uint32_t>(ippGetRequestId(message.get())));
  return std::string(as_text(out.buffer));
}

} // namespace

std::vector<EncodedAttribute> split_attributes(const Message& message) {
  const std::string encoded = message.encode();
  std::vector<EncodedAttribute> list;
  walk(encoded, [&](const Value& value, std::size_t begin, std::size_t end) {
    if (!value.name.empty()) list.push_back({std::string(value.name), {}});
    list.back().bytes.append(encoded, begin, end - begin);
  });
  return list;
}

EncodedReply::EncodedReply(const Message& beginning) : bytes_(beginning.encode()) {
  bytes_.pop_back(); // end-of-attributes
}

std::string EncodedReply::finish() && {
  bytes_.push_back(end_of_attributes);
  return std::move(bytes_);
}

std::shared_ptr<const std::string> with_header_of(const Message& reply,
                                                  std::shared_ptr<const std::string> bytes) {
  const std::string header = header_of(reply);
  if (bytes->compare(0, header_bytes, header) == 0) return bytes;
  auto changed = std::make_shared<std::string>(*bytes);
  changed->replace(0, header_bytes, header);
  return changed;
}

void make_ascii(std::string& encoded) {
  std::string changed = encoded;
  walk(encoded, [&](const Value& value, std::size_t, std::size_t end) {
    if (value.tag != IPP_TAG_TEXT && value.tag != IPP_TAG_NAME) return;
    for (std::size_t at = value.text_at; at < end; ++at)
      if ((static_cast<unsigned char>(changed[at]) & 0x80U) != 0) changed[at] = '?';
  });
  encoded = std::move(changed);
}

} // namespace platen::intake::ipp
