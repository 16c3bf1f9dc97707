#include "wire/ipp/message.h"

#include "base/limits.h"

#include <algorithm>
#include <cstring>

namespace platen::ipp {

namespace {

struct Unread {
  Bytes bytes;
};

// libcups' callbacks: cups_len_t bytes at `buffer`; the number moved, 0 at the end.
ssize_t read_piece(void* context, ipp_uchar_t* buffer, size_t wanted) {
  auto& unread = *static_cast<Unread*>(context);
  const std::size_t count = std::min(wanted, unread.bytes.size());
  std::memcpy(buffer, unread.bytes.data(), count);
  unread.bytes = unread.bytes.subspan(count);
  return static_cast<ssize_t>(count);
}

ssize_t write_piece(void* context, ipp_uchar_t* buffer, size_t count) {
  static_cast<std::string*>(context)->append(reinterpret_cast<const char*>(buffer), count);
  return static_cast<ssize_t>(count);
}

// charset and naturalLanguage of a reply: what was asked for where we have it (RFC 8011 4.1.4.2).
const char* reply_charset(const Message& request) {
  const auto asked = request.text(IPP_TAG_OPERATION, "attributes-charset");
  return asked == "us-ascii" ? "us-ascii" : "utf-8";
}

bool is_text(ipp_tag_t tag) {
  switch (tag) {
  case IPP_TAG_TEXT:
  case IPP_TAG_TEXTLANG:
  case IPP_TAG_NAME:
  case IPP_TAG_NAMELANG:
  case IPP_TAG_KEYWORD:
  case IPP_TAG_URI:
  case IPP_TAG_URISCHEME:
  case IPP_TAG_CHARSET:
  case IPP_TAG_LANGUAGE:
  case IPP_TAG_MIMETYPE:
    return true;
  default:
    return false;
  }
}

// libcups reads members of collections that have no name or no value (RFC 8010 section 3.1.7 knows
// none), and then fails on them when it copies or writes. Separators between groups have no name.
bool is_sound(ipp_t* message, bool in_collection) {
  constexpr int first_value_tag = 0x10;
  for (ipp_attribute_t* attribute = ippFirstAttribute(message); attribute != nullptr;
       attribute = ippNextAttribute(message)) {
    const char* const name = ippGetName(attribute);
    const ipp_tag_t tag = ippGetValueTag(attribute);
    if (name == nullptr && !in_collection && ippGetGroupTag(attribute) == IPP_TAG_ZERO) continue;
    if (name == nullptr || *name == '\0' || static_cast<int>(tag) < first_value_tag) return false;
    for (int i = 0; i < ippGetCount(attribute); ++i) {
      if (is_text(tag) && ippGetString(attribute, i, nullptr) == nullptr) return false;
      if (tag != IPP_TAG_BEGIN_COLLECTION) continue;
      ipp_t* const members = ippGetCollection(attribute, i);
      if (members == nullptr || !is_sound(members, true)) return false; // Frame bounds the depth
    }
  }
  return true;
}

} // namespace

Message::Message() : message_(ippNew()) {}

Message Message::reply_to(const Message& request, ipp_status_t status) {
  Message reply;
  int minor = 0;
  const int major = ippGetVersion(request.get(), &minor);
  ippSetVersion(reply.get(), major, minor);
  ippSetRequestId(reply.get(), ippGetRequestId(request.get()));
  ippSetStatusCode(reply.get(), status);
  ippAddString(reply.get(), IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", nullptr,
               reply_charset(request));
  ippAddString(reply.get(), IPP_TAG_OPERATION, IPP_TAG_LANGUAGE, "attributes-natural-language",
               nullptr, "en");
  return reply;
}

Result<Message> Message::parse(Bytes bytes) {
  Frame frame;
  TRY(const auto end, frame.find_end(bytes, limits::ipp_bytes));
  if (!end) return fail(Errc::malformed, "the IPP message is cut short", bytes.size());
  if (*end != bytes.size())
    return fail(Errc::malformed, "something follows the end of the IPP message", *end);
  Message message;
  Unread unread{bytes};
  const ipp_state_t state = ippReadIO(&unread, read_piece, 1, nullptr, message.get());
  const std::uint64_t position = bytes.size() - unread.bytes.size();
  if (state != IPP_STATE_DATA || !unread.bytes.empty())
    return fail(Errc::malformed, "the IPP message is broken", position);
  if (!is_sound(message.get(), false))
    return fail(Errc::malformed,
                "a collection of the IPP message has a member without name or value");
  return message;
}

std::string Message::encode() const {
  std::string bytes;
  bytes.reserve(ippLength(get()));
  ippSetState(get(), IPP_STATE_IDLE);
  const ipp_state_t state = ippWriteIO(&bytes, write_piece, 1, nullptr, get());
  EXPECTS(state == IPP_STATE_DATA);
  return bytes;
}

namespace {

// ippFindAttribute() finds by name in any group; the one that counts is in its own.
ipp_attribute_t* find(ipp_t* message, ipp_tag_t group, const char* name) {
  ipp_attribute_t* found = ippFindAttribute(message, name, IPP_TAG_ZERO);
  while (found != nullptr && ippGetGroupTag(found) != group)
    found = ippFindNextAttribute(message, name, IPP_TAG_ZERO);
  return found;
}

} // namespace

std::optional<std::string> Message::text(ipp_tag_t group, const char* name) const {
  ipp_attribute_t* const found = find(get(), group, name);
  if (found == nullptr || !is_text(ippGetValueTag(found))) return std::nullopt;
  const char* const value = ippGetString(found, 0, nullptr);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<int> Message::integer(ipp_tag_t group, const char* name) const {
  ipp_attribute_t* const found = find(get(), group, name);
  if (found == nullptr) return std::nullopt;
  const ipp_tag_t tag = ippGetValueTag(found);
  if (tag != IPP_TAG_INTEGER && tag != IPP_TAG_ENUM) return std::nullopt;
  return ippGetInteger(found, 0);
}

std::optional<bool> Message::boolean(ipp_tag_t group, const char* name) const {
  ipp_attribute_t* const found = find(get(), group, name);
  if (found == nullptr || ippGetValueTag(found) != IPP_TAG_BOOLEAN) return std::nullopt;
  return ippGetBoolean(found, 0) != 0;
}

} // namespace platen::ipp
