#pragma once

#include "base/bytes.h"

#include <memory>
#include <string>
#include <string_view>

// CHMP: Canon's documents by HTTP (docs/protocols/chmp.md).
namespace platen::chmp {

inline constexpr std::string_view status_path = "/canon/ij/command1/port1";

// The two rounds: the document is posted, the answer is fetched. `host` as the Host field has it.
std::string post(std::string_view path, std::string_view host, std::string_view document);
std::string get(std::string_view path, std::string_view host);
// One property of the device: "DeviceID(Print)".
std::string get_property(std::string_view path, std::string_view host, std::string_view property);

struct Response {
  int status = 0;
  std::string body;
};

// Reads one HTTP response as it comes in pieces.
class ResponseReader {
public:
  // An answer to POST may say nothing about its body: then it has none. `most` bounds the body.
  ResponseReader(bool answers_post, std::size_t most);
  ~ResponseReader();
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;

  // Takes what came; true when the response is whole. What comes after it stays for the next one:
  // see rest(). Errc::malformed, Errc::limit.
  Result<bool> take(Bytes piece);
  // The peer has closed its side: true when the response is whole by that.
  Result<bool> end();
  Response response() const;
  const Buffer& rest() const;

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

} // namespace platen::chmp
