#include "scan/device/open.h"

#include "scan/device/bjnp_link.h"
#include "scan/device/model_facts.h"
#include "scan/device/mp730_scanner.h"
#include "scan/device/sane_scanner.h"
#include "scan/device/usb_link.h"
#include "transport/usb_address.h"

namespace platen::scan {

namespace {

Result<std::unique_ptr<Scanner>> open_mp730(std::unique_ptr<CommandLink> link, ScannerFacts facts,
                                            const Cancel& cancel) {
  return make_mp730_scanner(std::move(link), std::move(facts), Mp730Patience{}, cancel);
}

Result<std::unique_ptr<Scanner>> open_bjnp(const std::string& uri, ScannerFacts facts,
                                           const Cancel& cancel) {
  const LinkPatience patience;
  TRY(const auto address, parse_bjnp_uri(uri));
  TRY_VOID(ask_bjnp_identity(address, patience, cancel)); // somebody is there, and speaks BJNP
  TRY(auto link, open_bjnp_link(address, patience, cancel));
  return open_mp730(std::move(link), std::move(facts), cancel);
}

Result<std::unique_ptr<Scanner>> open_usb(const std::string& uri, ScannerFacts facts,
                                          const Cancel& cancel) {
  TRY(const auto address, transport::parse_usb_uri(uri)); // told as such also where there is no USB
  facts.serial = address.serial.value_or("");
  TRY(auto bus, transport::open_usb_bus());
  TRY(auto link, open_usb_link(std::move(bus), uri, LinkPatience{}, cancel));
  return open_mp730(std::move(link), std::move(facts), cancel);
}

} // namespace

Result<std::unique_ptr<Scanner>> open_scanner(const std::string& uri, const std::string& model,
                                              std::span<const model::Model> models,
                                              const Cancel& cancel) {
  if (uri.starts_with(sane_scheme)) {
    TRY(const SaneProgram program, own_sane_program());
    return open_sane_scanner(uri.substr(sane_scheme.size()), program, cancel, model);
  }
  const bool bjnp = uri.starts_with("bjnp://"), usb = uri.starts_with("usb://");
  if (!bjnp && !usb)
    return fail(Errc::invalid, "\"" + uri +
                                   "\" is no scanner's address; it looks like "
                                   "bjnp://192.168.1.20, usb://Canon/iR1020 or sane:DEVICE");
  TRY(const model::Model* const known, model::find_model(models, model));
  TRY(ScannerFacts facts, facts_of(*known));
  return bjnp ? open_bjnp(uri, std::move(facts), cancel) : open_usb(uri, std::move(facts), cancel);
}

Result<std::unique_ptr<Scanner>> open_scanner(const std::string& uri, const std::string& model,
                                              const Cancel& cancel) {
  TRY(const auto models, model::load_models(model::data_folder()));
  return open_scanner(uri, model, models, cancel);
}

} // namespace platen::scan
