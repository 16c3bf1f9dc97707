#pragma once

#include "base/bytes.h"

#include <chrono>
#include <string>

// What platen and its helper platen-fetch say to each other.
namespace platen::update {

// Descriptors of the helper.
inline constexpr int fetch_request_fd = 0, fetch_answer_fd = 1;

// One file of a server.
struct FetchRequest {
  std::string url, trust; // trust: a file of certificates, or empty
  std::uint64_t most_bytes = 0;
  std::chrono::seconds patience{0};
};
std::string write_request(const FetchRequest& request);
Result<FetchRequest> read_request(std::string_view text); // Errc::malformed

// The helper's answer: "d" and the file, or the letter of a code and words.
std::string write_failure(const Error& error);
Result<Buffer> read_answer(Bytes answer, std::uint64_t most_bytes);

} // namespace platen::update
