#include "model/kind.h"

#include <algorithm>

namespace platen::model {

bool prints_photographs(const Model& model) {
  return model.color && std::ranges::any_of(model.media_types, [](const MediaType& type) {
           return type.name.find("photo") != std::string::npos;
         });
}

} // namespace platen::model
