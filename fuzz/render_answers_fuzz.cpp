// What a worker that was taken over may send: the first byte chooses the parser.
#include "render/page_head.h"
#include "render/page_lines.h"
#include "render/protocol.h"
#include "render/sniff.h"
#include "render/worker_exit.h"

#include <cstdlib>

using namespace platen;
using namespace platen::render;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes bytes = std::as_bytes(std::span(data + 1, size - 1));
  const PageInfo picture{.width = {1}, .height = {1}, .px_width = 40, .px_height = 20};
  switch (data[0] % 11) {
  case 0: {
    const auto info = parse_info(bytes, Format::jpeg, Limits::standard());
    if (info && (info->pages.empty() || info->pages.front().px_width < 1)) std::abort();
    break;
  }
  case 1:
    static_cast<void>(parse_info(bytes, Format::pdf, Limits::standard()));
    break;
  case 2: {
    const auto header = parse_picture(bytes, picture);
    if (header && (header->shape.width != 40 || header->colour.inputs > 4)) std::abort();
    break;
  }
  case 3:
    if (parse_failure(bytes).message().find('\n') != std::string::npos) std::abort();
    break;
  case 4: {
    const auto length = PageHeads({40, 20, gray8}).parse(bytes);
    if (length && *length && **length > bytes.size()) std::abort();
    break;
  }
  case 5: {
    PageLines lines(100);
    static_cast<void>(lines.take(as_text(bytes)));
    if (lines.pages().size() > 100) std::abort();
    break;
  }
  case 6:
    static_cast<void>(sniff(bytes));
    break;
  case 7:
    if (const auto facts = parse_profile(bytes); !facts && facts.error().what.empty()) std::abort();
    break;
  case 8:
    if (const auto table = parse_table(bytes); table && !check(*table)) std::abort();
    break;
  case 9:
    static_cast<void>(parse_request(bytes));
    break;
  default:
    if (explain_exit(1 << 8, as_text(bytes), {1, 1}).message().find('\n') != std::string::npos)
      std::abort();
    static_cast<void>(ghostscript_complaint(as_text(bytes), Lines::marked));
  }
  return 0;
}
