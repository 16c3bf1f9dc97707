#include "update/pack.h"

#include "update/update_limits.h"

#include <charconv>

namespace platen::update {

namespace {

constexpr std::size_t longest_head = 300;

struct Head {
  std::string name;
  std::uint64_t bytes = 0;
};

// "NAME BYTES", up to the line's end, which is taken too.
Result<Head> take_head(std::string_view& rest, std::uint64_t offset) {
  const std::string_view line = rest.substr(0, rest.substr(0, longest_head).find('\n'));
  const std::size_t space = line.rfind(' ');
  Head head;
  if (line.size() < rest.size() && space != line.npos && space > 0) {
    const std::string_view digits = line.substr(space + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), head.bytes);
    head.name = line.substr(0, space);
    rest.remove_prefix(line.size() + 1);
    if (error == std::errc() && end == digits.data() + digits.size()) return head;
  }
  return fail(Errc::malformed, "the packed models are damaged or cut off", offset);
}

} // namespace

Buffer write_pack(const Pack& files) {
  BufferSink out;
  static_cast<void>(out.write(pack_word)); // into memory: it cannot fail
  for (const auto& [name, bytes] : files) {
    static_cast<void>(out.write(name + " " + std::to_string(bytes.size()) + "\n"));
    static_cast<void>(out.write(Bytes(bytes)));
  }
  return std::move(out.buffer);
}

Result<Pack> read_pack(Bytes bytes) {
  if (bytes.size() > limits::pack_bytes)
    return fail(Errc::limit, "packed models are at most 64 MB");
  std::string_view rest = as_text(bytes);
  if (!rest.starts_with(pack_word))
    return fail(Errc::malformed, "these are no packed models: \"platen models pack\" makes them",
                0);
  rest.remove_prefix(pack_word.size());
  Pack files;
  while (!rest.empty()) {
    const std::uint64_t offset = bytes.size() - rest.size();
    TRY(const Head head, take_head(rest, offset));
    if (head.bytes > rest.size() || files.size() > limits::models + 1)
      return fail(Errc::malformed, "the packed models are damaged or cut off", offset);
    const Bytes content = as_bytes(rest.substr(0, head.bytes));
    if (!files.emplace(head.name, Buffer(content.begin(), content.end())).second)
      return fail(Errc::malformed, "the packed models have a file twice", offset);
    rest.remove_prefix(head.bytes);
  }
  return files;
}

} // namespace platen::update
