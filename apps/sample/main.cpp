// platen-sample picture|document|scan-1|scan-2: one of platen's own test pages, to standard output.
#include "base/file.h"
#include "sample/sample.h"

#include <cstdio>
#include <string_view>

#include <unistd.h>

namespace {

class StandardOutput final : public platen::ByteSink {
public:
  using ByteSink::write;
  platen::Result<void> write(platen::Bytes bytes) override {
    return platen::write_all(STDOUT_FILENO, bytes);
  }
};

} // namespace

int main(int count, char** words) {
  const std::string_view what = count == 2 ? words[1] : "";
  StandardOutput out;
  platen::Result<void> drawn =
      platen::fail(platen::Errc::invalid, "takes \"picture\", \"document\", \"scan-1\" or \"scan-2\"");
  if (what == "picture") drawn = platen::sample::write_picture(out);
  if (what == "document") drawn = platen::sample::write_document(out);
  if (what == "scan-1" || what == "scan-2") drawn = platen::sample::write_scan(out, what.back() - '0');
  if (drawn) return 0;
  std::fprintf(stderr, "%s\n", drawn.error().message().c_str());
  return 1;
}
