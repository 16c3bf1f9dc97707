#include "base/sealed_file.h"
#include "scan/deliver/courier/curl_session.h"
#include "scan/deliver/courier/share.h"

namespace platen::scan::courier {

namespace {

// libcurl reads quoted arguments of its commands so (curl_easy_setopt, CURLOPT_QUOTE).
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// A key that has a name to be opened by, but lies on no disk.
Result<UniqueFd> key_file(const std::string& key) {
  return sealed_file(as_bytes(key.ends_with('\n') ? key : key + '\n'));
}

class Sftp final : public Share {
public:
  Sftp(std::unique_ptr<CurlSession> curl, const DeliveryRequest& request, UniqueFd key)
      : curl_(std::move(curl)), request_(&request), key_(std::move(key)) {
    folder_ = curl_->address().path;
    if (!folder_.ends_with('/')) folder_ += '/';
    // "/~/" is the user's own folder in URLs of libcurl, and nothing in its commands.
    command_folder_ = folder_.starts_with("/~/") ? folder_.substr(3) : folder_;
  }

  Result<void> connect() {
    begin(folder_);
    curl_->set(CURLOPT_NOBODY, 1L);
    CurlTexts look;
    look.add("pwd");
    curl_->set(CURLOPT_QUOTE, look.get());
    if (const CURLcode result = curl_->perform(); result != CURLE_OK)
      return failure(result, "cannot open " + folder_);
    begin(folder_); // a folder that is not there fails now, by its name
    curl_->take_body([](Bytes) { return true; });
    curl_->set(CURLOPT_DIRLISTONLY, 1L);
    const CURLcode result = curl_->perform();
    if (result == CURLE_REMOTE_FILE_NOT_FOUND || result == CURLE_SSH)
      return fail(Errc::not_found, "the folder " + folder_ + " is not there on " +
                                       curl_->address().host + " (" + curl_->words() +
                                       "); make it, or correct the address");
    // A folder may be closed to those who list it and open to those who write.
    if (result != CURLE_OK && result != CURLE_REMOTE_ACCESS_DENIED)
      return failure(result, "cannot open " + folder_);
    return {};
  }

  Result<Seen> look(const std::string& name, LocalFile& file) override {
    begin(folder_ + name);
    Comparison comparison(file);
    Result<bool> same = true;
    curl_->take_body([&](Bytes bytes) {
      same = comparison.take(bytes);
      return same && *same;
    });
    const CURLcode result = curl_->perform();
    if (!same) return Failure(same.error());
    if (!*same) return Seen::other;
    switch (result) {
    case CURLE_OK:
      return comparison.whole() ? Seen::same : Seen::other;
    case CURLE_REMOTE_FILE_NOT_FOUND:
      return Seen::nothing;
    case CURLE_REMOTE_ACCESS_DENIED:
      return Seen::unreadable;
    case CURLE_SSH: // a folder has that name
      return Seen::other;
    default:
      return failure(result, "cannot look at " + name);
    }
  }

  Result<void> put(const std::string& name, LocalFile& file) override {
    begin(folder_ + name);
    file.rewind();
    curl_->give_body([&](std::span<std::byte> into) { return file.read(into); }, file.size());
    const CURLcode result = curl_->perform();
    if (result == CURLE_OK) return {};
    if (result == CURLE_REMOTE_FILE_NOT_FOUND)
      return fail(Errc::not_found, "the folder " + folder_ + " is not there on " +
                                       curl_->address().host + "; make it, or correct the address");
    return failure(result, "cannot write to " + folder_);
  }

  Result<bool> rename(const std::string& from, const std::string& to) override {
    const CURLcode result =
        command("rename " + quoted(command_folder_ + from) + " " + quoted(command_folder_ + to));
    if (result == CURLE_OK) return true;
    // Protocol 3 has no word for a name that is taken; the caller looks.
    if (result == CURLE_QUOTE_ERROR && !refused_rename_) {
      refused_rename_ = true;
      return false;
    }
    return failure(result, "cannot give " + to + " its name");
  }

  void remove(const std::string& name) override {
    static_cast<void>(command("rm " + quoted(command_folder_ + name)));
  }

private:
  void begin(const std::string& path) {
    const Destination& to = request_->destination;
    curl_->begin(curl_->url(path, "sftp"));
    curl_->set(CURLOPT_USERNAME, to.user.c_str());
    // Without "SHA256:". Any other key of the server ends the connection before the login.
    curl_->set(CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, to.host_key.c_str() + 7);
    if (key_) {
      curl_->set(CURLOPT_SSH_AUTH_TYPES, static_cast<long>(CURLSSH_AUTH_PUBLICKEY));
      curl_->set(CURLOPT_SSH_PRIVATE_KEYFILE,
                 ("/proc/self/fd/" + std::to_string(key_.get())).c_str());
      curl_->set(CURLOPT_SSH_PUBLIC_KEYFILE, "");
    } else {
      curl_->set(CURLOPT_SSH_AUTH_TYPES,
                 static_cast<long>(CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD));
      curl_->set(CURLOPT_PASSWORD, request_->attempt.secret.c_str());
    }
  }

  CURLcode command(const std::string& words) {
    begin(folder_);
    curl_->set(CURLOPT_NOBODY, 1L);
    CurlTexts commands;
    commands.add(words);
    curl_->set(CURLOPT_QUOTE, commands.get());
    return curl_->perform();
  }

  Failure failure(CURLcode result, const std::string& doing) {
    if (result == CURLE_PEER_FAILED_VERIFICATION)
      return fail(Errc::denied, "the server at " + curl_->address().host +
                                    " has another key than host_key says (" + curl_->words() +
                                    "); nothing was sent: if the server has a new key, compare it "
                                    "with `ssh-keygen -lf` there and change host_key");
    return curl_->failure(result, doing);
  }

  std::unique_ptr<CurlSession> curl_;
  const DeliveryRequest* request_;
  UniqueFd key_;
  std::string folder_, command_folder_;
  bool refused_rename_ = false;
};

} // namespace

Result<std::unique_ptr<Share>> open_sftp(const DeliveryRequest& request, Reporter& reporter) {
  TRY(auto curl, CurlSession::open(request, reporter));
  UniqueFd key;
  if (request.destination.login == "key") {
    TRY(key, key_file(request.attempt.secret));
  }
  auto share = std::make_unique<Sftp>(std::move(curl), request, std::move(key));
  TRY_VOID(share->connect());
  return std::unique_ptr<Share>(std::move(share));
}

} // namespace platen::scan::courier
