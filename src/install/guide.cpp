#include "install/guide.h"

#include "install/quote.h"
#include "install/system.h"

#include <algorithm>

namespace platen::install {

namespace {

constexpr std::string_view command_mark = "@command ", file_mark = "@file ";

std::string titles_of(const Visit& visit, const Words& words) {
  std::string all;
  constexpr std::size_t most = 3; // more would make a sentence that nobody reads
  for (std::size_t i = 0; i < std::min(most, visit.printers.size()); ++i) {
    const std::string title = one_line(visit.printers[i].title);
    all += (i == 0 ? "" : ", ") +
           words("quoted", {{"title", title.empty() ? visit.printers[i].name : title}});
  }
  return visit.printers.size() > most ? all + ", …" : all;
}

Words::Values values_of(const Visit& visit, const Words& words) {
  return {{"printers", titles_of(visit, words)},
          {"host", visit.place.host},
          {"port", std::to_string(visit.place.port)},
          {"server", visit.place.base() + "/"}};
}

Json step_of(const Visit& visit, const Words& words, const std::string& line) {
  if (line.starts_with(command_mark)) {
    const std::string command = command_of(visit, line.substr(command_mark.size()));
    return command.empty() ? Json() : Json{{"command", command}};
  }
  if (line.starts_with(file_mark)) {
    const std::string name = line.substr(file_mark.size());
    return {{"file", file_of(visit, name)}, {"label", words("files." + name)}};
  }
  return {{"text", filled_in(line, values_of(visit, words))}};
}

Json steps_of(const Visit& visit, const Words& words, const std::string& name) {
  Json steps = Json::array();
  for (const Json& line : words.at(name))
    if (Json step = step_of(visit, words, line.get<std::string>()); !step.is_null())
      steps.push_back(std::move(step));
  return steps;
}

Json ways(const Visit& visit, const Words& words) {
  Json all = Json::array();
  if (visit.printers.empty()) return all;
  for (const std::string& way : ways_of(visit))
    all.push_back({{"id", way},
                   {"title", words("ways." + way + ".title")},
                   {"steps", steps_of(visit, words, "ways." + way + ".steps")}});
  return all;
}

// What is worth knowing before: {"kind": "warn" or "info", "text"}, one of them with a file.
Json notes(const Visit& visit, const Words& words) {
  Json all = Json::array();
  if (visit.local_only) all.push_back({{"kind", "warn"}, {"text", words("notes.local-only")}});
  if (!visit.announced) all.push_back({{"kind", "info"}, {"text", words("notes.not-announced")}});
  if (!visit.place.encrypted && !visit.local_only)
    all.push_back({{"kind", "info"}, {"text", words("notes.plain-http")}});
  if (visit.place.encrypted && !visit.fingerprint.empty())
    all.push_back({{"kind", "info"},
                   {"text", words("notes.own-certificate") + " " +
                                words("notes.fingerprint", {{"fingerprint", visit.fingerprint}})},
                   {"file", file_of(visit, "certificate")},
                   {"label", words("files.certificate")}});
  return all;
}

Json system_list(const Visit& visit, const Words& words) {
  Json all = Json::array();
  for (const std::string_view id : systems())
    all.push_back({{"id", id},
                   {"name", words("systems." + std::string(id))},
                   {"chosen", visit.system == id},
                   {"own", visit.detected == id}});
  return all;
}

Json printer_list(const Visit& visit) {
  Json all = Json::array();
  for (const Printer& printer : visit.all_printers) {
    const std::string title = one_line(printer.title);
    all.push_back({{"name", printer.name},
                   {"title", title.empty() ? printer.name : title},
                   {"location", one_line(printer.location)},
                   {"uri", uri_of(visit.place, printer)},
                   {"chosen", visit.chosen == printer.name}});
  }
  return all;
}

// Words that both pages need beside the steps.
Json labels(const Visit& visit, const Words& words) {
  Json all = Json::object();
  for (const char* const name :
       {"title",         "lead",       "no-printers", "all-printers", "for",
        "first",         "other-ways", "check",       "trouble",      "scan",
        "systems-title", "copy",       "copied",      "qr",           "qr-words",
        "app",           "plain",      "seen",        "not-seen",     "look-again"})
    all[name] = words(name);
  all["qr-label"] = words("qr-label", {{"address", visit.others_reach}});
  return all;
}

} // namespace

Json guide(const Visit& visit, const Words& words) {
  Json trouble = steps_of(visit, words, "troubles." + visit.system);
  trouble.push_back({{"text", words("anywhere")}});
  return {{"language", words.language()},
          {"server", visit.place.base() + "/"},
          {"address", visit.others_reach},
          {"near", visit.near},
          {"system", visit.system},
          {"systems", system_list(visit, words)},
          {"printer", visit.chosen.empty() ? Json() : Json(visit.chosen)},
          {"printers", printer_list(visit)},
          {"notes", notes(visit, words)},
          {"ways", ways(visit, words)},
          {"check", steps_of(visit, words, "checks." + visit.system)},
          {"trouble", std::move(trouble)},
          {"scan", visit.scanners.empty() ? Json::array()
                                          : steps_of(visit, words, "scans." + visit.system)},
          {"words", labels(visit, words)}};
}

} // namespace platen::install
