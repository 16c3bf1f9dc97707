#include "doctor/bundle.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include <arpa/inet.h>
#include <zlib.h>

namespace platen::doctor {

namespace {

constexpr std::size_t block = 512;

// Behind the text that begins at `at` with its quote; npos: it does not end.
std::size_t end_of_text(std::string_view toml, std::size_t at) {
  const char quote = toml[at];
  const std::string three(3, quote);
  const bool is_long = toml.substr(at, 3) == three;
  std::size_t i = at + (is_long ? 3 : 1);
  while (i < toml.size()) {
    if (toml[i] == '\\' && quote == '"') {
      i += 2;
    } else if (is_long && toml.substr(i, 3) == three) {
      i += 3;
      while (i < toml.size() && toml[i] == quote) // a quote of the text before the end
        ++i;
      return i;
    } else if (!is_long && toml[i] == quote) {
      return i + 1;
    } else if (!is_long && toml[i] == '\n') {
      return toml.npos;
    } else {
      ++i;
    }
  }
  return toml.npos;
}

bool is_of_address(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' ||
         c == ':';
}

bool is_of_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_address(const std::string& text) {
  std::array<std::uint8_t, 16> octets{};
  return ::inet_pton(AF_INET, text.c_str(), octets.data()) == 1 ||
         (std::ranges::count(text, ':') >= 2 && text != "::" &&
          ::inet_pton(AF_INET6, text.c_str(), octets.data()) == 1);
}

bool is_loopback(const std::string& text) {
  return text.starts_with("127.") || text == "::1" || text == "0.0.0.0";
}

std::string word_for(const std::string& address, std::map<std::string, std::string>& known) {
  const auto [found, fresh] =
      known.try_emplace(address, "address-" + std::to_string(known.size() + 1));
  return found->second;
}

// "192.0.2.7", also as "192.0.2.7:9100"; "[2001:db8::1]:80" has its brackets.
std::string without_addresses(const std::string& text, std::map<std::string, std::string>& known) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool begins = is_of_address(text[i]) && (i == 0 || !is_of_word(text[i - 1]));
    std::size_t end = i;
    while (begins && end < text.size() && is_of_address(text[end]))
      ++end;
    std::string one = text.substr(i, end - i), rest;
    while (!one.empty() && (one.back() == '.' || one.back() == ':') && !one.ends_with("::")) {
      rest.insert(0, 1, one.back());
      one.pop_back();
    }
    const std::size_t colon = one.find(':');
    if (std::ranges::count(one, ':') == 1) { // a port
      rest.insert(0, one.substr(colon));
      one.resize(colon);
    }
    if (is_address(one) && !is_loopback(one)) {
      out += word_for(one, known) + rest;
      i = end;
    } else {
      out += text.substr(i, std::max<std::size_t>(end - i, 1));
      i = std::max(end, i + 1);
    }
  }
  return out;
}

void put(std::array<char, block>& header, std::size_t at, std::size_t room,
         const std::string& text) {
  std::memcpy(header.data() + at, text.data(), std::min(room, text.size()));
}

std::string octal(std::uint64_t value, int digits) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%0*llo", digits, static_cast<unsigned long long>(value));
  return text.data();
}

// POSIX.1-1988, "ustar".
std::array<char, block> header_of(const ArchiveFile& file, std::int64_t time) {
  std::array<char, block> header{};
  put(header, 0, 100, file.name);
  put(header, 100, 8, "0000600");
  put(header, 108, 8, "0000000");
  put(header, 116, 8, "0000000");
  put(header, 124, 12, octal(file.content.size(), 11));
  put(header, 136, 12, octal(static_cast<std::uint64_t>(std::max<std::int64_t>(0, time)), 11));
  put(header, 148, 8, "        ");
  header[156] = '0';
  put(header, 257, 8,
      std::string("ustar\0"
                  "00",
                  8));
  unsigned sum = 0;
  for (const char c : header)
    sum += static_cast<unsigned char>(c);
  put(header, 148, 8, octal(sum, 6) + std::string("\0 ", 2));
  return header;
}

} // namespace

std::string redacted_toml(std::string_view toml) {
  std::string out;
  for (std::size_t i = 0; i < toml.size();) {
    if (toml[i] == '#') {
      i = std::min(toml.find('\n', i), toml.size());
    } else if (toml[i] == '"' || toml[i] == '\'') {
      out += "\"...\"";
      i = end_of_text(toml, i);
      if (i == toml.npos) return out + "\n";
    } else {
      out += toml[i++];
    }
  }
  return out;
}

std::string redacted(std::string text, const Secrets& secrets, bool keep_addresses) {
  std::vector<std::pair<std::string, std::string>> all(secrets.begin(), secrets.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (const auto& [secret, word] : all) {
    if (secret.size() < 3) continue;
    for (std::size_t at = text.find(secret); at != text.npos;
         at = text.find(secret, at + word.size()))
      text.replace(at, secret.size(), word);
  }
  if (keep_addresses) return text;
  std::map<std::string, std::string> known;
  return without_addresses(text, known);
}

Result<std::string> tar_gz(const std::vector<ArchiveFile>& files, std::int64_t time) {
  std::string tar;
  for (const ArchiveFile& file : files) {
    const auto header = header_of(file, time);
    tar.append(header.data(), header.size());
    tar += file.content;
    tar.append((block - file.content.size() % block) % block, '\0');
  }
  tar.append(2 * block, '\0');
  z_stream stream{};
  constexpr int with_gzip_header = 15 + 16;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, with_gzip_header, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return fail(Errc::bug, "zlib cannot begin");
  std::string packed(deflateBound(&stream, static_cast<uLong>(tar.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(tar.data());
  stream.avail_in = static_cast<uInt>(tar.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int done = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (done != Z_STREAM_END) return fail(Errc::bug, "zlib did not end");
  return packed;
}

} // namespace platen::doctor
