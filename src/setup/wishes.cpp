#include "setup/wishes.h"

namespace platen::setup {

namespace {

Json or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

} // namespace

Json to_json(const Outcome& outcome) {
  const Device& device = outcome.device;
  Json json{{"printer", outcome.printer},
            {"made", outcome.made},
            {"device-uri", device.uri},
            {"transport", device.transport()},
            {"make-and-model", or_null(device.make_and_model)},
            {"identity", device.identity},
            {"model", outcome.model},
            {"fit", device.fit},
            {"language", or_null(device.language)},
            {"language-evidence", or_null(device.language_evidence)},
            {"lost", device.lost},
            {"unknown", device.unknown},
            {"default", outcome.is_default},
            {"paper", or_null(outcome.paper)},
            {"scanner", outcome.scanner ? Json(outcome.printer) : Json()},
            {"message", or_null(outcome.message)},
            {"notes", or_null(outcome.notes)},
            {"test-page", Json()}};
  if (outcome.test_page)
    json["test-page"] = {{"job-id", outcome.test_page->id},
                         {"job-state", outcome.test_page->state},
                         {"job-state-message", or_null(outcome.test_page->message)}};
  return json;
}

Result<std::string> choose_paper(Workshop& workshop, const std::string& printer,
                                 const std::string& paper) {
  TRY(const Json options, workshop.server().get("printers/" + printer + "/options"));
  if (!options.is_array()) return std::string();
  for (const Json& one : options) {
    if (text_in(one, "name") != "media") continue;
    const std::string usual = text_in(one, "default");
    for (const std::string& value : texts_in(one, "values")) {
      if (value != paper) continue;
      if (usual != paper) TRY_VOID(workshop.set_defaults(printer, {{"media", paper}}));
      return paper;
    }
    return usual;
  }
  return std::string();
}

} // namespace platen::setup
