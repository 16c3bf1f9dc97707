#pragma once

#include "wire/ipp/message.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Messages as bytes: answers that are asked for thousands of times are put together from pieces
// that are encoded once.
namespace platen::intake::ipp {

struct EncodedAttribute {
  std::string name;
  std::string bytes; // from its value tag on, all of its values
};

// The attributes of a message, each in its own piece, in their order.
std::vector<EncodedAttribute> split_attributes(const platen::ipp::Message& message);

// Appends groups to the encoded form of a message.
class EncodedReply {
public:
  explicit EncodedReply(const platen::ipp::Message& beginning);
  void begin_group(ipp_tag_t group) { bytes_.push_back(static_cast<char>(group)); }
  void add(const EncodedAttribute& attribute) { bytes_ += attribute.bytes; }
  void reserve(std::size_t bytes) { bytes_.reserve(bytes_.size() + bytes); }
  std::string finish() &&;

private:
  std::string bytes_;
};

// The same answer for another request: with the version and request-id of `reply`. A copy only if
// they differ.
std::shared_ptr<const std::string> with_header_of(const platen::ipp::Message& reply,
                                                  std::shared_ptr<const std::string> bytes);

// Replaces what is not ASCII in texts and names by '?', for clients that ask for us-ascii.
void make_ascii(std::string& encoded);

} // namespace platen::intake::ipp
