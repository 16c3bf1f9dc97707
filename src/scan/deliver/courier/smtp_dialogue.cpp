#include "scan/deliver/courier/smtp_dialogue.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace platen::scan::courier {

namespace {

constexpr std::size_t most_line = 4096; // RFC 5321, section 4.5.3.1.5, says 512
constexpr std::size_t most_refused = 1000;

// Calls `each` with every whole line of what came so far.
template<class Each> void split(std::string& pending, std::string_view bytes, Each each) {
  for (const char c : bytes) {
    if (c != '\n') {
      if (pending.size() < most_line) pending += c;
      continue;
    }
    if (pending.ends_with('\r')) pending.pop_back();
    each(std::string_view(pending));
    pending.clear();
  }
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return out;
}

} // namespace

void SmtpDialogue::sent(std::string_view bytes) {
  split(command_, bytes, [&](std::string_view line) { command(line); });
}

void SmtpDialogue::received(std::string_view bytes) {
  split(reply_, bytes, [&](std::string_view line) { reply(line); });
}

void SmtpDialogue::begin_mail() {
  refusal_.reset();
  refused_.clear();
  taken_ = false;
}

void SmtpDialogue::command(std::string_view line) {
  const std::string verb = upper(line.substr(0, 9));
  if (verb.starts_with("EHLO") || verb.starts_with("HELO")) stage_ = Stage::hello;
  if (verb.starts_with("STARTTLS")) stage_ = Stage::tls;
  if (verb.starts_with("AUTH ")) stage_ = Stage::login; // lines of its answers have no verb
  if (verb.starts_with("MAIL FROM")) stage_ = Stage::sender;
  if (verb == "DATA") stage_ = Stage::data;
  if (verb.starts_with("RCPT TO:")) {
    stage_ = Stage::recipient;
    const std::size_t open = line.find('<'), close = line.find('>');
    recipient_ = open < close && close != std::string_view::npos
                     ? std::string(line.substr(open + 1, close - open - 1))
                     : std::string();
  }
}

void SmtpDialogue::reply(std::string_view line) {
  int code = 0;
  const char* const code_end = line.data() + std::min<std::size_t>(line.size(), 3);
  const auto [end, error] = std::from_chars(line.data(), code_end, code);
  if (error != std::errc() || end != line.data() + 3 || code < 100) return;
  if (stage_ == Stage::hello && line.size() > 9 && upper(line.substr(4, 5)) == "SIZE ") {
    std::uint64_t size = 0;
    std::from_chars(line.data() + 9, line.data() + line.size(), size);
    if (size > 0) size_ = size; // 0: no bound (RFC 1870, section 4)
  }
  if (line.size() > 3 && line[3] == '-') return; // more lines come
  const bool consent = code < 400;
  if (stage_ == Stage::text) taken_ = code / 100 == 2;
  if (stage_ == Stage::data && code == 354) stage_ = Stage::text;
  if (consent) return;
  Reply refusal{stage_, code, std::string(line),
                stage_ == Stage::recipient ? recipient_ : std::string()};
  if (stage_ == Stage::recipient && refused_.size() < most_refused) refused_.push_back(refusal);
  if (!refusal_) refusal_ = std::move(refusal);
}

std::string_view in_words(SmtpDialogue::Stage stage) {
  switch (stage) {
  case SmtpDialogue::Stage::greeting:
    return "when it was called";
  case SmtpDialogue::Stage::hello:
    return "at the greeting";
  case SmtpDialogue::Stage::tls:
    return "at STARTTLS";
  case SmtpDialogue::Stage::login:
    return "the login";
  case SmtpDialogue::Stage::sender:
    return "the sender";
  case SmtpDialogue::Stage::recipient:
    return "the recipient";
  case SmtpDialogue::Stage::data:
    return "the mail before its text";
  case SmtpDialogue::Stage::text:
    return "the mail";
  }
  return "";
}

} // namespace platen::scan::courier
