#include "intake/ipp/checks.h"
#include "intake/ipp/operation.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/settable.h"

namespace platen::intake::ipp {

namespace {

void write_operations(const AttributeWriter& out) {
  std::vector<int> codes;
  for (const Operation& operation : operations())
    codes.push_back(static_cast<int>(operation.code));
  out.enumerations("operations-supported", codes);
}

void write_languages(const AttributeWriter& out) {
  out.string(IPP_TAG_CHARSET, "charset-configured", "utf-8");
  const std::vector<std::string> charsets{"us-ascii", "utf-8"}, languages{"en"};
  out.strings(IPP_TAG_CHARSET, "charset-supported", charsets);
  out.string(IPP_TAG_LANGUAGE, "natural-language-configured", "en");
  out.strings(IPP_TAG_LANGUAGE, "generated-natural-language-supported", languages);
}

// Who sees what of other people's jobs (PWG "IPP Privacy Attributes", 2018): as the printer has it,
// else as the server does.
void write_privacy(const Policy& policy, const job::Printer& printer, const AttributeWriter& out) {
  const bool open = policy.others_see_names && policy.others_see_jobs;
  const auto& own = printer.privacy_attributes;
  const bool by_policy = own.empty() || own == std::vector<std::string>{"default"};
  std::vector<std::string> hidden = own;
  if (!policy.others_see_jobs)
    hidden = {"all"};
  else if (by_policy)
    hidden = open && !printer.confidential ? std::vector<std::string>{"none"}
                                           : std::vector<std::string>{"document-name", "job-name",
                                                                      "job-originating-user-name"};
  out.keywords("job-privacy-attributes", hidden);
  const bool none_hidden = hidden == std::vector<std::string>{"none"};
  const bool own_scope = !printer.privacy_scope.empty() && printer.privacy_scope != "default";
  out.keyword("job-privacy-scope", own_scope     ? printer.privacy_scope
                                   : none_hidden ? "none"
                                                 : "owner");
}

} // namespace

void write_abilities(const PrinterView& view, const AttributeWriter& out) {
  write_languages(out);
  out.keywords("ipp-versions-supported", {"1.0", "1.1", "2.0", "2.1", "2.2"});
  out.keywords("ipp-features-supported",
               {"document-object", "ipp-everywhere", "page-overrides", "subscription-object"});
  // Not of a standard: Android and Windows ask for it, CUPS and printers answer 1.3 (CUPS #105).
  // The TXT record says the same (discovery/records.cpp).
  out.text("mopria-certified", "1.3");
  write_operations(out);
  out.keyword("pdl-override-supported", "attempted");
  out.boolean("preferred-attributes-supported", false);
  out.keyword("printer-get-attributes-supported", "document-format");
  out.keywords("printer-settable-attributes-supported", settable_names(view.model));
  out.keywords("identify-actions-default", {"display"});
  out.keywords("identify-actions-supported", {"display"});
  write_privacy(*view.services.policy.get(), view.printer, out);
}

} // namespace platen::intake::ipp
