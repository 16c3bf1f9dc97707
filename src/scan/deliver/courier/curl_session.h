#pragma once

#include "scan/deliver/address.h"
#include "scan/deliver/courier/local_file.h"
#include "scan/deliver/courier/reporter.h"

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <curl/curl.h>

namespace platen::scan::courier {

// A list of texts for libcurl.
class CurlTexts {
public:
  CurlTexts() = default;
  CurlTexts(const CurlTexts&) = delete;
  CurlTexts& operator=(const CurlTexts&) = delete;
  ~CurlTexts() { ::curl_slist_free_all(list_); }
  void add(const std::string& text) {
    if (curl_slist* longer = ::curl_slist_append(list_, text.c_str())) list_ = longer;
  }
  curl_slist* get() const { return list_; }

private:
  curl_slist* list_ = nullptr;
};

// One conversation with one server. Follows no redirection, uses no proxy, and speaks no other
// protocol than that of its address: a login goes nowhere else.
class CurlSession {
public:
  static Result<std::unique_ptr<CurlSession>> open(const DeliveryRequest& request,
                                                   Reporter& reporter);
  CurlSession(const CurlSession&) = delete;
  CurlSession& operator=(const CurlSession&) = delete;
  ~CurlSession();

  const Address& address() const { return address_; }
  const std::string& user() const { return request_->destination.user; }
  CURL* handle() const { return handle_; }
  // The URL of `path` (decoded, with its "/") at the server, in the protocol `scheme`.
  std::string url(const std::string& path, std::string_view scheme) const;

  // All options but those of the connection are as they were at open().
  void begin(const std::string& url);
  template<class Value> void set(CURLoption option, Value value) {
    // What an option lacks (a feature, memory) shows at once: nothing may go out without it.
    if (::curl_easy_setopt(handle_, option, value) != CURLE_OK) unset_ = true;
  }
  using Take = std::function<bool(Bytes)>; // false: no more is wanted
  using Give = std::function<Result<std::size_t>(std::span<std::byte>)>;
  void take_body(Take take);
  void give_body(Give give, std::uint64_t size);

  // A body of known size has left us whole: from now on it may be there, whatever happens.
  void on_all_sent(std::function<void()> tell) { all_sent_ = std::move(tell); }

  CURLcode perform();
  long code() const; // the last answer's
  // curl's own words for what went wrong.
  std::string words() const { return words_.data(); }
  Reporter& reporter() { return *reporter_; }
  // What a failed transfer means, in words, whatever the protocol. `doing`: "cannot connect".
  Failure failure(CURLcode result, const std::string& doing) const;
  // Where a body was being read and that failed: our own fault, not the server's.
  const Result<void>& given() const { return given_; }

private:
  CurlSession(CURL* handle, const DeliveryRequest& request, Address address, Reporter& reporter);
  void set_common();
  static std::size_t take_bytes(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t give_bytes(char* data, std::size_t size, std::size_t count, void* self);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  CURL* handle_;
  const DeliveryRequest* request_;
  Address address_;
  Reporter* reporter_;
  Take take_;
  Give give_;
  std::function<void()> all_sent_;
  Result<void> given_;
  bool unset_ = false;
  curl_off_t moved_ = 0;
  std::array<char, CURL_ERROR_SIZE> words_{};
};

} // namespace platen::scan::courier
