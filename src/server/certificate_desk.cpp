#include "server/certificate_desk.h"

#include "auth/private_file.h"
#include "base/file.h"
#include "http/certificate.h"
#include "http/tls.h"

#include <nlohmann/json.hpp>

namespace platen::server {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uint64_t most_bytes = 256 << 10;

std::int64_t seconds_of(http::CalendarTime time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

Failure of_the_file() {
  return fail(Errc::conflict, "platen.toml names the certificate ([tls]), and it can be changed "
                              "there alone");
}

Result<std::string> text_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string())
    return fail(Errc::invalid, std::string("\"") + key + "\" shall be PEM text");
  return found->get<std::string>();
}

// The folder that is there steps aside until the new one is in its place.
Result<void> replace_folder(const fs::path& fresh, const fs::path& place) {
  const fs::path old = place.string() + ".old";
  std::error_code error;
  fs::remove_all(old, error);
  if (fs::exists(place, error)) fs::rename(place, old, error);
  if (!error && !fresh.empty()) fs::rename(fresh, place, error);
  if (!error) return {};
  return fail(Errc::io, "the certificate cannot be put into its place: " + error.message());
}

} // namespace

Result<std::string> CertificateDesk::show() const {
  const fs::path file = options_.present();
  TRY(const Buffer bytes, read_file(file, most_bytes));
  TRY(const auto facts, http::describe_certificate(as_text(bytes)));
  const char* const source = options_.of_file() ? "file" : facts.self_made ? "own" : "app";
  const Json json{{"subject", facts.subject},
                  {"issuer", facts.issuer},
                  {"names", facts.names},
                  {"begins", seconds_of(facts.begins)},
                  {"ends", seconds_of(facts.ends)},
                  {"fingerprint", facts.fingerprint},
                  {"source", source}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<void> CertificateDesk::put(std::string_view text) {
  if (options_.of_file()) return of_the_file();
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    return fail(Errc::invalid, R"(a certificate is {"certificate": PEM, "key": PEM})");
  TRY(const std::string certificate, text_in(json, "certificate"));
  TRY(const std::string key, text_in(json, "key"));
  TRY(const auto facts, http::describe_certificate(certificate));
  const auto now = std::chrono::system_clock::now();
  if (facts.ends <= now) return fail(Errc::invalid, "the certificate has ended");
  if (facts.self_made)
    return fail(Errc::invalid, "this is a certificate that platen makes for itself: remove the one "
                               "that is there instead");
  const std::lock_guard lock(mutex_);
  const fs::path place = options_.paths.given_tls(), fresh = place.string() + ".new";
  std::error_code error;
  fs::remove_all(fresh, error);
  fs::create_directories(fresh, error);
  if (!error) fs::permissions(fresh, fs::perms::owner_all, error);
  if (error) return fail(Errc::io, "cannot make " + fresh.string() + ": " + error.message());
  TRY_VOID(auth::replace_private_file(fresh / "certificate.pem", certificate));
  TRY_VOID(auth::replace_private_file(fresh / "key.pem", key));
  // With the eyes of the server itself: the key fits, and OpenSSL takes both.
  auto loaded = http::TlsContext::load(fresh / "certificate.pem", fresh / "key.pem");
  if (!loaded) {
    fs::remove_all(fresh, error);
    return fail(Errc::invalid, "the certificate and key are not taken: " + loaded.error().what);
  }
  TRY_VOID(replace_folder(fresh, place));
  if (auto applied = options_.apply(); !applied) {
    fs::remove_all(place, error);
    fs::rename(place.string() + ".old", place, error);
    return applied;
  }
  return {};
}

Result<void> CertificateDesk::remove() {
  if (options_.of_file()) return of_the_file();
  const std::lock_guard lock(mutex_);
  std::error_code error;
  if (!fs::exists(options_.paths.given_tls(), error))
    return fail(Errc::not_found, "the server's own certificate is in force already");
  TRY_VOID(replace_folder({}, options_.paths.given_tls()));
  TRY_VOID(options_.apply());
  fs::remove_all(options_.paths.given_tls().string() + ".old", error);
  return {};
}

} // namespace platen::server
