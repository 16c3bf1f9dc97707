#include "discovery/records.h"

#include <algorithm>

namespace platen::discovery {

namespace {

using Txt = std::vector<std::pair<std::string, std::string>>;

bool two_sided(const model::Model& model) {
  return std::ranges::any_of(model.sides,
                             [](model::Sides sides) { return sides != model::Sides::one_sided; });
}

std::string without_scheme(const std::string& uuid) {
  constexpr std::string_view scheme = "urn:uuid:";
  return uuid.starts_with(scheme) ? uuid.substr(scheme.size()) : uuid;
}

// The PaperMax word of Bonjour Printing 1.2.1, section 9.2: by the largest sheet.
std::string paper_max(const model::Model& model) {
  std::int32_t shorter = 0;
  for (const auto& entry : model.media)
    shorter = std::max(shorter, std::min(entry.size.width.v, entry.size.height.v));
  if (shorter > 42'000) return ">isoC-A2";
  if (shorter > 29'700) return "isoC-A2";
  if (shorter > 21'590) return "tabloid-A3";
  return "legal-A4";
}

std::string maker_of(const model::Model& model) {
  return model.title.substr(0, model.title.find(' '));
}

std::string model_of(const model::Model& model) {
  const auto blank = model.title.find(' ');
  return blank == std::string::npos ? model.title : model.title.substr(blank + 1);
}

Txt printer_txt(const job::Printer& printer, const model::Model& model, const ServerFacts& server) {
  Txt txt{{"txtvers", "1"},
          {"qtotal", "1"},
          {"rp", "ipp/print/" + printer.name},
          {"ty", model.title},
          {"note", printer.location},
          {"product", "(" + model_of(model) + ")"},
          {"pdl", server.formats},
          {"usb_MFG", maker_of(model)},
          {"usb_MDL", model_of(model)},
          {"UUID", without_scheme(printer.uuid)},
          {"URF", server.urf},
          {"Color", model.color ? "T" : "F"},
          {"Duplex", two_sided(model) ? "T" : "F"},
          {"Copies", "T"},
          {"Collate", "T"},
          {"PaperMax", paper_max(model)},
          {"kind", model.color ? "document,photo" : "document"},
          {"priority", "50"},
          {"air", "none"},
          {"platen", "queue"}, // so that no other platen takes it for a device
          {"print_wfds", "T"},
          {"mopria-certified", "1.3"}};
  if (!server.host.empty())
    txt.emplace_back("adminurl", "http://" + server.host + ":" + std::to_string(server.port) + "/");
  if (server.tls) txt.emplace_back("TLS", "1.2");
  return txt;
}

void add_word(std::string& list, std::string_view word) {
  list += (list.empty() ? "" : ",") + std::string(word);
}

Txt scanner_txt(const ScannerRecord& scanner, const ServerFacts& server) {
  std::string sources, colours;
  if (scanner.platen) add_word(sources, "platen");
  if (scanner.adf) add_word(sources, "adf");
  if (scanner.color) add_word(colours, "color");
  add_word(colours, "grayscale");
  add_word(colours, "binary");
  const std::string path = "eSCL/" + scanner.name;
  Txt txt{{"txtvers", "1"},
          {"vers", "2.63"},
          {"rs", path},
          {"ty", scanner.make_and_model},
          {"note", scanner.location},
          {"uuid", without_scheme(scanner.uuid)},
          {"pdl", scanner.formats},
          {"cs", colours},
          {"is", sources},
          {"duplex", scanner.two_sided ? "T" : "F"}};
  if (server.host.empty()) return txt;
  const std::string base = "http://" + server.host + ":" + std::to_string(server.port) + "/";
  txt.emplace_back("adminurl", base);
  txt.emplace_back("representation", base + path + "/ScannerIcon");
  return txt;
}

} // namespace

std::vector<Service> scanner_services(const ScannerRecord& scanner, const ServerFacts& server) {
  const Txt txt = scanner_txt(scanner, server);
  std::vector<Service> services{{"_uscan._tcp", {}, server.port, txt}};
  if (server.tls) services.push_back({"_uscans._tcp", {}, server.port, txt});
  return services;
}

Announcement announcement_of(const job::Printer& printer, const model::Model& model,
                             const ServerFacts& server, std::string_view wanted_name) {
  const Txt txt = printer_txt(printer, model, server);
  Announcement announcement;
  announcement.key = printer.uuid;
  announcement.name = wanted_name;
  // First, so that the name is held against old LPD printers too (Bonjour Printing 1.2.1, section
  // 4).
  announcement.services.push_back({"_printer._tcp", {}, 0, {}});
  announcement.services.push_back({"_ipp._tcp", {"_print", "_universal"}, server.port, txt});
  if (server.tls)
    announcement.services.push_back({"_ipps._tcp", {"_print", "_universal"}, server.port, txt});
  announcement.services.push_back({"_http._tcp", {"_printer"}, server.port, {{"path", "/"}}});
  return announcement;
}

} // namespace platen::discovery
