#include "worker/drawn_objects.h"

#include "worker/content_operands.h"
#include "worker/saved_states.h"

namespace platen::worker {

void tell_drawn_objects(std::string_view content, const DrawsObject& draws) {
  ContentWords words(content);
  Operands operands;
  Linear now;
  SavedStates<Linear> saved;
  for (auto word = words.next(); word.kind != ContentWords::Kind::end; word = words.next()) {
    if (word.kind != ContentWords::Kind::keyword) {
      operands.add(word);
      continue;
    }
    if (word.text == "q") {
      saved.save(now);
    } else if (word.text == "Q") {
      saved.restore(now);
    } else if (word.text == "cm") {
      if (const auto m = operands.numbers<6>())
        now = Linear{(*m)[0], (*m)[1], (*m)[2], (*m)[3]} * now;
    } else if (word.text == "Do" && !operands.name().empty()) {
      draws(std::string(operands.name()), now);
    }
    operands.clear();
  }
}

} // namespace platen::worker
