#include "encode/ivec/ivec_language.h"
#include "encode/language.h"
#include "encode/pcl5/pcl5_language.h"
#include "encode/pclxl/pclxl_language.h"
#include "model/model.h"

namespace platen::encode {

namespace {

struct Entry {
  std::string_view name;
  std::unique_ptr<Language> (*make)(const model::Model&, const model::Ticket&);
};

// One line a language.
constexpr Entry registry[] = {
    {"ivec",
     [](const model::Model& model, const model::Ticket& ticket) {
       return make_ivec(model, ticket, &std::chrono::system_clock::now);
     }},
    {"pcl-xl", make_pclxl},
    {"pcl-5e", make_pcl5},
};

} // namespace

Result<std::unique_ptr<Language>> make_language(const model::Model& model,
                                                const model::Ticket& ticket) {
  const std::string& language = ticket.language.empty() ? model.language : ticket.language;
  std::string known;
  for (const Entry& entry : registry) {
    if (entry.name == language) return entry.make(model::in_language(model, language), ticket);
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  return fail(Errc::unsupported, "the model " + model.id + " speaks \"" + language +
                                     "\"; the known languages are " + known);
}

std::vector<std::string> language_names() {
  std::vector<std::string> names;
  for (const Entry& entry : registry)
    names.emplace_back(entry.name);
  return names;
}

} // namespace platen::encode
