#include "update/signatures.h"

#include "update/update_limits.h"

#include <algorithm>

namespace platen::update {

namespace {

constexpr std::string_view first_line = "platen-signatures 1";

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

bool is_key_id(std::string_view text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

Result<SignatureLine> parse_line(std::string_view line) {
  const std::size_t space = line.find(' ');
  const auto bytes =
      space == line.npos ? std::optional<Buffer>() : from_base64(line.substr(space + 1));
  SignatureLine parsed{std::string(line.substr(0, space)), {}};
  if (!bytes || bytes->size() != parsed.signature.size() || !is_key_id(parsed.key))
    return fail(Errc::malformed,
                "a line of index.json.sig is no signature: the file is damaged or cut off");
  std::copy(bytes->begin(), bytes->end(), parsed.signature.begin());
  return parsed;
}

std::string message_of(std::string_view index) {
  return std::string(index_domain) + std::string(index);
}

Error no_trusted(std::span<const SignatureLine> lines, std::span<const Withdrawn> withdrawn) {
  std::string ids;
  for (const SignatureLine& line : lines) {
    for (const Withdrawn& gone : withdrawn)
      if (gone.key == line.key)
        return {Errc::denied, "the index is signed by the key " + line.key +
                                  ", which was withdrawn with the index " +
                                  std::to_string(gone.serial)};
    ids += (ids.empty() ? "" : ", ") + line.key;
  }
  return {Errc::denied, "the index is signed by the key " + ids +
                            ", which is none of those that are trusted here ([updates] keys)"};
}

} // namespace

Result<std::vector<SignatureLine>> parse_signatures(std::string_view text) {
  if (text.size() > limits::signature_bytes)
    return fail(Errc::limit, "index.json.sig is larger than 4 kB");
  if (take_line(text) != first_line)
    return fail(Errc::malformed, "index.json.sig is no file of signatures that this program reads");
  std::vector<SignatureLine> lines;
  while (!text.empty()) {
    if (lines.size() == limits::signatures)
      return fail(Errc::limit, "index.json.sig has more than 16 signatures");
    TRY(SignatureLine line, parse_line(take_line(text)));
    lines.push_back(std::move(line));
  }
  if (lines.empty()) return fail(Errc::malformed, "index.json.sig has no signature: it is cut off");
  return lines;
}

std::string write_signatures(std::span<const SignatureLine> lines) {
  std::string text = std::string(first_line) + "\n";
  for (const SignatureLine& line : lines)
    text += line.key + " " + to_base64(line.signature) + "\n";
  return text;
}

SignatureLine sign_index(std::string_view index, const SecretKey& key) {
  return {id_of(key.public_key()), key.sign(as_bytes(message_of(index)))};
}

Result<PublicKey> verify_index(std::string_view index, std::string_view signatures,
                               std::span<const PublicKey> trusted,
                               std::span<const Withdrawn> withdrawn, Time now) {
  if (trusted.empty())
    return fail(Errc::denied, "no key is trusted, so that no index can be: [updates] keys of "
                              "platen.toml names those of the publisher");
  TRY(const auto lines, parse_signatures(signatures));
  const std::string message = message_of(index);
  std::optional<Error> why;
  for (const SignatureLine& line : lines)
    for (const PublicKey& key : trusted) {
      if (id_of(key) != line.key) continue;
      if (key.expires && *key.expires <= now)
        why = Error{Errc::denied, "the key " + line.key + " that signed the index expired on " +
                                      day_of(*key.expires)};
      else if (fits(line.signature, as_bytes(message), key))
        return key;
      else
        why = Error{Errc::denied, "the signature of the index is wrong (key " + line.key +
                                      "): index.json is not as it was signed"};
    }
  return Failure(why ? *why : no_trusted(lines, withdrawn));
}

} // namespace platen::update
