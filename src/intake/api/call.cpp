#include "intake/api/call.h"

#include "base/file.h"

#include <charconv>
#include <span>

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

constexpr std::size_t piece_bytes = 64 << 10;

std::string code_word(Errc code) {
  std::string word(to_string(code));
  for (char& c : word)
    if (c == '_' || c == ' ') c = '-';
  return word;
}

class FileSource final : public http::BodySource {
public:
  FileSource(UniqueFd fd, std::uint64_t bytes) : fd_(std::move(fd)), left_(bytes) {}

  void next(Give give) override {
    if (left_ == 0) {
      give(std::string{});
      return;
    }
    std::string piece(std::min<std::uint64_t>(piece_bytes, left_), '\0');
    const auto got = read_some(fd_.get(), std::as_writable_bytes(std::span(piece)));
    if (!got || *got == 0) {
      give(got ? fail(Errc::io, "the file has become shorter") : Failure(got.error()));
      return;
    }
    piece.resize(*got);
    left_ -= piece.size();
    give(std::move(piece));
  }

private:
  UniqueFd fd_;
  std::uint64_t left_;
};

// RFC 6266: a plain name for old clients, and the true one in UTF-8.
std::string disposition(const std::string& name) {
  std::string plain, coded;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool safe = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                      (byte >= 'a' && byte <= 'z') || c == '-' || c == '.' || c == '_';
    plain += safe || c == ' ' ? c : '_';
    if (safe) {
      coded += c;
      continue;
    }
    constexpr std::string_view digits = "0123456789ABCDEF";
    coded += '%';
    coded += digits[byte >> 4];
    coded += digits[byte & 15];
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + coded;
}

} // namespace

std::string_view Call::asked(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (one.starts_with(name) && one.size() > name.size() && one[name.size()] == '=')
      return one.substr(name.size() + 1);
  }
  return {};
}

std::string Call::text(std::string_view name) const {
  const std::string_view sent = asked(name);
  std::string text;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    unsigned byte = 0;
    const char* const digits = sent.data() + i + 1;
    if (sent[i] == '+') {
      text += ' ';
    } else if (sent[i] == '%' && i + 2 < sent.size() &&
               std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      text += static_cast<char>(byte);
      i += 2;
    } else {
      text += sent[i];
    }
  }
  return text;
}

http::Response json_response(int status, std::string json) {
  http::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::make_shared<const std::string>(std::move(json) + "\n");
  response.fields.emplace_back("Cache-Control", "no-store");
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  response.fields.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  return response;
}

http::Response error_response(int status, std::string_view code, const std::string& message) {
  const nlohmann::json json{{"error", {{"code", code}, {"message", message}}}};
  auto response =
      json_response(status, json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  if (status == 503) response.fields.emplace_back("Retry-After", "2");
  return response;
}

http::Response error_response(const Error& error) {
  return error_response(http::status_of(error.code), code_word(error.code), error.message());
}

// Not 204: libcups waits for the body of such an answer to a POST.
http::Response done_response() {
  return json_response(200, "{}");
}

Result<http::Response> file_response(const std::filesystem::path& file, std::string media_type,
                                     const std::string& download_name) {
  TRY(UniqueFd fd, open_for_reading(file));
  TRY(const std::uint64_t bytes, file_size(fd.get()));
  http::Response response;
  response.content_type = std::move(media_type);
  response.source = std::make_shared<FileSource>(std::move(fd), bytes);
  response.source_length = bytes;
  response.fields.emplace_back("Cache-Control", "private, no-cache");
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  response.fields.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  if (!download_name.empty())
    response.fields.emplace_back("Content-Disposition", disposition(download_name));
  return response;
}

} // namespace platen::intake::api
