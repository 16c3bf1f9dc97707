#pragma once

#include "wire/ipp/message.h"

#include <string>

#include <cups/ipp.h>

// Platen's own operations on papers, profiles and recipes, in the range that RFC 8011 section
// 5.4.15 leaves to vendors, behind Platen-Maintain-Printer; docs/protocols/ipp.md describes them.
namespace platen::ipp {

inline constexpr auto get_library_operation = static_cast<ipp_op_t>(0x5002);
inline constexpr auto add_to_library_operation = static_cast<ipp_op_t>(0x5003);
inline constexpr auto remove_from_library_operation = static_cast<ipp_op_t>(0x5004);

// The JSON text in the answer to the first of them, which comes in pieces.
Result<std::string> library_text(const Message& answer);

} // namespace platen::ipp
