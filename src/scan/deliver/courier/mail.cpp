#include "scan/deliver/courier/courier.h"
#include "scan/deliver/courier/curl_session.h"
#include "scan/deliver/courier/mime.h"
#include "scan/deliver/courier/smtp_dialogue.h"
#include "scan/deliver/deliver_limits.h"

#include <algorithm>

namespace platen::scan::courier {

namespace {

using Stage = SmtpDialogue::Stage;

class MailServer {
public:
  MailServer(std::unique_ptr<CurlSession> curl, const DeliveryRequest& request)
      : curl_(std::move(curl)), request_(&request) {}

  // Greeting, TLS, login; the connection stays for the mails.
  Result<void> connect() {
    begin();
    curl_->set(CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_->take_body([](Bytes) { return true; });
    if (const CURLcode result = curl_->perform(); result != CURLE_OK)
      return failure(result, "cannot begin");
    return {};
  }

  std::optional<std::uint64_t> size() const { return dialogue_.size(); }

  // Those whom the server does not take are in refused().
  Result<void> send(MailText& mail, const Letter& letter,
                    const std::vector<std::string>& recipients) {
    dialogue_.begin_mail();
    begin();
    CurlTexts list;
    for (const std::string& recipient : recipients)
      list.add("<" + recipient + ">");
    curl_->set(CURLOPT_MAIL_FROM, ("<" + letter.from + ">").c_str());
    curl_->set(CURLOPT_MAIL_RCPT, list.get());
    curl_->set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    curl_->give_body([&](std::span<std::byte> into) { return mail.read(into); }, mail.size());
    left_ = mail.size();
    const CURLcode result = curl_->perform();
    const bool refused_text = dialogue_.refusal() && dialogue_.refusal()->stage == Stage::text;
    if (dialogue_.taken() || refused_text) curl_->reporter().answered();
    if (dialogue_.taken() || dialogue_.refused().size() == recipients.size()) return {};
    return failure(result == CURLE_OK ? CURLE_WEIRD_SERVER_REPLY : result, "cannot send the mail");
  }

  const std::vector<SmtpDialogue::Reply>& refused() const { return dialogue_.refused(); }
  const std::string& host() const { return curl_->address().host; }

private:
  void begin() {
    const Destination& to = request_->destination;
    const auto patience =
        static_cast<long>(request_->attempt.patience.count()) * limits::mail_patience;
    curl_->begin(curl_->url("", curl_->address().scheme));
    curl_->set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    curl_->set(CURLOPT_SERVER_RESPONSE_TIMEOUT, patience);
    curl_->set(CURLOPT_LOW_SPEED_TIME, patience);
    curl_->set(CURLOPT_VERBOSE, 1L);
    curl_->set(CURLOPT_DEBUGFUNCTION, &follow);
    curl_->set(CURLOPT_DEBUGDATA, this);
    if (to.login == "none") return;
    curl_->set(CURLOPT_USERNAME, to.user.c_str());
    if (to.login == "xoauth2") {
      curl_->set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
      curl_->set(CURLOPT_XOAUTH2_BEARER, request_->attempt.secret.c_str());
    } else {
      curl_->set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
      curl_->set(CURLOPT_PASSWORD, request_->attempt.secret.c_str());
    }
  }

  static int follow(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
    auto& server = *static_cast<MailServer*>(self);
    if (type == CURLINFO_HEADER_OUT) server.dialogue_.sent({data, size});
    if (type == CURLINFO_HEADER_IN) server.dialogue_.received({data, size});
    if (type == CURLINFO_DATA_OUT) server.left(size);
    return 0;
  }

  // No line of ours begins with a dot, so that as many bytes leave as the mail has. Only behind the
  // last one does libcurl send the dot that makes them a mail.
  void left(std::uint64_t bytes) {
    if (left_ > 0 && bytes >= left_) curl_->reporter().all_sent();
    left_ -= std::min(left_, bytes);
  }

  Failure failure(CURLcode result, const std::string& doing) const {
    const auto& said = dialogue_.refusal();
    // Where TLS is the matter, what was said before does not explain it.
    const bool tls = result == CURLE_USE_SSL_FAILED || result == CURLE_SSL_CONNECT_ERROR ||
                     result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE;
    if (!said || tls || !curl_->given()) return curl_->failure(result, doing);
    const Destination& to = request_->destination;
    std::string what = host() + " refuses " + std::string(in_words(said->stage));
    if (said->stage == Stage::sender) what += " " + to.from;
    if (said->stage == Stage::login) what += " of " + to.user;
    what += " (" + said->words + ")";
    if (said->code < 500) return fail(Errc::busy, what + "; it is tried again");
    if (said->stage == Stage::login)
      what += "; check user and password (many providers want an app password)";
    return fail(Errc::denied, what);
  }

  std::unique_ptr<CurlSession> curl_;
  const DeliveryRequest* request_;
  SmtpDialogue dialogue_;
  std::uint64_t left_ = 0; // bytes of the mail that have not been sent yet
};

std::string arrival(const Letter& letter, const std::string& recipient) {
  return message_id(letter) + " " + recipient;
}

// Refusals of single recipients, over all mails of a delivery.
class Refusals {
public:
  void add(const std::vector<SmtpDialogue::Reply>& replies) {
    for (const SmtpDialogue::Reply& reply : replies) {
      if (has(reply.recipient)) continue;
      recipients_.push_back(reply.recipient);
      later_ |= reply.code < 500;
      words_ +=
          (words_.empty() ? "" : "; ") + reply.recipient + " was refused (" + reply.words + ")";
    }
  }
  bool has(const std::string& recipient) const {
    return std::ranges::find(recipients_, recipient) != recipients_.end();
  }
  Result<std::string> outcome(std::size_t of) const {
    if (recipients_.empty()) return std::string();
    const std::string others =
        recipients_.size() < of ? "; the other recipients have it" : "; nobody has it";
    if (later_) return fail(Errc::busy, words_ + others + ", and it is tried again");
    return fail(Errc::denied, words_ + others + "; correct the address");
  }

private:
  std::vector<std::string> recipients_;
  std::string words_;
  bool later_ = false;
};

Letter letter_for(const DeliveryRequest& request) {
  const Destination& to = request.destination;
  Letter letter{
      to.from, to.to, to.subject, to.text, request.attempt.id, 1, 1, request.attempt.fields.time};
  if (letter.subject.empty())
    letter.subject = request.attempt.files.empty() ? "platen" : request.attempt.files.front().name;
  return letter;
}

std::uint64_t most_bytes(const Destination& to, std::optional<std::uint64_t> server) {
  if (to.most_bytes == 0) return server.value_or(limits::mail_bytes);
  return std::min(to.most_bytes, server.value_or(to.most_bytes));
}

} // namespace

Result<std::string> mail(const DeliveryRequest& request, Reporter& reporter) {
  TRY(auto curl, CurlSession::open(request, reporter));
  MailServer server(std::move(curl), request);
  TRY_VOID(server.connect());
  Letter letter = letter_for(request);
  TRY(const auto mails,
      divide(request.attempt.files, letter, most_bytes(request.destination, server.size())));
  letter.parts = mails.size();
  Refusals refusals;
  for (letter.part = 1; letter.part <= letter.parts; ++letter.part) {
    std::vector<std::string> recipients;
    std::ranges::copy_if(letter.to, std::back_inserter(recipients), [&](const std::string& one) {
      return !refusals.has(one) && std::ranges::find(request.attempt.there, arrival(letter, one)) ==
                                       request.attempt.there.end();
    });
    if (recipients.empty()) continue;
    MailText text(letter, mails[letter.part - 1]);
    if (auto sent = server.send(text, letter, recipients); !sent)
      return fail_within("mail " + std::to_string(letter.part) + " of " +
                             std::to_string(letter.parts),
                         sent.error());
    refusals.add(server.refused());
    for (const std::string& recipient : recipients)
      if (!refusals.has(recipient)) reporter.arrived(arrival(letter, recipient));
  }
  return refusals.outcome(letter.to.size());
}

} // namespace platen::scan::courier
