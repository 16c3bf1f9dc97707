#include "worker/content_text.h"

#include <algorithm>
#include <cstddef>

#include <qpdf/Pipeline.hh>

namespace platen::worker {
namespace {

// Keeps the beginning of what comes.
class Beginning final : public Pipeline {
public:
  Beginning() : Pipeline("content", nullptr) {}
  void write(const unsigned char* bytes, std::size_t count) override {
    const std::size_t room = most - std::min(most, kept.text.size());
    kept.text.append(reinterpret_cast<const char*>(bytes), std::min(count, room));
    kept.whole = kept.whole && count <= room;
  }
  void finish() override {}
  ContentText kept;

private:
  static constexpr std::size_t most = std::size_t{4} << 20;
};

} // namespace

ContentText read_contents(const std::vector<QPDFObjectHandle>& streams) {
  Beginning content;
  for (QPDFObjectHandle stream : streams) {
    stream.pipeStreamData(&content, 0, qpdf_dl_generalized, true);
    content.kept.text += '\n';
  }
  return std::move(content.kept);
}

} // namespace platen::worker
