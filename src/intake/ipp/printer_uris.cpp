#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/profile_files.h"

namespace platen::intake::ipp {

namespace {

struct Way {
  std::string uri, security;
};

void write_ways(const std::vector<Way>& ways, const std::string& authentication,
                const AttributeWriter& out) {
  std::vector<std::string> uris, securities, authentications;
  std::vector<ipp_t*> collections; // PWG 5100.22 section 7.2.31: the same, one by one
  for (const Way& way : ways) {
    uris.push_back(way.uri);
    securities.push_back(way.security);
    authentications.push_back(authentication);
    ipp_t* const collection = ippNew();
    const AttributeWriter one(collection, IPP_TAG_ZERO);
    one.keyword("xri-authentication", authentication);
    one.keyword("xri-security", way.security);
    one.uri("xri-uri", way.uri);
    collections.push_back(collection);
  }
  out.strings(IPP_TAG_URI, "printer-uri-supported", uris);
  out.keywords("uri-security-supported", securities);
  out.keywords("uri-authentication-supported", authentications);
  out.collections("printer-xri-supported", collections);
}

// PWG 5100.13 section 6.5.34. Whoever fetches one knows what the paper can show.
void write_profiles(const PrinterView& view, const std::string& web, const AttributeWriter& out) {
  std::vector<ipp_t*> collections;
  for (const model::PaperProfile& profile : view.model.profiles) {
    ipp_t* const collection = ippNew();
    const AttributeWriter one(collection, IPP_TAG_ZERO);
    one.name("profile-name", profile.id.name);
    one.uri("profile-url", web + std::string(profile_folder) + profile.id.sha256 + ".icc");
    collections.push_back(collection);
  }
  if (!collections.empty()) out.collections("printer-icc-profiles", collections);
}

} // namespace

void write_uris(const PrinterView& view, std::string_view host, bool one,
                const AttributeWriter& out) {
  const std::string& name = view.printer.name;
  const bool tls = view.services.identity.tls;
  const std::string path = std::string(host) + "/ipp/print/" + name;
  std::vector<Way> ways{{"ipp://" + path, "none"}};
  if (tls && !one) ways.push_back({"ipps://" + path, "tls"});
  write_ways(ways, view.services.policy.get()->login_to_print ? "basic" : "requesting-user-name",
             out);

  const std::string web = (tls ? "https://" : "http://") + std::string(host);
  out.uri("printer-more-info", web + "/printers/" + name);
  out.uri("printer-supply-info-uri", web + "/printers/" + name + "/supplies");
  std::vector<std::string> icons;
  for (const char* const size : {"48", "128", "512"})
    icons.push_back(web + "/icons/" + view.model.id + "-" + size + ".png");
  out.strings(IPP_TAG_URI, "printer-icons", icons);
  out.uri("printer-strings-uri", web + "/icons/" + view.model.id + ".strings");
  write_profiles(view, web, out);
  const std::vector<std::string> languages{"en"};
  out.strings(IPP_TAG_LANGUAGE, "printer-strings-languages-supported", languages);
}

} // namespace platen::intake::ipp
