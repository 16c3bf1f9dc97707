#include "scan/deliver/courier/http_answer.h"
#include "scan/deliver/courier/share.h"

namespace platen::scan::courier {

namespace {

// RFC 4918.
class WebDav final : public Share {
public:
  WebDav(std::unique_ptr<CurlSession> curl, const DeliveryRequest& request)
      : curl_(std::move(curl)), request_(&request),
        scheme_(curl_->address().scheme == "davs" ? "https" : "http"),
        folder_(curl_->address().path) {
    if (!folder_.ends_with('/')) folder_ += '/';
  }

  Result<void> connect() {
    TRY(const long code, ask("PROPFIND", folder_, {"Depth: 0"}));
    if (code == 404) return make_folders();
    // 405: a server that can take files, and no more than that, may do.
    if (code / 100 != 2 && code != 405) return http_failure(*curl_, "cannot open " + folder_);
    return {};
  }

  Result<Seen> look(const std::string& name, LocalFile& file) override {
    begin(folder_ + name);
    Comparison comparison(file);
    Result<bool> same = true;
    curl_->take_body([&](Bytes bytes) {
      if (curl_->code() != 200) return true;
      same = comparison.take(bytes);
      return same && *same;
    });
    const CURLcode result = curl_->perform();
    if (!same) return Failure(same.error());
    if (!*same) return Seen::other;
    if (result != CURLE_OK) return curl_->failure(result, "cannot look at " + name);
    switch (curl_->code()) {
    case 200:
      return comparison.whole() ? Seen::same : Seen::other;
    case 404:
    case 410:
      return Seen::nothing;
    case 403:
      return Seen::unreadable;
    case 301: // a folder has that name
    case 405:
      return Seen::other;
    default:
      return http_failure(*curl_, "cannot look at " + name);
    }
  }

  Result<void> put(const std::string& name, LocalFile& file) override {
    begin(folder_ + name);
    file.rewind();
    curl_->give_body([&](std::span<std::byte> into) { return file.read(into); }, file.size());
    const CURLcode result = curl_->perform();
    if (result != CURLE_OK) return curl_->failure(result, "cannot write to " + folder_);
    if (curl_->code() / 100 != 2) return http_failure(*curl_, "cannot write to " + folder_);
    return {};
  }

  Result<bool> rename(const std::string& from, const std::string& to) override {
    TRY(const long code,
        ask("MOVE", folder_ + from,
            {"Destination: " + curl_->url(folder_ + to, scheme_), "Overwrite: F"}));
    if (code == 412) return false;
    if (code / 100 != 2) return http_failure(*curl_, "cannot give " + to + " its name");
    return true;
  }

  void remove(const std::string& name) override {
    static_cast<void>(ask("DELETE", folder_ + name, {}));
  }

private:
  void begin(const std::string& path) {
    curl_->begin(curl_->url(path, scheme_));
    set_http_login(*curl_, *request_);
  }

  Result<long> ask(const char* method, const std::string& path,
                   const std::vector<std::string>& fields) {
    begin(path);
    CurlTexts header;
    for (const std::string& field : fields)
      header.add(field);
    curl_->set(CURLOPT_CUSTOMREQUEST, method);
    curl_->set(CURLOPT_HTTPHEADER, header.get());
    curl_->take_body([](Bytes) { return true; });
    if (const CURLcode result = curl_->perform(); result != CURLE_OK)
      return curl_->failure(result, std::string("no answer to ") + method);
    return curl_->code();
  }

  // From the top: those above may belong to somebody who lets nobody make anything there.
  Result<void> make_folders() {
    long code = 0;
    for (std::size_t slash = folder_.find('/', 1); slash != std::string::npos;
         slash = folder_.find('/', slash + 1)) {
      TRY(code, ask("MKCOL", folder_.substr(0, slash + 1), {}));
      if (code == 401 || code >= 500) break;
    }
    if (code / 100 == 2 || code == 405) return {}; // 405: it is there
    return http_failure(*curl_, "cannot make the folder " + folder_);
  }

  std::unique_ptr<CurlSession> curl_;
  const DeliveryRequest* request_;
  std::string scheme_, folder_;
};

} // namespace

Result<std::unique_ptr<Share>> open_webdav(const DeliveryRequest& request, Reporter& reporter) {
  TRY(auto curl, CurlSession::open(request, reporter));
  auto share = std::make_unique<WebDav>(std::move(curl), request);
  TRY_VOID(share->connect());
  return std::unique_ptr<Share>(std::move(share));
}

} // namespace platen::scan::courier
