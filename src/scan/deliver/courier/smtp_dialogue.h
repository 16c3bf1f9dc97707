#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::scan::courier {

// What a mail server said, followed line by line (RFC 5321): libcurl tells the last code alone, and
// people need the stage, the recipient and the server's own words.
class SmtpDialogue {
public:
  enum class Stage : std::uint8_t { greeting, hello, tls, login, sender, recipient, data, text };
  struct Reply {
    Stage stage = Stage::greeting;
    int code = 0;          // 220 and so on
    std::string words;     // the last line, code included
    std::string recipient; // of Stage::recipient
  };

  void sent(std::string_view bytes);     // of commands; not of the mail's text
  void received(std::string_view bytes); // of replies
  // A new mail on the same connection.
  void begin_mail();

  std::optional<std::uint64_t> size() const { return size_; } // of EHLO's SIZE (RFC 1870)
  // The first reply that was no consent, of this mail or of the connection before it; of
  // recipients, all are in refused().
  const std::optional<Reply>& refusal() const { return refusal_; }
  const std::vector<Reply>& refused() const { return refused_; }
  bool taken() const { return taken_; } // the mail's text was answered with 2xx

private:
  void command(std::string_view line);
  void reply(std::string_view line);

  Stage stage_ = Stage::greeting;
  std::string recipient_;
  std::string command_, reply_; // begun lines
  std::optional<std::uint64_t> size_;
  std::optional<Reply> refusal_;
  std::vector<Reply> refused_;
  bool taken_ = false;
};

// "at the login" and the like, for people.
std::string_view in_words(SmtpDialogue::Stage stage);

} // namespace platen::scan::courier
