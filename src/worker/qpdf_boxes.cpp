#include "worker/qpdf_boxes.h"

#include <optional>

#include <qpdf/QPDFObjectHandle.hh>

namespace platen::worker {
namespace {

std::optional<PageBox> read_box(QPDFObjectHandle box) {
  if (!box.isRectangle()) return std::nullopt;
  const auto r = box.getArrayAsRectangle(); // puts the corners in order
  const PageBox read{r.llx, r.lly, r.urx, r.ury};
  if (!(read.width() > 0) || !(read.height() > 0)) return std::nullopt;
  return read;
}

} // namespace

PageBox visible_box(QPDFPageObjectHelper& page) {
  const PageBox media = read_box(page.getAttribute("/MediaBox", false)).value_or(PageBox{});
  const std::optional<PageBox> crop = read_box(page.getAttribute("/CropBox", false));
  if (!crop) return media;
  const PageBox both{std::max(media.left, crop->left), std::max(media.bottom, crop->bottom),
                     std::min(media.right, crop->right), std::min(media.top, crop->top)};
  return both.width() > 0 && both.height() > 0 ? both : media;
}

PageStand stand_of(QPDFPageObjectHelper& page) {
  PageStand stand;
  stand.box = visible_box(page);
  QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
  if (unit.isNumber() && unit.getNumericValue() > 0) stand.unit = unit.getNumericValue();
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  // A multiple of 90, negative ones too.
  const long long quarters = rotate.isInteger() ? rotate.getIntValue() / 90 : 0;
  stand.turns = static_cast<int>(((quarters % 4) + 4) % 4);
  return stand;
}

} // namespace platen::worker
