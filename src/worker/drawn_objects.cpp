#include "worker/drawn_objects.h"

#include "worker/content_operands.h"
#include "worker/saved_states.h"

namespace platen::worker {

void tell_drawn_objects(std::string_view content, const DrawsObject& draws) {
  Linear now;
  SavedStates<Linear> saved;
  each_operator(content, [&](std::string_view name, const Operands& operands) {
    if (saved.take(name, now)) return true;
    if (name == "cm") {
      if (const auto m = operands.numbers<6>())
        now = Linear{(*m)[0], (*m)[1], (*m)[2], (*m)[3]} * now;
    } else if (name == "Do" && !operands.name().empty()) {
      draws(std::string(operands.name()), now);
    }
    return true;
  });
}

} // namespace platen::worker
