#include "intake/ipp/encoded.h"
#include "intake/ipp/operation.h"

#include <utility>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t longest_status_message = 255; // RFC 8011 section 4.1.6.2: text(255)

// Whole UTF-8 characters only.
std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U)
    --most;
  text.resize(most);
  return text;
}

// status-message follows charset and language, before whatever a handler has added.
void add_status_message(ipp_t* reply, const std::string& text) {
  ippAddString(reply, IPP_TAG_OPERATION, IPP_TAG_TEXT, "status-message", nullptr,
               cut(text, longest_status_message).c_str());
}

std::shared_ptr<const std::string> encoded(const Message& reply) {
  std::string bytes = reply.encode();
  if (reply.text(IPP_TAG_OPERATION, "attributes-charset") == "us-ascii") make_ascii(bytes);
  return std::make_shared<const std::string>(std::move(bytes));
}

} // namespace

void Call::answer(ipp_status_t status, std::string_view message) {
  ippSetStatusCode(reply.get(), status);
  if (message.empty()) return answer_encoded(encoded(reply));
  // Groups are written in the order in which they were added: the message goes into a copy that
  // begins with it.
  int minor = 0;
  const int major = ippGetVersion(reply.get(), &minor);
  Message whole;
  ippSetVersion(whole.get(), major, minor);
  ippSetRequestId(whole.get(), ippGetRequestId(reply.get()));
  ippSetStatusCode(whole.get(), status);
  bool placed = false;
  for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
       attribute = ippNextAttribute(reply.get())) {
    if (!placed && ippGetGroupTag(attribute) != IPP_TAG_OPERATION) {
      add_status_message(whole.get(), std::string(message));
      placed = true;
    }
    if (ippGetName(attribute) == nullptr) {
      ippAddSeparator(whole.get());
    } else {
      ippCopyAttribute(whole.get(), attribute, 0);
    }
  }
  if (!placed) add_status_message(whole.get(), std::string(message));
  reply = std::move(whole);
  answer_encoded(encoded(reply));
}

void Call::answer(const Error& error) {
  answer(status_of(error.code), error.message());
}

void Call::answer_encoded(std::shared_ptr<const std::string> bytes) {
  const auto once = std::exchange(respond, nullptr);
  EXPECTS(once != nullptr);      // a call is answered exactly once
  if (share) share->give_back(); // the client's next request may be here before this one is gone
  once(std::move(bytes), ippGetStatusCode(reply.get()));
}

bool may_change(const Call& call, const job::Job& job) {
  if (call.principal.may_operate()) return true;
  return job.user == (job.user_is_proven ? call.principal.name : call.user);
}

} // namespace platen::intake::ipp
