#pragma once

#include "model/model.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Parts that units of one model may have or not, as PPD files' InstallableOptions are: sources of
// paper (MediaSource::optional_part).
namespace platen::model {

std::vector<std::string> optional_parts(const Model& model);

// Errc::invalid: what is wrong with `missing` as the parts that a unit does not have.
Result<void> check_not_fitted(const Model& model, std::span<const std::string> missing);

// The model as it is of a unit without these parts: constraints say that they are not there, and
// nothing offers them or is their default. They keep their names, for what was asked for before.
// What is no optional part of the model is passed over.
Model without_parts(Model model, std::span<const std::string> missing);
// The same; `whole` itself where nothing is missing.
std::shared_ptr<const Model> as_fitted(std::shared_ptr<const Model> whole,
                                       std::span<const std::string> missing);

// False: the value names a part that the unit does not have. `option` may be any.
bool is_fitted(const Model& model, std::string_view option, std::string_view value);
// The names of the sources that are there.
std::vector<std::string> fitted_sources(const Model& model);

} // namespace platen::model
