#include "intake/escl/describe.h"

#include "intake/escl/plan.h"

namespace platen::intake::escl {

namespace {

namespace wire = platen::escl;

wire::InputCaps caps_of(const scan::SourceOffer& offer) {
  return {std::max(1, offer.least_width),
          offer.most_width,
          std::max(1, offer.least_height),
          offer.most_height,
          offer.resolutions,
          offered_modes(offer)};
}

} // namespace

std::string without_scheme(const std::string& uuid) {
  constexpr std::string_view scheme = "urn:uuid:";
  return uuid.starts_with(scheme) ? uuid.substr(scheme.size()) : uuid;
}

wire::Capabilities capabilities_of(const scan::ScannerEntry& entry, const scan::ScannerFacts& facts,
                                   const std::string& base) {
  wire::Capabilities all;
  all.make_and_model = facts.make_and_model.empty() ? entry.name : facts.make_and_model;
  all.serial = facts.serial;
  all.uuid = without_scheme(entry.uuid);
  if (!base.empty()) {
    all.admin_uri = base + "/";
    all.icon_uri = base + "/eSCL/" + entry.name + "/ScannerIcon";
  }
  if (facts.platen) all.platen = caps_of(*facts.platen);
  if (facts.adf) {
    all.adf_simplex = caps_of(*facts.adf);
    if (facts.adf_two_sided) all.adf_duplex = all.adf_simplex;
    all.feeder_capacity = facts.feeder_capacity;
  }
  return all;
}

std::optional<wire::AdfState> adf_state_of(scan::FeederState state) {
  switch (state) {
  case scan::FeederState::none:
    return std::nullopt;
  case scan::FeederState::empty:
    return wire::AdfState::empty;
  case scan::FeederState::jam:
    return wire::AdfState::jam;
  case scan::FeederState::cover_open:
    return wire::AdfState::door_open;
  case scan::FeederState::unknown:
  case scan::FeederState::loaded:
    break;
  }
  return wire::AdfState::loaded;
}

} // namespace platen::intake::escl
