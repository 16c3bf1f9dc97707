#include "device/fit.h"

#include "device/language_choice.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace platen::device {

namespace {

// "iR1020/1024/1025" is one of three: all of them, and the name itself.
std::vector<std::string> each_name(const std::vector<std::string>& names) {
  std::vector<std::string> all = names;
  for (const std::string& name : names)
    if (const std::size_t open = name.rfind(" ("); open != name.npos && name.ends_with(')'))
      all.push_back(name.substr(0, open)); // "iR1020 (PCL6)": an interface for each language
  for (const std::string& name : std::vector(all)) {
    const std::size_t letters = std::min(name.find_first_of("0123456789"), name.size());
    for (std::size_t begin = 0; begin < name.size() && name.find('/') != name.npos;) {
      const std::size_t end = std::min(name.find('/', begin), name.size());
      std::string part = name.substr(begin, end - begin);
      while (part.ends_with(' '))
        part.pop_back();
      const bool is_number = !part.empty() && part.find_first_not_of("0123456789") == part.npos;
      all.push_back(is_number ? name.substr(0, letters) + part : part);
      begin = end + 1;
    }
  }
  return all;
}

} // namespace

namespace {

std::vector<const model::Model*> named_by(const std::vector<std::string>& all,
                                          std::span<const model::Model> models) {
  std::vector<const model::Model*> fitting;
  const auto names = each_name(all);
  for (const model::Model& one : models) {
    const auto is_this = [&](const std::string& name) {
      return std::ranges::find(one.ieee1284_models, name) != one.ieee1284_models.end();
    };
    if (std::ranges::any_of(names, is_this)) fitting.push_back(&one);
  }
  return fitting;
}

} // namespace

std::vector<const model::Model*> fitting_models(const Probe& probe,
                                                std::span<const model::Model> models) {
  return named_by(probe.models(), models);
}

std::vector<Fit> fits_of(const Probe& probe, std::span<const model::Model> models) {
  std::vector<Fit> fits;
  for (const model::Model* const one : fitting_models(probe, models)) {
    const auto choice = choose_language(probe, *one);
    fits.push_back({one, choice.language, choice.why == LanguageChoice::Why::confirmed});
  }
  return fits;
}

namespace {

std::string lower(std::string text) {
  for (char& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool same_word(const std::string& a, const std::string& b) {
  return lower(a) == lower(b);
}

// "Canon iR1024" is "iR1024" to a model file.
std::string without_maker(const std::string& title, const std::string& maker) {
  const bool begins = !maker.empty() && title.size() > maker.size() + 1 &&
                      title[maker.size()] == ' ' && same_word(title.substr(0, maker.size()), maker);
  return begins ? title.substr(maker.size() + 1) : title;
}

// What is written on the machine, as others tell it: narrower than the name of a family in its id.
std::vector<std::string> all_titles(const Probe& probe, const std::vector<std::string>& titles,
                                    std::span<const model::Model> models) {
  std::vector<std::string> names;
  std::vector<std::string> told = titles;
  for (const Answer& answer : probe.answers)
    told.push_back(answer.title);
  for (const std::string& title : told) {
    if (title.empty()) continue;
    names.push_back(title);
    for (const model::Model& model : models)
      names.push_back(without_maker(title, model.maker));
  }
  return names;
}

std::string listed(const std::vector<const model::Model*>& models) {
  std::string text;
  for (const model::Model* const one : models)
    text += (text.empty() ? "" : ", ") + one->id;
  return text;
}

std::string languages_told(const Probe& probe) {
  std::vector<std::string> names;
  for (const Spoken& one : probe.languages)
    if (std::ranges::find(names, one.name) == names.end()) names.push_back(one.name);
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string called(const std::vector<std::string>& names) {
  return names.empty() ? "it says nothing of its model" : "it calls itself \"" + names[0] + "\"";
}

// Families share the letters before their number: "iR", "PRO-".
std::string letters_of(const std::string& name) {
  return lower(name.substr(0, name.find_first_of("0123456789")));
}

// How near a model is that shares a language with the device: 0 where it shares none.
int nearness(const model::Model& model, const Probe& probe, const std::string& maker,
             const std::vector<std::string>& names) {
  if (choose_language(probe, model).why != LanguageChoice::Why::confirmed) return 0;
  int points = 1;
  if (same_word(model.maker, maker)) points += 2;
  const auto family = [&](const std::string& name) {
    return std::ranges::any_of(model.ieee1284_models, [&](const std::string& known) {
      return !letters_of(known).empty() && letters_of(known) == letters_of(name);
    });
  };
  if (std::ranges::any_of(names, family)) points += 1;
  return points;
}

std::int32_t finest(const model::Model& model) {
  std::int32_t most = 0;
  for (const Dpi& dpi : model.resolutions)
    most = std::max(most, dpi.v);
  return most;
}

std::vector<std::string> what_is_lost(const model::Model& model, const std::string& maker) {
  std::vector<std::string> lost{
      "margins: those of " + model.title + " are kept, and the device may need wider ones",
      "paper: the " + std::to_string(model.media.size()) + " sizes of " + model.title +
          " are offered; of the device's own nothing is known",
      "trays: the " + std::to_string(model.media_sources.size()) +
          " sources of that model are offered under its names and codes",
      "resolution: at most " + std::to_string(finest(model)) + " dpi"};
  if (!model.color) lost.emplace_back("color: that model prints in black alone");
  if (model.sides.size() < 2) lost.emplace_back("two-sided printing: that model has none");
  if (!model.maintenance.empty())
    lost.emplace_back("maintenance: the functions of that model may do nothing here");
  if (!same_word(model.maker, maker))
    lost.push_back("it is of another maker (" + (maker.empty() ? "not told" : maker) +
                   "): also what the language leaves to the maker may differ");
  return lost;
}

Appraisal exact(const Probe& probe, const std::vector<const model::Model*>& fitting,
                const std::string& name) {
  Appraisal appraisal;
  appraisal.kind = Appraisal::Kind::exact;
  appraisal.model = fitting[0];
  appraisal.why =
      "it calls itself \"" + name + "\", which the model file " + fitting[0]->id + " names";
  if (fitting.size() > 1)
    appraisal.why += "; " + listed({fitting.begin() + 1, fitting.end()}) +
                     (fitting.size() > 2 ? " fit" : " fits") +
                     " as well: choose by what is written on the machine";
  appraisal.choice = choose_language(probe, *fitting[0]);
  return appraisal;
}

} // namespace

Appraisal appraise(const Probe& probe, const std::string& maker,
                   const std::vector<std::string>& titles, std::span<const model::Model> models) {
  std::vector<std::string> names = probe.models();
  std::ranges::copy(all_titles(probe, titles, models), std::back_inserter(names));
  if (auto fitting = named_by(names, models); !fitting.empty()) {
    const auto titled = named_by(all_titles(probe, titles, models), models);
    if (titled.size() == 1) {
      std::erase(fitting, titled[0]);
      fitting.insert(fitting.begin(), titled[0]);
    }
    const auto names_it = [&](const std::string& name) {
      return !named_by({name}, std::span(fitting[0], 1)).empty();
    };
    return exact(probe, fitting, *std::ranges::find_if(names, names_it));
  }
  Appraisal appraisal;
  int best = 0;
  for (const model::Model& model : models)
    if (const int points = nearness(model, probe, maker, names); points > best) {
      best = points;
      appraisal.model = &model;
    }
  const std::string told = languages_told(probe);
  appraisal.why = "no model file names it (" + called(names) + ")";
  if (appraisal.model == nullptr) {
    appraisal.why += told.empty() ? ", and it does not say which languages it has"
                                  : ", and none prints in what it says it has: " + told;
    return appraisal;
  }
  appraisal.kind = Appraisal::Kind::nearest;
  appraisal.choice = choose_language(probe, *appraisal.model);
  appraisal.lost = what_is_lost(*appraisal.model, maker);
  appraisal.why += "; " + appraisal.model->id + " is the nearest: it prints in " +
                   appraisal.choice.language + ", which the device says it has (\"" +
                   appraisal.choice.spoken.words + "\" by " + appraisal.choice.spoken.channel + ")";
  return appraisal;
}

} // namespace platen::device
