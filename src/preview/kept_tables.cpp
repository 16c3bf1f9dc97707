#include "preview/kept_tables.h"

#include <algorithm>

namespace platen::preview {

namespace {

bool same(const model::ColourTarget& a, const model::ColourTarget& b) {
  return a.model == b.model && a.intent == b.intent && a.black_point == b.black_point &&
         a.unchanged == b.unchanged && a.refuse_broken == b.refuse_broken && a.profile == b.profile;
}

} // namespace

Result<ColourTable> KeptTables::table(const render::TableRequest& request,
                                      const render::Limits& limits, const Cancel& cancel) {
  const auto is_asked = [&](const Known& known) {
    return known.gamut == request.gamut && std::ranges::equal(known.source, request.source) &&
           same(known.target, request.target);
  };
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find_if(known_, is_asked);
    if (found != known_.end()) {
      known_.splice(known_.begin(), known_, found);
      return found->table;
    }
  }
  TRY(ColourTable made, render::make_table(request, limits, cancel));
  const std::lock_guard lock(mutex_);
  known_.push_front(
      {Buffer(request.source.begin(), request.source.end()), request.target, request.gamut, made});
  if (known_.size() > most) known_.pop_back();
  return made;
}

} // namespace platen::preview
