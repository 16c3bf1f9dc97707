#include "intake/ipp/models_now.h"

#include "model/fitted.h"
#include "model/nearest.h"
#include "model/words.h"

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

Result<const model::Model*> need_model(const Services& /*services*/, const Models& models,
                                       std::string_view id) {
  if (const model::Model* const found = find_model(models, id)) return found;
  std::vector<std::string> ids;
  for (const auto& model : models)
    ids.push_back(model->id);
  return fail(Errc::invalid, "unknown model " + std::string(id.substr(0, 80)) + ": there is " +
                                 model::join_or(ids) + model::did_you_mean(id, ids));
}

std::shared_ptr<const model::Model> unit_model(const model::Model& whole,
                                               const job::Printer& printer) {
  return model::as_fitted({std::shared_ptr<void>{}, &whole}, printer.not_fitted);
}

} // namespace platen::intake::ipp
