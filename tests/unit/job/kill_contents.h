#pragma once

#include <cstdint>
#include <string>

namespace platen::job {

// The document of the job with this name: both processes of the kill test can make it.
inline std::string document_of(const std::string& name) {
  std::uint64_t state = 14695981039346656037ULL;
  for (const char c : name)
    state = (state ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  const auto next = [&state] {
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
  };
  // Most are small, one in four is a file.
  std::string bytes(next() % 4 == 0 ? 65'537 + next() % 100'000 : next() % 20'000, ' ');
  for (char& c : bytes)
    c = static_cast<char>(next() >> 56);
  return bytes;
}

} // namespace platen::job
