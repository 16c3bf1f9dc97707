#include "known_models.h"

#include "own_state.h"
#include "update/in_force.h"

namespace platen::app {

Result<std::vector<model::Model>> known_models(const Arguments& arguments) {
  const auto paths = state_paths(arguments);
  if (!paths && arguments.has("state")) return Failure(paths.error());
  TRY(auto here, update::models_in_force(model::data_folder(),
                                         paths ? paths->models() : std::filesystem::path()));
  return std::move(here.models);
}

} // namespace platen::app
