#pragma once

#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/operation.h"

#include <span>

// The System object (PWG 5100.22): the server as a whole.
namespace platen::intake::ipp {

// What Set-System-Attributes may set: a text that the store keeps under the attribute's name.
struct SystemSetting {
  const char* name;
  ipp_tag_t tag; // text, name or uri
};
std::span<const SystemSetting> system_settings();

void write_system(const Call& call, const AttributeWriter& out);

} // namespace platen::intake::ipp
