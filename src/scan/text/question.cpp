#include "scan/text/question.h"

#include "base/limits.h"
#include "render/field_io.h"

namespace platen::scan {
namespace {

template<class Io, class Q> void fields(Io& io, Q& question) {
  io.field(question.task);
  io.field(question.shape.width);
  io.field(question.shape.height);
  io.field(question.shape.format.model);
  io.field(question.shape.format.depth);
  io.field(question.resolution.v);
  io.field(question.memory_bytes);
  io.field(question.accept_less);
  io.field(question.folder);
  io.field(question.language);
}

bool is_page(const PageShape& shape) {
  const bool known = shape.format == gray8 || shape.format == rgb8 || shape.format == mask1;
  return known && shape.width > 0 && shape.height > 0 && shape.width <= limits::picture_side_px &&
         shape.height <= limits::picture_side_px;
}

} // namespace

Buffer encode(const TextQuestion& question) {
  render::Writer out;
  fields(out, question);
  out.field(question.cpu.count());
  return out.take();
}

Result<TextQuestion> parse_question(Bytes bytes) {
  render::Reader in(bytes);
  TextQuestion question;
  fields(in, question);
  std::int64_t seconds = 0;
  in.field(seconds);
  question.cpu = std::chrono::seconds(seconds);
  if (!in.whole() || !is_page(question.shape) || question.task > TextTask::orientation)
    return fail(Errc::malformed, "the question is none");
  return question;
}

} // namespace platen::scan
