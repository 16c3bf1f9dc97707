#include "install/apple.h"

#include "install/digest.h"
#include "install/quote.h"

namespace platen::install {

namespace {

std::string text_row(const std::string& key, const std::string& value) {
  return "<key>" + key + "</key><string>" + for_xml(value) + "</string>\n";
}
std::string number_row(const std::string& key, unsigned value) {
  return "<key>" + key + "</key><integer>" + std::to_string(value) + "</integer>\n";
}
std::string flag_row(const std::string& key, bool value) {
  return "<key>" + key + "</key>" + (value ? "<true/>" : "<false/>") + "\n";
}

std::string bare(const std::string& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

std::string destination(const Place& place, const Printer& printer) {
  return "<dict>\n" + flag_row("ForceTLS", place.encrypted) +
         text_row("IPAddress", bare(place.host)) + number_row("Port", place.port) +
         text_row("ResourcePath", path_of(printer)) + "</dict>\n";
}

std::string common(const std::string& type, const std::string& identifier, const std::string& uuid,
                   const std::string& title) {
  return text_row("PayloadDisplayName", title) + text_row("PayloadIdentifier", identifier) +
         text_row("PayloadType", type) + text_row("PayloadUUID", uuid) +
         number_row("PayloadVersion", 1);
}

std::string title_of(const Place& place, const std::vector<Printer>& printers) {
  if (printers.size() == 1) return printers[0].title.empty() ? printers[0].name : printers[0].title;
  return "platen @ " + place.host;
}

} // namespace

std::string apple_profile(const Place& place, const std::vector<Printer>& printers,
                          const std::string& server) {
  const std::string of = printers.size() == 1 ? printers[0].uuid : "all";
  const std::string profile = uuid_of("platen profile " + server + " " + of);
  const std::string payload = uuid_of("platen payload " + server + " " + of);
  const std::string title = title_of(place, printers);
  std::string rows;
  for (const Printer& printer : printers)
    rows += destination(place, printer);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
         "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
         "<plist version=\"1.0\">\n<dict>\n<key>PayloadContent</key>\n<array>\n<dict>\n"
         "<key>AirPrint</key>\n<array>\n" +
         rows + "</array>\n" +
         common("com.apple.airprint", "platen." + profile + ".airprint", payload, "AirPrint") +
         "</dict>\n</array>\n" +
         text_row("PayloadDescription", "Lists printers of the print server " + place.host +
                                            " for AirPrint. It installs no certificate.") +
         flag_row("PayloadRemovalDisallowed", false) +
         common("Configuration", "platen." + profile, profile, title) + "</dict>\n</plist>\n";
}

} // namespace platen::install
