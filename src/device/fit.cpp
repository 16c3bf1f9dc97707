#include "device/fit.h"

#include "device/language_choice.h"

#include <algorithm>

namespace platen::device {

namespace {

// "iR1020/1024/1025" is one of three: all of them, and the name itself.
std::vector<std::string> each_name(const std::vector<std::string>& names) {
  std::vector<std::string> all = names;
  for (const std::string& name : names) {
    const std::size_t letters = std::min(name.find_first_of("0123456789"), name.size());
    for (std::size_t begin = 0; begin < name.size() && name.find('/') != name.npos;) {
      const std::size_t end = std::min(name.find('/', begin), name.size());
      const std::string part = name.substr(begin, end - begin);
      const bool is_number = !part.empty() && part.find_first_not_of("0123456789") == part.npos;
      all.push_back(is_number ? name.substr(0, letters) + part : part);
      begin = end + 1;
    }
  }
  return all;
}

} // namespace

std::vector<const model::Model*> fitting_models(const Probe& probe,
                                                std::span<const model::Model> models) {
  std::vector<const model::Model*> fitting;
  const auto names = each_name(probe.models());
  for (const model::Model& one : models) {
    const auto is_this = [&](const std::string& name) {
      return std::ranges::find(one.ieee1284_models, name) != one.ieee1284_models.end();
    };
    if (std::ranges::any_of(names, is_this)) fitting.push_back(&one);
  }
  return fitting;
}

std::vector<Fit> fits_of(const Probe& probe, std::span<const model::Model> models) {
  std::vector<Fit> fits;
  for (const model::Model* const one : fitting_models(probe, models)) {
    const auto choice = choose_language(probe, *one);
    fits.push_back({one, choice.language, choice.why == LanguageChoice::Why::confirmed});
  }
  return fits;
}

} // namespace platen::device
