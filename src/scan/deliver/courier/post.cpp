#include "scan/deliver/courier/courier.h"
#include "scan/deliver/courier/http_answer.h"

#include <cstdio>
#include <list>
#include <optional>

namespace platen::scan::courier {

namespace {

// One part's content, open while it is read.
class Content {
public:
  explicit Content(const PackedFile& file) : file_(&file) {}
  const PackedFile& file() const { return *file_; }

  Result<std::size_t> read(std::span<std::byte> into) {
    if (!open_) {
      TRY(open_, LocalFile::open(*file_));
      open_->seek(at_);
    }
    TRY(const std::size_t got, open_->read(into));
    at_ += got;
    if (at_ >= file_->bytes) open_.reset();
    return got;
  }
  void seek(std::uint64_t at) {
    open_.reset();
    at_ = at;
  }

private:
  const PackedFile* file_;
  std::optional<LocalFile> open_;
  std::uint64_t at_ = 0;
};

class Form {
public:
  explicit Form(CURL* handle) : form_(::curl_mime_init(handle)) {}
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;
  ~Form() { ::curl_mime_free(form_); }

  void add(Content& content) {
    const PackedFile& file = content.file();
    curl_mimepart* const part = ::curl_mime_addpart(form_);
    whole_ &= ::curl_mime_name(part, "file") == CURLE_OK &&
              ::curl_mime_filename(part, file.name.c_str()) == CURLE_OK &&
              ::curl_mime_type(part, file.media_type.c_str()) == CURLE_OK &&
              ::curl_mime_data_cb(part, static_cast<curl_off_t>(file.bytes), &read, &seek, nullptr,
                                  &content) == CURLE_OK;
  }
  curl_mime* get() const { return form_; }
  bool whole() const { return whole_; }

private:
  static std::size_t read(char* data, std::size_t size, std::size_t count, void* content) {
    const auto got =
        static_cast<Content*>(content)->read(std::as_writable_bytes(std::span(data, size * count)));
    return got ? *got : CURL_READFUNC_ABORT;
  }
  static int seek(void* content, curl_off_t at, int origin) {
    if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
    static_cast<Content*>(content)->seek(static_cast<std::uint64_t>(at));
    return CURL_SEEKFUNC_OK;
  }
  curl_mime* form_;
  bool whole_ = true;
};

} // namespace

// RFC 7578. The key (draft-ietf-httpapi-idempotency-key-header) is the same in each try: a server
// that knows it takes the files once.
Result<std::string> post(const DeliveryRequest& request, Reporter& reporter) {
  TRY(const auto curl, CurlSession::open(request, reporter));
  curl->begin(curl->url(curl->address().path, curl->address().scheme));
  set_http_login(*curl, request);
  std::list<Content> contents; // outlives the form
  Form form(curl->handle());
  for (const PackedFile& file : request.attempt.files)
    form.add(contents.emplace_back(file));
  if (!form.whole()) return fail(Errc::busy, "there is no memory for the form");
  CurlTexts header;
  header.add("Idempotency-Key: \"" + request.attempt.id + "\"");
  curl->set(CURLOPT_HTTPHEADER, header.get());
  curl->set(CURLOPT_MIMEPOST, form.get());
  curl->on_all_sent([&] { reporter.all_sent(); });
  curl->take_body([](Bytes) { return true; });
  const CURLcode result = curl->perform();
  // A body that was cut off is an answer all the same.
  if (curl->code() >= 200) reporter.answered();
  if (result != CURLE_OK && curl->code() < 200)
    return curl->failure(result, "cannot send the files");
  if (curl->code() / 100 != 2) return http_failure(*curl, "cannot send the files");
  for (const PackedFile& file : request.attempt.files)
    reporter.arrived(file.name);
  return std::string();
}

} // namespace platen::scan::courier
