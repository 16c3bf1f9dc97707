// What platen and platen-deliver say to each other, what a mail server says, and the addresses that
// people write: the first byte chooses the reader.
#include "scan/deliver/address.h"
#include "scan/deliver/courier/folder.h"
#include "scan/deliver/courier/mime.h"
#include "scan/deliver/courier/smtp_dialogue.h"
#include "scan/deliver/deliver_limits.h"
#include "scan/deliver/letter.h"
#include "scan/deliver/message.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace platen;
using namespace platen::scan;

namespace {

void demand(bool so) {
  if (!so) std::abort();
}

// The helper may be taken over by whom it talks to.
void take_reports(Bytes bytes) {
  Reports whole, pieces;
  const bool taken = whole.take(bytes).has_value();
  bool all = true;
  for (std::size_t at = 0; at < bytes.size() && all; at += 7)
    all = pieces.take(bytes.subspan(at, std::min<std::size_t>(7, bytes.size() - at))).has_value();
  demand(all == taken);
  demand(whole.arrived() == pieces.arrived());
  if (whole.end()) demand(whole.end()->words.size() <= limits::delivery_words);
  if (whole.end()) demand(whole.end()->words.find('\n') == std::string::npos);
}

void take_request(Bytes bytes) {
  const auto request = read_request(bytes);
  if (!request) return;
  const auto again = read_request(write_request(*request));
  demand(again && again->destination == request->destination);
  static_cast<void>(check(request->destination));
}

void take_replies(std::string_view text) {
  courier::SmtpDialogue dialogue;
  dialogue.sent("EHLO x\r\n");
  for (std::size_t at = 0; at < text.size(); at += 40) {
    dialogue.received(text.substr(at, 40));
    dialogue.sent("RCPT TO:<a@b>\r\nDATA\r\n");
  }
  if (dialogue.refusal()) demand(dialogue.refusal()->code >= 400);
}

// What ends a line of a header and is no continuation would begin another field.
bool is_one_field(std::string_view header) {
  for (std::size_t at = 0; (at = header.find('\n', at)) != std::string_view::npos; ++at)
    if (at + 1 == header.size() || header[at + 1] != ' ') return false;
  return true;
}

void take_texts(std::string_view text) {
  demand(is_one_field(courier::encoded_words(text)));
  demand(is_one_field(courier::file_name_parameter(std::string(text))));
  static_cast<void>(courier::quoted_printable(text));
  static_cast<void>(fill_in(std::string(text), {}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes bytes = std::as_bytes(std::span(data + 1, size - 1));
  switch (data[0] % 6) {
  case 0:
    take_reports(bytes);
    break;
  case 1:
    take_request(bytes);
    break;
  case 2:
    take_replies(as_text(bytes));
    break;
  case 3:
    if (const auto address = parse_address(as_text(bytes)))
      demand(!address->host.empty() && address->port != 0);
    break;
  case 4:
    take_texts(as_text(bytes));
    break;
  default:
    static_cast<void>(courier::missing_mount("/mnt/a", as_text(bytes), as_text(bytes)));
  }
  return 0;
}
