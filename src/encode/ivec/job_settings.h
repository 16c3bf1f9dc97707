#pragma once

#include "encode/ivec/capability.h"
#include "encode/ivec/documents.h"
#include "encode/language.h"
#include "model/model.h"

#include <optional>
#include <string>

namespace platen::encode::ivec {

// Payload formats, spelt as SendData spells them.
inline constexpr std::string_view pwg_format = "PWGRaster";
inline constexpr std::string_view jpeg_format = "JPEGPAGE";

// What a job asks for, in the device's words: from the model file, checked against what the device
// itself offers where it has said so. `capability` may be null.

// The payload format: the ticket's where the device takes it, else the other one of the two.
Result<std::string> choose_format(const model::Ticket& ticket, const Capability* capability);

// How the device calls a paper size; a size that the model does not list is a user-defined one.
std::string paper_code(const model::Model& model, const model::MediaSize& media);

// The children of SetConfiguration behind jobID. Errc::unsupported with what the device offers
// instead.
Result<Settings> choose_settings(const model::Model& model, const model::Ticket& ticket,
                                 const model::MediaSize& media, const Capability* capability);

// Refuses what a device must list before it is told to do it (docs/protocols/ivec.md): to compare
// papers, to coat all of the page.
Result<void> check_extras(const model::Ticket& ticket, const Capability* capability);

// Refuses a raster that the device would not take: too many pixels, or not its printable area.
Result<void> check_raster(const SideSpec& spec, const std::optional<DeviceArea>& area,
                          const Capability* capability);

} // namespace platen::encode::ivec
