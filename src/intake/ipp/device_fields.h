#pragma once

#include "intake/ipp/settable.h"

#include <string>

namespace platen::intake::ipp {

// What is wrong with a device URI that a printer is to have; empty: nothing.
std::string device_uri_fault(const std::string& uri);

// Another address is another device, unless its identity comes along.
void set_device_uri(job::Printer& printer, const std::string& uri);

inline constexpr const char* identity_name = "platen-device-identity";

// The words of a device's identity; "no-value" and "delete-attribute" take them away.
void read_identity_change(ipp_attribute_t* attribute, PrinterChange& change);

} // namespace platen::intake::ipp
