#include "worker/exact_forms.h"

#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace platen::worker {
namespace {

constexpr int most_depth = 20;
constexpr std::size_t most_bytes = std::size_t{32} << 20; // of a form's content

Linear own_matrix(QPDFObjectHandle form) {
  QPDFObjectHandle matrix = form.getDict().getKey("/Matrix");
  if (!matrix.isMatrix()) return {};
  const auto m = matrix.getArrayAsMatrix();
  return {m.a, m.b, m.c, m.d};
}

// Null where it cannot be read: the renderer makes of it what it can.
std::shared_ptr<Buffer> content_of(QPDFObjectHandle form) try {
  return form.getStreamData(qpdf_dl_generalized);
} catch (const std::exception&) {
  return nullptr;
}

} // namespace

void ExactForms::settle(QPDFObjectHandle form, const Linear& to_pixels, int depth) {
  if (depth > most_depth || !seen_.insert(form.getObjGen()).second) return;
  const auto content = content_of(form);
  if (!content || content->getSize() > most_bytes) return;
  QPDFObjectHandle objects = form.getDict().getKey("/Resources").getKeyIfDict("/XObject");
  const auto draws = [&](const std::string& name, const Linear& here) {
    QPDFObjectHandle object = objects.getKeyIfDict(name);
    if (object.isStream() && object.getDict().getKey("/Subtype").isNameAndEquals("/Form"))
      settle(object, own_matrix(object) * here, depth + 1);
  };
  const std::string_view text(reinterpret_cast<const char*>(content->getBuffer()),
                              content->getSize());
  form.replaceStreamData(exact_areas(text, to_pixels, draws), QPDFObjectHandle::newNull(),
                         QPDFObjectHandle::newNull());
}

} // namespace platen::worker
