#include "filter/page_copies.h"

namespace platen::filter {

Result<void> PageCopies::put_side(const encode::SideSpec& spec, const Spool& payload,
                                  bool two_sided, const Put& put) {
  if (spec.copies > 1 && two_sided && spec.side == encode::SheetSide::front && !spec.last) {
    front_.emplace();
    front_->spec = spec;
    return payload.copy_to(front_->payload);
  }
  for (std::int32_t copy = 0; copy < spec.copies; ++copy) {
    if (front_) TRY_VOID(put(front_->spec, front_->payload));
    TRY_VOID(put(spec, payload));
  }
  front_.reset();
  return {};
}

} // namespace platen::filter
