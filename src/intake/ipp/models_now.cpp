#include "intake/ipp/models_now.h"

#include <algorithm>

namespace platen::intake::ipp {

std::shared_ptr<const Models> models_now(const Services& services) {
  if (services.shelf != nullptr) return services.shelf->models();
  auto list = std::make_shared<Models>();
  for (const model::Model& model : services.models) // which outlive everything here
    list->push_back(std::shared_ptr<const model::Model>(std::shared_ptr<void>{}, &model));
  return list;
}

const model::Model* find_model(const Models& models, std::string_view id) {
  const auto found =
      std::ranges::find_if(models, [&](const auto& model) { return model->id == id; });
  return found == models.end() ? nullptr : found->get();
}

Result<const model::Model*> need_model(const Services& services, const Models& models,
                                       std::string_view id) {
  TRY_VOID(model::find_model(services.models, id));
  return find_model(models, id);
}

} // namespace platen::intake::ipp
